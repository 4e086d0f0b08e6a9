import { tellingFor } from '../../../lib/app/telling/telling-for.ts';
import { NOBODY_IS_TOLD } from '../../../lib/core/alerts/alerts.ts';

const AFTER_MS = 15 * 60_000;
const ALERTS = {
  ...NOBODY_IS_TOLD,
  escalation: { afterMs: AFTER_MS, topicArn: null, email: ['boss@example.com'] },
};
const others = async () => undefined;

test('what is critical is escalated where there is somebody to escalate it to, and nowhere else', () => {
  expect(tellingFor({ alerts: ALERTS, escalate: others }, 'outage').escalateAfterMs).toBe(AFTER_MS);
  expect(tellingFor({ alerts: ALERTS, escalate: null }, 'outage').escalateAfterMs).toBeNull();
});

test('a class is told as gravely as whoever looked says', () => {
  const deps = { alerts: ALERTS, escalate: others };
  expect(tellingFor(deps, 'drift').escalateAfterMs).toBeNull();
  expect(tellingFor(deps, 'drift', 'critical').escalateAfterMs).toBe(AFTER_MS);
});
