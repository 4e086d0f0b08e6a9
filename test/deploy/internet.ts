import { writeFileSync } from 'node:fs';
import { PUBLIC_RESOLVERS } from '../../lib/app/verifying/public-resolvers.ts';
import type { RecordSet, Zone } from '../../lib/core/verify/snapshot.ts';
import { makeDial } from '../../lib/local/dial.ts';
import { startDnsServer } from '../../lib/local/dns-server.ts';
import type { StageCheck } from '../../lib/local/health-checkers.ts';
import { startHealthCheckers } from '../../lib/local/health-checkers.ts';
import { startOutside } from '../../lib/local/outside.ts';
import { type PrimaryServer, startPrimary } from '../../lib/local/primary.ts';
import { STAGE_PLACES } from '../../lib/local/stage-site.ts';
import { answerFor, type ZoneAnswer } from '../../lib/local/zone-answer.ts';
import type { EmulatedClient } from '../emulators/on.ts';
import { startRoute53Front } from './route53-front.ts';
import { startS3Faces } from './s3-faces.ts';

/** What Route 53 holds once a site is adopted. */
export type Adopted = {
  readonly records: readonly RecordSet[];
  readonly checks: readonly StageCheck[];
};

export type HealthChange = { readonly id: string; readonly isHealthy: boolean };

/** All around the site that is not AWS's control plane: the parts of the rehearsal, on loopback. */
export type Internet = {
  readonly primary: PrimaryServer;
  /** From now on the name servers answer so, and the health checkers are at work. */
  readonly adopt: (adopted: Adopted) => void;
  /** Every change of a health check's mind, in order. */
  readonly healthChanges: () => readonly HealthChange[];
  /** Where the name servers send visitors. */
  readonly servedNow: (name: string) => readonly string[];
  readonly close: () => Promise<void>;
};

/** Puts it up, and tells the functions where everything is (`outside.cjs`). */
export async function startInternet(client: EmulatedClient, zone: Zone): Promise<Internet> {
  const [primary, outside, s3] = await Promise.all([
    startPrimary(),
    startOutside(),
    startS3Faces(client),
  ]);
  const records: RecordSet[] = [];
  const healthChanges: HealthChange[] = [];
  let checks = startHealthCheckers(NOWHERE, { checks: [] });
  const answer = (name: string, type: string): ZoneAnswer =>
    answerFor({ name: zone.name, records, aliasAddresses: ALIASES }, checks.isHealthy, name, type);
  const [dns, route53] = await Promise.all([
    startDnsServer(answer),
    startRoute53Front(client.endpoint, (id) => checks.readCheckers(id)),
  ]);
  const ports = {
    [`${PLACES.primaryAddress}:80`]: primary.port,
    [`${PLACES.websiteAddress}:80`]: s3.websitePort,
    [`${PLACES.restAddress}:443`]: s3.restPort,
    'route53.internal:80': route53.port,
    ...portsOf([...PLACES.nameServers, ...PUBLIC_RESOLVERS], 53, dns.port),
    ...portsOf(PLACES.controls, 80, outside.controlsPort),
  };
  tellFunctions(zone, ports);
  return {
    primary,
    adopt: (adopted) => {
      records.push(...adopted.records);
      checks = startHealthCheckers(
        { dial: makeDial(ports), resolveAddresses: async () => [PLACES.restAddress] },
        { checks: adopted.checks, onHealth: (change) => healthChanges.push(change) },
      );
    },
    healthChanges: () => healthChanges,
    servedNow: (name) => {
      const found = answer(name, 'A');
      return found.kind === 'answer' ? found.sets.flatMap(({ values }) => values) : [];
    },
    close: async () => {
      await checks.close();
      await Promise.all([primary, outside, s3, dns, route53].map((part) => part.close()));
    },
  };
}

const PLACES = STAGE_PLACES;
/** One local port for all of these places. */
const portsOf = (
  places: readonly { readonly address: string }[],
  port: number,
  localPort: number,
): Readonly<Record<string, number>> =>
  Object.fromEntries(places.map(({ address }) => [`${address}:${port}`, localPort]));
const ALIASES = { [PLACES.websiteName]: [PLACES.websiteAddress] };
const NOWHERE = { dial: makeDial({}), resolveAddresses: async () => [] };

/** The zone's own name servers, whatever the emulator called them, have the addresses of the stage. */
function tellFunctions(zone: Zone, ports: Readonly<Record<string, number>>): void {
  const nameServers = zone.nameServers.map((name, index) => [
    name,
    PLACES.nameServers.slice(index, index + 1).map(({ address }) => address),
  ]);
  const table = {
    nameServers: { [zone.name]: zone.nameServers },
    addresses: {
      ...Object.fromEntries(nameServers),
      ...Object.fromEntries(PLACES.controls.map(({ name, address }) => [name, [address]])),
      ...ALIASES,
    },
    ports,
  };
  writeFileSync(process.env.UNDERSTUDY_OUTSIDE ?? '', JSON.stringify(table));
}
