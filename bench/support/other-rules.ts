import type { OutageKind } from './outages.ts';

/** Seconds from the end of a target to the verdict of somebody else, by the rules they publish. */
export type Rule = (kind: OutageKind, chance: () => number) => number;

/**
 * Sixteen checkers that know nothing of each other. Each waits the interval after an answer, believes
 * the third failure in a row, and the target is healthy while more than 18 % of them say so: it takes
 * fourteen. A connection must come within 4 s.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export const route53 =
  (intervalMs: number): Rule =>
  (kind, chance) => {
    const failedMs = kind === 'refused' ? 0 : ROUTE53.connectMs;
    const beliefs = Array.from(
      { length: ROUTE53.checkers },
      () => chance() * intervalMs + (ROUTE53.threshold - 1) * (intervalMs + failedMs) + failedMs,
    ).toSorted((one, other) => one - other);
    const needed = ROUTE53.checkers - Math.floor(ROUTE53.checkers * ROUTE53.healthyShare);
    return beliefs[needed - 1] ?? Number.NaN;
  };

export const ROUTE53 = { checkers: 16, threshold: 3, connectMs: 4_000, healthyShare: 0.18 };

/** Every 60 s on the clock; an alert after the third failure; 10 s for an answer. */
export const gatusDefault: Rule = (kind, chance) =>
  chance() * GATUS.intervalMs +
  (GATUS.threshold - 1) * GATUS.intervalMs +
  (kind === 'refused' ? 0 : GATUS.withinMs);

const GATUS = { intervalMs: 60_000, threshold: 3, withinMs: 10_000 };
