import type { Incident } from '../../../core/alerts/incident.ts';
import type { Seen } from '../../../core/alerts/seen.ts';
import type { FailoverState } from '../../../core/failover.ts';
import type { Health } from '../../../core/probing/health.ts';
import { type ControllerState, initialControllerState } from '../../../core/records.ts';
import type { Site } from '../../../core/site.ts';
import { type EpochMs, plusMs } from '../../../core/time.ts';
import type { SiteFacts } from '../site-facts.ts';
import { failoverState, healthy } from './made-up.ts';
import { before, DAY_MS, MINUTE_MS, SECOND_MS } from './setting.ts';

/** The addresses that the examples are about: two, where the site has only a name or one. */
export const addressesOf = ({ primary: { where } }: Site): readonly [string, string] => {
  const [first = '203.0.113.10', second = '203.0.113.11'] =
    where.kind === 'addresses' ? where.addresses : [];
  return [first, second];
};

export const health = (status: Health['status'], since: EpochMs): Health => ({
  status,
  since,
  run: null,
});

/** What the failover function wrote down, so long after the trouble began. */
export const controllerState = (
  now: EpochMs,
  failover: Partial<FailoverState>,
  seen: Partial<Seen>,
): ControllerState => ({
  ...initialControllerState(now),
  failover: failoverState(now, failover),
  seen: {
    at: before(now, 2 * SECOND_MS),
    served: 'primary',
    secondary: 'healthy',
    checkers: { healthy: 16, total: 16, at: before(now, 4 * MINUTE_MS) },
    ...seen,
  },
});

/** A site on a good day; what is not said is as it should be. */
export function siteFacts(
  site: Site,
  about: { readonly incident: Incident; readonly now: EpochMs },
  change: Partial<SiteFacts> = {},
): SiteFacts {
  const { now } = about;
  const [one, other] = addressesOf(site);
  return {
    site,
    ...about,
    monitor: {
      health: {
        [one]: health('healthy', before(now, 9 * DAY_MS)),
        [other]: health('healthy', before(now, 9 * DAY_MS)),
      },
      lastHealthyAt: before(now, 3 * SECOND_MS),
      answers: { probes: 24, slow: 0, medianMs: 14.2 },
      certificate: null,
    },
    controller: controllerState(now, { reason: 'primary-healthy' }, {}),
    latest: [healthy(before(now, 4 * SECOND_MS), one), healthy(before(now, 3 * SECOND_MS), other)],
    oldConnectionsWork: false,
    controls: ['www.google.com', 'www.cloudflare.com'],
    ...change,
  };
}

/** Somebody renewed it long ago, and it ends so many days from now. */
export const certificate = (now: EpochMs, days: number) => ({
  issuer: "Let's Encrypt R11",
  validFrom: before(now, (90 - days) * DAY_MS),
  validTo: plusMs(now, days * DAY_MS + MINUTE_MS),
});
