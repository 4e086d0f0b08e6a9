import { draftOf, type SiteFound, type SitesDraft } from '../core/init/draft.ts';
import { findAt } from '../core/init/find.ts';
import type { Accepts } from '../core/init/found.ts';
import { namesToDraft, zoneFor } from '../core/init/names.ts';
import type { Answers } from '../core/init/protocol.ts';
import type { FetchPage, ReadCertificate, ReadRecords, ReadZone } from '../core/world.ts';

/** What a first sites.yml is made from: reads alone. */
export type InitDeps = {
  /** Names of the account's public zones; a name may come twice. */
  readonly listPublicZones: () => Promise<readonly string[]>;
  readonly readZone: ReadZone;
  readonly readRecords: ReadRecords;
  readonly readCertificate: ReadCertificate;
  readonly fetchPage: FetchPage;
};

export type InitRequest = {
  /** Lower case, without a trailing dot. */
  readonly domain: string;
  readonly emails: readonly string[];
  /** Role as which the zone is read, and which sites.yml is to name; null: the zone is in our own account. */
  readonly zoneRoleArn: string | null;
  /** Region of the caller's AWS settings; null without one. */
  readonly settingsRegion: string | null;
  readonly accepts: Accepts;
};

/** The account has no public zone that could hold the records of the domain. */
export class NoZoneError extends Error {
  override readonly name = 'NoZoneError';
  constructor(domain: string, zoneNames: readonly string[]) {
    const others = [...new Set(zoneNames)].slice(0, ZONES_NAMED_MAX).join(', ');
    super(
      others === ''
        ? `this account has no public hosted zone, so none for ${domain}: sign in to the account that has it, or create it first`
        : `this account has no public hosted zone for ${domain}, but ${others}: check the name, or sign in to the account that has it`,
    );
  }
}

const ZONES_NAMED_MAX = 10;

/** Looks at the zone and at what its primaries answer, and drafts a sites.yml. Changes nothing. */
export async function draftSites(deps: InitDeps, request: InitRequest): Promise<SitesDraft> {
  const { domain, emails, zoneRoleArn, settingsRegion, accepts } = request;
  const zoneNames = await deps.listPublicZones();
  const zoneName = zoneFor(domain, zoneNames);
  if (zoneName === null) throw new NoZoneError(domain, zoneNames);
  const zone = await deps.readZone(zoneName);
  const names = namesToDraft(domain, zoneName);
  const records = await deps.readRecords(zone.id, names);
  const found = names.map((name) => findAt(name, { records, accepts }));
  const asked = await Promise.all(
    found.map(async (one) =>
      one.kind === 'site' ? { site: one, answers: await askPrimary(deps, one) } : one,
    ),
  );
  return draftOf({ domain, zone: zoneName, zoneRoleArn }, asked, { emails, settingsRegion });
}

/** A healthy website answers well within it. */
const ASK_MS_MAX = 5_000;

/** Asks the primary itself for the site by its name, as DNS would lead a visitor there. */
async function askPrimary(deps: InitDeps, { name, where }: SiteFound): Promise<Answers> {
  const address = where.kind === 'load-balancer' ? where.dnsName : (where.addresses[0] ?? name);
  const request = { address, hostname: name, timeoutMs: ASK_MS_MAX };
  const [certificate, secure, plain] = await Promise.all([
    orNull(deps.readCertificate({ ...request, port: 443 })),
    orNull(deps.fetchPage({ ...request, protocol: 'https', port: 443, path: '/' })),
    orNull(deps.fetchPage({ ...request, protocol: 'http', port: 80, path: '/' })),
  ]);
  return { certificate, secure, plain };
}

/** That nothing answers is an answer here: a protocol that the primary does not speak. */
const orNull = <T>(answer: Promise<T>): Promise<T | null> => answer.catch(() => null);
