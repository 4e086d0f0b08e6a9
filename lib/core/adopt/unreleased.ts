import type { Look } from '../verify/finding.ts';
import type { RecordSet } from '../verify/snapshot.ts';
import type { ListedCheck } from './seen.ts';

/** A site whose stack is not to be removed yet: a record hangs on it, or nobody could see that none does. */
export type Unreleased = { readonly site: string } & (
  | { readonly kind: 'hanging'; readonly records: readonly HangingRecord[] }
  | { readonly kind: 'unseen'; readonly why: string }
);

export type HangingRecord = Pick<RecordSet, 'type' | 'failover'> & { readonly checkId: string };

/** What decides whether a site is released. */
export type ReleaseSeen = {
  /** At the site's name, of every type. */
  readonly records: Look<readonly RecordSet[]>;
  /** Every health check of the account. */
  readonly checks: Look<readonly ListedCheck[]>;
  /** Host name by which the health checkers ask for the stack's switch. */
  readonly switchDomain: string;
};

/**
 * A record hangs on the stack while its health check, or a child of that, watches the stack's switch;
 * which addresses are watched besides does not matter, since sites.yml may have changed meanwhile. Null
 * when nothing of the site hangs there.
 */
export function unreleasedOf(
  site: string,
  { records, checks, switchDomain }: ReleaseSeen,
): Unreleased | null {
  if (!records.ok) return { site, kind: 'unseen', why: records.why };
  const attached = records.value.flatMap(({ name, type, failover, healthCheckId }) =>
    name === site && healthCheckId !== null ? [{ type, failover, checkId: healthCheckId }] : [],
  );
  if (attached.length === 0) return null;
  if (!checks.ok) return { site, kind: 'unseen', why: checks.why };
  const watching = checksOnSwitch(checks.value, switchDomain);
  const hanging = attached.filter(({ checkId }) => watching.has(checkId));
  return hanging.length === 0 ? null : { site, kind: 'hanging', records: hanging };
}

function checksOnSwitch(checks: readonly ListedCheck[], switchDomain: string): ReadonlySet<string> {
  const domain = switchDomain.toLowerCase();
  const own = checks.filter((check) => check.domainName?.toLowerCase() === domain);
  const ids = new Set(own.map(({ id }) => id));
  const parents = checks.filter(({ childIds }) => childIds.some((id) => ids.has(id)));
  return new Set([...ids, ...parents.map(({ id }) => id)]);
}
