import type { Alerts } from '../../../../lib/core/alerts/alerts.ts';
import type { Alerting, Subscription } from '../../../../lib/core/verify/snapshot.ts';
import { ALERTING, EXPECTED } from '../../../fixtures/snapshot.ts';
import { type World, withSnapshot } from '../breaks.ts';

/** What nobody could look at. */
export const NO_ANSWER = { ok: false, why: 'access denied' } as const;
/** A world in which only who is told differs. */
export const withAlerting = (change: Partial<Alerting>, alerts: Partial<Alerts> = {}): World =>
  withSnapshot({
    alerting: { ...ALERTING, ...change },
    expected: { ...EXPECTED, alerts: { ...EXPECTED.alerts, ...alerts } },
  });

/** Somebody who gets mail. */
export const mail = (endpoint: string, isConfirmed = true): Subscription => ({
  protocol: 'email',
  endpoint,
  isConfirmed,
});

/** A parameter as it should be. */
export const SECRET = { ok: true, value: { isSecret: true } } as const;
