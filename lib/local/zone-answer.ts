import type { RecordSet } from '../core/verify/snapshot.ts';

/** A zone as its name servers hold it. */
export type ZoneData = {
  /** Lower case, without a trailing dot. */
  readonly name: string;
  /** Every record, with SOA and NS at the apex. */
  readonly records: readonly RecordSet[];
  /** Addresses behind alias targets that are outside the zone, as Route 53 knows those of AWS. */
  readonly aliasAddresses: Readonly<Record<string, readonly string[]>>;
  /** The same for AAAA; an S3 website has none. */
  readonly aliasIpv6Addresses?: Readonly<Record<string, readonly string[]>>;
  /** Names of load balancers that have told Route 53 that they are unhealthy; none when left out. */
  readonly unhealthyTargets?: readonly string[];
};

/** One record set as it goes into an answer. */
export type AnsweredSet = {
  readonly name: string;
  readonly type: string;
  readonly ttlSeconds: number;
  readonly values: readonly string[];
};

export type ZoneAnswer =
  | { readonly kind: 'answer'; readonly sets: readonly AnsweredSet[] }
  /** `no-data`: the name exists, but not with this type. The SOA says how long to remember that. */
  | { readonly kind: 'no-data' | 'no-such-name'; readonly soa: AnsweredSet | null }
  | { readonly kind: 'not-in-zone' };

type HealthOf = (healthCheckId: string) => boolean;

/** TTL of an alias to an AWS resource; nobody can set it. */
export const ALIAS_TTL_SECONDS = 60;
const CNAMES_MAX = 8;
const ALIASES_MAX = 4;

/** What Route 53 answers to one question, given the health of its checks. Type `ANY` asks for all. */
export function answerFor(
  zone: ZoneData,
  healthOf: HealthOf,
  name: string,
  type: string,
): ZoneAnswer {
  const asked = plainName(name);
  if (!isWithin(asked, zone.name)) return { kind: 'not-in-zone' };
  const sets = chainAt(zone, healthOf, asked, type);
  if (sets.length > 0) return { kind: 'answer', sets };
  const isKnown = zone.records.some((record) => isWithin(record.name, asked));
  const soa = setsAt(zone, healthOf, zone.name, 'SOA')[0] ?? null;
  return { kind: isKnown ? 'no-data' : 'no-such-name', soa };
}

/** Lower case, without a trailing dot. */
export const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/**
 * The failover rule: the primary while it is healthy, else the secondary if that is healthy, else
 * the primary again, since a guess may as well go to the better of two bad places
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html).
 */
export function chosen<T extends Pick<RecordSet, 'failover'>>(
  records: readonly T[],
  isHealthy: (record: T) => boolean,
): T | undefined {
  const primary = records.find(({ failover }) => failover === 'PRIMARY');
  const secondary = records.find(({ failover }) => failover === 'SECONDARY');
  if (primary === undefined) return secondary ?? records[0];
  if (secondary === undefined || isHealthy(primary)) return primary;
  return isHealthy(secondary) ? secondary : primary;
}

const isWithin = (name: string, zoneName: string): boolean =>
  name === zoneName || name.endsWith(`.${zoneName}`);

/** The record sets at a name; a CNAME is followed as long as it stays in the zone. */
function chainAt(
  zone: ZoneData,
  healthOf: HealthOf,
  name: string,
  type: string,
): readonly AnsweredSet[] {
  const sets: AnsweredSet[] = [];
  let at: string | undefined = name;
  while (at !== undefined && sets.length <= CNAMES_MAX) {
    const found = setsAt(zone, healthOf, at, type);
    const cname: readonly AnsweredSet[] =
      found.length > 0 || type === 'CNAME' ? [] : setsAt(zone, healthOf, at, 'CNAME');
    sets.push(...found, ...cname);
    const target = cname[0]?.values[0];
    at = target === undefined ? undefined : plainName(target);
  }
  return sets;
}

function setsAt(
  zone: ZoneData,
  healthOf: HealthOf,
  name: string,
  type: string,
): readonly AnsweredSet[] {
  const here = zone.records.filter((record) => record.name === name);
  const types = type === 'ANY' ? [...new Set(here.map((record) => record.type))] : [type];
  return types
    .map((each) => setOf(zone, healthOf, { name, type: each }, ALIASES_MAX))
    .filter((set) => set !== null);
}

function setOf(
  zone: ZoneData,
  healthOf: HealthOf,
  { name, type }: { readonly name: string; readonly type: string },
  aliasesLeft: number,
): AnsweredSet | null {
  const candidates = zone.records.filter((each) => each.name === name && each.type === type);
  const record = chosen(candidates, (each) => isRecordHealthy(zone, each, healthOf));
  if (record === undefined) return null;
  if (record.alias === null)
    return { name, type, ttlSeconds: record.ttlSeconds ?? 0, values: record.values };
  const target = record.alias.dnsName;
  const outside = addressesOutside(zone, type)?.[target];
  if (outside !== undefined) return { name, type, ttlSeconds: ALIAS_TTL_SECONDS, values: outside };
  if (aliasesLeft === 0) return null;
  const inside = setOf(zone, healthOf, { name: target, type }, aliasesLeft - 1);
  return inside === null ? null : { ...inside, name };
}

const addressesOutside = (zone: ZoneData, type: string) =>
  type === 'A' ? zone.aliasAddresses : type === 'AAAA' ? zone.aliasIpv6Addresses : undefined;

/**
 * By its health check and, where it evaluates that, by its target: both must be healthy
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html#dns-failover-complex-configs-hc-alias).
 * Of targets only load balancers can be unhealthy: S3 gives `EvaluateTargetHealth` nothing to evaluate.
 */
const isRecordHealthy = (
  { unhealthyTargets = [] }: ZoneData,
  { alias, healthCheckId }: RecordSet,
  healthOf: HealthOf,
): boolean => {
  const isTargetUnhealthy =
    alias?.evaluateTargetHealth === true && unhealthyTargets.includes(alias.dnsName);
  return !isTargetUnhealthy && (healthCheckId === null || healthOf(healthCheckId));
};
