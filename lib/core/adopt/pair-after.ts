import type { Site } from '../site.ts';
import type { AliasTarget, RecordSet } from '../verify/snapshot.ts';
import type { Block } from './plan.ts';
import { valueBlock } from './primary-value.ts';

/** Records of one type as they will be, or why not. */
export type Part =
  | { readonly ok: true; readonly after: readonly RecordSet[] }
  | { readonly ok: false; readonly block: Block };

/** Caches may hold the primary for so long after a failover. */
export const TTL_SECONDS_MAX = 60;

/** The record that visitors go by on a good day: the plain one, or the PRIMARY of a pair. */
export const servingRecord = (records: readonly RecordSet[]): RecordSet | null =>
  records.find(({ failover }) => failover === 'PRIMARY') ??
  records.find(({ routing }) => routing === 'simple') ??
  null;

export const secondaryRecord = (records: readonly RecordSet[]): RecordSet | null =>
  records.find(({ failover }) => failover === 'SECONDARY') ?? null;

/**
 * The failover pair of one type: from a plain record, or from a pair that is there, of which
 * everything is kept that is fine. The primary keeps its values.
 */
export function pairAfter(
  site: Site,
  records: readonly RecordSet[],
  checkId: string,
  target: AliasTarget,
): Part {
  const serving = servingRecord(records);
  const secondary = secondaryRecord(records);
  if (serving === null)
    return { ok: false, block: secondary === null ? noRecord(site) : halfAPair(site) };
  const block = valueBlock(site, serving, target);
  if (block !== null) return { ok: false, block };
  const primary = primaryAfter(serving, checkId);
  return { ok: true, after: [primary, secondaryAfter(primary, secondary, target)] };
}

/** As a plain record: what the PRIMARY has, without routing and without health check. */
export const plainAfter = (primary: RecordSet): RecordSet => ({
  ...primary,
  routing: 'simple',
  failover: null,
  setIdentifier: null,
  healthCheckId: null,
});

export const noRecord = (site: Site): Block => ({
  id: 'no-record',
  site: site.name,
  what: `there is no A record at ${site.name}`,
  mend: `Make a plain A record that leads to the primary first, see that the site answers, then plan again.`,
});

export const halfAPair = (site: Site): Block => ({
  id: 'half-a-pair',
  site: site.name,
  what: `there is a SECONDARY record at ${site.name} and no PRIMARY, so visitors are on the secondary`,
  mend: `Make a PRIMARY record that leads to the primary, or delete the SECONDARY and make a plain record; then plan again.`,
});

/**
 * A load balancer is asked for its own health besides the switch:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html
 */
const primaryAfter = (serving: RecordSet, checkId: string): RecordSet => ({
  ...serving,
  ttlSeconds: serving.ttlSeconds === null ? null : Math.min(serving.ttlSeconds, TTL_SECONDS_MAX),
  alias: serving.alias === null ? null : { ...serving.alias, evaluateTargetHealth: true },
  routing: 'failover',
  failover: 'PRIMARY',
  setIdentifier: serving.setIdentifier ?? 'primary',
  healthCheckId: checkId,
});

/** Without a health check of its own: without one it always serves when the primary cannot. */
const secondaryAfter = (
  primary: RecordSet,
  secondary: RecordSet | null,
  alias: AliasTarget,
): RecordSet => ({
  ...primary,
  ttlSeconds: null,
  values: [],
  alias,
  failover: 'SECONDARY',
  setIdentifier:
    secondary?.setIdentifier ?? (primary.setIdentifier === 'secondary' ? 'fallback' : 'secondary'),
  healthCheckId: null,
});
