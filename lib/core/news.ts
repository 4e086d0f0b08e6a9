import type { FailoverState, Reason } from './failover.ts';

/** What of a decision people have to be told, each once: DNS has moved, or a rule blocks a failover. */
export function newsOf(before: FailoverState, next: FailoverState): 'moved' | 'blocked' | null {
  const hasMoved = next.phase !== before.phase && next.reason === 'dns-confirmed';
  if (hasMoved) return 'moved';
  const isBlocked =
    next.phase === 'on-primary' && next.reason !== null && BLOCKING.has(next.reason);
  return isBlocked && next.reason !== before.reason ? 'blocked' : null;
}

/** A rule that keeps visitors on an unhealthy primary: somebody has to know. */
const BLOCKING: ReadonlySet<Reason> = new Set([
  'observe-only',
  'held',
  'blind',
  'secondary-not-healthy',
  'cooling-down',
  'daily-limit',
]);
