import { initialFailoverState } from '../../../lib/core/failover.ts';
import { plusMs } from '../../../lib/core/time.ts';
import { drillOverdueAlert } from '../../../lib/render/alerts/drill-overdue-alert.ts';
import { holdEndingAlert } from '../../../lib/render/alerts/hold-ending-alert.ts';
import { SITE } from '../../fixtures/snapshot.ts';
import { openSince, untoldSince } from '../../support/incidents.ts';
import { AT, EVIDENCE, MAINTENANCE, REPORT } from '../situations.ts';

const DAY = 86_400_000;
const flat = ({ body }: { readonly body: string }) => body.replaceAll('\n', ' ');

test('a hold that ends soon is told with its end, and how to prolong it', () => {
  const now = plusMs(AT, 3_600_000 - 15 * 60_000);
  const message = holdEndingAlert({
    site: SITE,
    incident: untoldSince(now),
    failover: { ...initialFailoverState(AT), hold: MAINTENANCE },
    evidence: { ...EVIDENCE, primary: 'unhealthy' },
    now,
  });
  expect(message.subject).toContain('the maintenance ends in 15 min');
  expect(message.attributes).toMatchObject({ event: 'hold-ending-opened', severity: 'info' });
  expect(message.body).toContain(
    `'{"action":"maintenance","site":"www.example.com","reason":"a new kernel","for":"1h"}'`,
  );
  expect(message.body).toContain('"action":"release"');
  expect(flat(message)).toContain('Understudy may fail over at once');
  expect(message.data.until).toBe(MAINTENANCE.until);
});

const overdue = (lastDrill: typeof REPORT | null, event: 'opened' | 'reminder' = 'opened') =>
  drillOverdueAlert(event, {
    site: {
      ...SITE,
      policy: { ...SITE.policy, drill: { ...SITE.policy.drill, everyMs: 30 * DAY } },
    },
    incident: event === 'opened' ? untoldSince(AT) : openSince(AT),
    failover: { ...initialFailoverState(AT), lastDrill },
    now: plusMs(AT, DAY),
  });

test.each([
  ['there was none', null, 'never rehearsed'],
  [
    'the latest is long ago',
    { ...REPORT, endedAt: plusMs(AT, -40 * DAY) },
    'last one was 41 days ago',
  ],
  ['the latest failed', { ...REPORT, outcome: 'failed' as const }, 'the last drill did not pass'],
])('an overdue drill is told with the latest one: %s', (_name, lastDrill, text) => {
  const message = overdue(lastDrill);
  expect(message.subject).toContain(text);
  expect(message.body).toContain('"action":"drill"');
  expect(flat(message)).toContain('sites.yml asks for one every 30 days');
  expect(message.attributes).toMatchObject({ event: 'drill-overdue-opened', severity: 'warning' });
});

test('its reminder is told as one', () => {
  expect(overdue(null, 'reminder').subject).toContain('still: never rehearsed');
});
