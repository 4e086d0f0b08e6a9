import { type AdoptChoices, NO_CHOICES } from '../../core/adopt/choices.ts';
import { namesToRead } from '../../core/adopt/names.ts';
import { secondaryRecord } from '../../core/adopt/pair-after.ts';
import { watchersAmong } from '../../core/adopt/readiness.ts';
import { cloudFrontTarget } from '../../core/adopt/secondary-target.ts';
import type { ListedCheck, Observations, SiteSeen, ZoneSeen } from '../../core/adopt/seen.ts';
import { siteCheckOf } from '../../core/adopt/site-check.ts';
import type { Site } from '../../core/site.ts';
import type { RecordSet, Zone } from '../../core/verify/snapshot.ts';
import type { FindNameServers } from '../../core/world.ts';
import { lookAtDistribution, lookAtServing, tryLook } from '../look.ts';
import type { LookDeps } from './adopt-deps.ts';
import { verifySecondary } from './verify-secondary.ts';

/** The sites do not lie in one zone: their records cannot be changed in one batch. */
export class SeveralZonesError extends Error {
  override readonly name = 'SeveralZonesError';
  constructor(sites: readonly Site[], options?: ErrorOptions) {
    const places = sites.map(({ name, hostedZone }) => `${name} is in ${hostedZone}`);
    super(`one change is for one zone: ${places.join(', ')}; name the sites of one zone`, options);
  }
}

/**
 * Reads all that a plan rests on. Rejects where the control plane cannot be read. Without choices no
 * secondary is to be attached, so none is verified.
 */
export async function lookAtZone(
  deps: LookDeps,
  sites: readonly Site[],
  choices: AdoptChoices | null,
): Promise<ZoneSeen> {
  const zoneName = zoneOf(sites);
  const [zone, checks, nameServers] = await Promise.all([
    deps.readZone(zoneName),
    deps.listHealthChecks(),
    tryLook(() => deps.findNameServers(zoneName)),
  ]);
  const records = await deps.readRecords(zone.id, namesToRead(sites));
  const found = nameServers.ok ? nameServers.value : [];
  const [zoneServerAddresses, observations, seen] = await Promise.all([
    addressesOf(deps, zone, found),
    readObservations(deps, checks, checkIdsOf(sites, records, checks, deps.switchDomain)),
    Promise.all(sites.map((site) => lookAtSite(deps, site, records, choices))),
  ]);
  return {
    zone,
    nameServers,
    zoneServerAddresses,
    records,
    checks,
    observations,
    switchDomain: deps.switchDomain,
    sites: seen,
  };
}

/** What the checkers of these health checks, and of their children, say at this moment. */
export async function readObservations(
  deps: Pick<LookDeps, 'readCheckers'>,
  checks: readonly ListedCheck[],
  ids: readonly string[],
): Promise<Observations> {
  const watchers = watchersAmong(ids, checks);
  const looks = await Promise.all(
    watchers.map(async (id) => [id, await tryLook(() => deps.readCheckers(id))] as const),
  );
  return new Map(looks);
}

function zoneOf(sites: readonly Site[]): string {
  const [name, ...others] = new Set(sites.map(({ hostedZone }) => hostedZone));
  if (name === undefined || others.length > 0) throw new SeveralZonesError(sites);
  return name;
}

/** The zone's own name servers may go by other names in DNS; equal names need no look. */
async function addressesOf(
  deps: Pick<LookDeps, 'resolveAddresses'>,
  zone: Zone,
  found: Awaited<ReturnType<FindNameServers>>,
): Promise<readonly string[]> {
  const names = new Set(zone.nameServers);
  if (found.every(({ name }) => names.has(name.toLowerCase()))) return [];
  const looks = await Promise.all(
    zone.nameServers.map((name) => tryLook(() => deps.resolveAddresses(name))),
  );
  return looks.flatMap((look) => (look.ok ? look.value : []));
}

/** The checks that the records have, and those that they would get. */
function checkIdsOf(
  sites: readonly Site[],
  records: readonly RecordSet[],
  checks: readonly ListedCheck[],
  switchDomain: string,
): readonly string[] {
  const names = new Set(sites.map(({ name }) => name));
  const attached = records.flatMap(({ name, healthCheckId }) =>
    healthCheckId === null || !names.has(name) ? [] : [healthCheckId],
  );
  const meant = sites.flatMap((site) => {
    const check = siteCheckOf(site, checks, switchDomain, attached);
    return check.found === 'one' ? [check.id] : [];
  });
  return [...new Set([...attached, ...meant])];
}

async function lookAtSite(
  deps: LookDeps,
  site: Site,
  records: readonly RecordSet[],
  choices: AdoptChoices | null,
): Promise<SiteSeen> {
  const here = records.filter(({ name, type }) => name === site.name && type === 'A');
  const distribution = await lookAtDistribution(deps, site);
  const target = cloudFrontTarget(site, {
    choices: choices ?? NO_CHOICES,
    secondary: secondaryRecord(here),
    distribution,
  });
  const [serving, behindCloudFront] = await Promise.all([
    lookAtServing(deps, site),
    tryLook(async () => (target === null ? [] : deps.resolveAddresses(target.dnsName))),
  ]);
  const { dns, primaryAddresses, secondaryAddresses, switched, answersUs } = serving;
  return {
    site,
    dns,
    primaryAddresses,
    secondaryAddresses: [
      ...secondaryAddresses,
      ...(behindCloudFront.ok ? behindCloudFront.value : []),
    ],
    switched,
    answersUs,
    distribution,
    findings:
      choices === null ? [] : await verifySecondary(deps, site, serving, target?.dnsName ?? null),
  };
}
