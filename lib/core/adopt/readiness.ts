import { isHealthyByCheckers } from '../checkers.ts';
import type { CheckerObservation } from '../verify/snapshot.ts';
import type { ListedCheck, Observations } from './seen.ts';

/** Why Route 53 may call a health check unhealthy at this moment. */
export type NotReadyReason =
  | 'missing'
  | 'disabled'
  | 'unreadable'
  | 'too-few-reports'
  | 'unhealthy'
  | 'switch-seen';

export type NotReady = {
  readonly checkId: string;
  readonly reason: NotReadyReason;
  /** What was seen, with the numbers. */
  readonly seen: string;
};

/** Fewer checkers than that may be the first of a new check to report. */
export const REPORTS_MIN = 3;

/**
 * What keeps these checks from being hung on a record; [] when they are ready. Every endpoint must be
 * healthy by more than 18 % of its checkers, and the switch must be absent by as many: an inverted
 * check that is new is unhealthy until its checkers have reported, and a record that got it would fail
 * over at once.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export function readinessOf(
  ids: readonly string[],
  checks: readonly ListedCheck[],
  observations: Observations,
): readonly NotReady[] {
  const byId = new Map(checks.map((check) => [check.id, check]));
  return withChildren(ids, checks).flatMap((id) => {
    const check = byId.get(id);
    if (check === undefined) return [{ checkId: id, reason: 'missing', seen: 'it does not exist' }];
    return notReady(check, observations);
  });
}

/** The checks and the children of those that are calculated, each once. */
export const withChildren = (
  ids: readonly string[],
  checks: readonly ListedCheck[],
): readonly string[] => {
  const childIds = checks.flatMap((check) => (ids.includes(check.id) ? check.childIds : []));
  return [...new Set([...ids, ...childIds])];
};

/** Those of them that have checkers to ask. */
export const watchersAmong = (
  ids: readonly string[],
  checks: readonly ListedCheck[],
): readonly string[] =>
  withChildren(ids, checks).filter((id) =>
    checks.some((check) => check.id === id && check.type !== 'CALCULATED'),
  );

function notReady(check: ListedCheck, observations: Observations): readonly NotReady[] {
  const because = (reason: NotReadyReason, seen: string) => [{ checkId: check.id, reason, seen }];
  if (check.disabled) return because('disabled', 'it is disabled and looks at nothing');
  if (check.type === 'CALCULATED') return [];
  const look = observations.get(check.id);
  if (look === undefined) return because('unreadable', 'its checkers were not asked');
  if (!look.ok) return because('unreadable', look.why);
  const reports = look.value.filter(hasReported);
  if (reports.length < REPORTS_MIN)
    return because('too-few-reports', `reports from ${reports.length} of its checkers so far`);
  const seeing = reports.filter(({ isHealthy }) => isHealthy).length;
  if (isHealthyByCheckers(reports) !== check.inverted) return [];
  return check.inverted
    ? because('switch-seen', `${seeing} of ${reports.length} checkers see the switch object`)
    : because('unhealthy', `${seeing} of ${reports.length} checkers find it healthy`);
}

/** As the adapter words a checker that has said nothing yet. */
const hasReported = ({ text }: CheckerObservation): boolean => text !== '' && text !== 'no report';
