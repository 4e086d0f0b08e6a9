import fc from 'fast-check';
import type { IncidentEvent } from '../../../lib/core/alerts/incident.ts';
import type { ProbeResult } from '../../../lib/core/probing/probe.ts';
import type { ControllerState } from '../../../lib/core/records.ts';
import { plusMs } from '../../../lib/core/time.ts';
import { outageAlert } from '../../../lib/render/alerts/outage-alert.ts';
import type { SiteFacts } from '../../../lib/render/alerts/site-facts.ts';
import { controllerState, DRILL, HOLD } from '../../fixtures/records.ts';
import { SITE } from '../../fixtures/snapshot.ts';
import { openSince } from '../../support/incidents.ts';
import { unhealthyProbe } from '../../support/probes.ts';
import { AT, flat, OPEN, OVER, probeSaying, untold, withPolicy } from './site-facts.ts';

const CALM = controllerState(plusMs(AT, -3_600_000));
const seen = (secondary: 'healthy' | 'unhealthy', afterMs: number, healthy = 16) => ({
  at: plusMs(AT, afterMs),
  served: 'secondary' as const,
  secondary,
  checkers: { healthy, total: 16, at: plusMs(AT, afterMs) },
});
const away = (change: Partial<ControllerState> = {}): ControllerState => ({
  ...controllerState(plusMs(AT, 1_000), { phase: 'on-secondary' }),
  ...change,
});
const blocked: ControllerState = {
  ...controllerState(AT, { reason: 'cooling-down' }),
  incidents: { ...CALM.incidents, blocked: openSince(AT) },
};

test.each<[string, IncidentEvent, Partial<SiteFacts>, string]>([
  [
    'nobody knows where visitors are',
    'opened',
    { controller: null },
    'get errors, or nothing. The primary of www.example.com is unhealthy: connection refused.',
  ],
  [
    'a failover is under way',
    'opened',
    { controller: controllerState(AT, { phase: 'failing-over' }) },
    'get errors until DNS has moved them to the secondary',
  ],
  [
    'visitors are on the secondary',
    'reminder',
    { controller: away() },
    'Visitors of www.example.com get the secondary, the static site.',
  ],
  [
    'Route 53 has moved them by itself',
    'opened',
    { controller: { ...CALM, seen: seen('healthy', 5_000) } },
    'Route 53 has moved them by itself',
  ],
  [
    'the secondary fails, too',
    'worse',
    { controller: away({ seen: seen('unhealthy', 9_000) }) },
    'moved to the secondary, and now that fails, too',
  ],
  [
    'it could not be told in time',
    'opened',
    { ...OVER, incident: untold(OVER.incident) },
    'was unhealthy for 4 min 10 s and answers again',
  ],
  [
    'it only observes',
    'opened',
    { site: withPolicy({ mode: 'observe' }) },
    'the policy mode is observe',
  ],
  [
    'a rule blocks the failover',
    'reminder',
    { controller: blocked },
    'a rule forbids it (cooling-down): The latest flip is too recent',
  ],
  [
    'somebody holds the site',
    'opened',
    { controller: controllerState(AT, { hold: HOLD }) },
    'a hold by ops@example.com until it is released',
  ],
  [
    'it is within a drill',
    'opened',
    { controller: controllerState(AT, { phase: 'on-secondary', drill: DRILL }) },
    'This is no part of it: the primary really fails',
  ],
  [
    'no good answer is known',
    'opened',
    { monitor: { ...OPEN.monitor, lastHealthyAt: null } },
    'No good answer of the primary is known.',
  ],
  ['one is', 'opened', {}, 'Last good answer: 2026-11-22 18:04:54 UTC (27 s ago).'],
  [
    'old connections work',
    'opened',
    { oldConnectionsWork: true },
    'New connections fail, old ones still work',
  ],
  [
    'a control has answered',
    'opened',
    {},
    "not the monitor's own connection: another site or a control target (one.example.net) has answered",
  ],
  ['there is no control', 'opened', { controls: [] }, 'No control targets are set'],
  ['Route 53 was not asked yet', 'opened', {}, "Route 53's own view is not known yet."],
  [
    'Route 53 sees it, too',
    'reminder',
    { controller: { ...CALM, seen: seen('healthy', 5_000, 2) } },
    '2 of 16 found the primary healthy at 2026-11-22 18:05:14 UTC (7 s ago).',
  ],
  [
    'Route 53 was asked before',
    'opened',
    { controller: { ...CALM, seen: seen('healthy', -60_000) } },
    '(1 min 12 s ago, before this began)',
  ],
  ['the end waits for a person', 'resolved', OVER, '"action":"failback"'],
  [
    'it came back by itself',
    'resolved',
    { ...OVER, controller: CALM },
    'Nothing more: visitors are on the primary.',
  ],
  [
    'it will come back by itself',
    'resolved',
    { ...OVER, site: withPolicy({ failback: 'automatic' }) },
    'it fails back once the primary has been healthy for 5 min',
  ],
])('when %s, the alert says so', (_name, event, change, text) => {
  expect(flat(outageAlert(event, { ...OPEN, ...change }).body)).toContain(text);
});

test.each<[IncidentEvent, Partial<SiteFacts>, string]>([
  ['opened', {}, 'visitors get errors (connection refused)'],
  ['opened', { controller: away() }, 'visitors get the secondary (connection refused)'],
  [
    'worse',
    { controller: away({ seen: seen('unhealthy', 9_000) }) },
    'worse: visitors get errors, both fail (connection refused)',
  ],
  [
    'reminder',
    { now: plusMs(AT, 1_800_000) },
    'still, after 30 min: visitors get errors (connection refused)',
  ],
  ['escalated', {}, 'nobody on it: visitors get errors (connection refused)'],
  ['resolved', OVER, 'over after 4 min 10 s'],
  ['opened', { ...OVER, incident: untold(OVER.incident) }, 'was there for 4 min 10 s, is over'],
])('%s: the subject begins as ever, and ends with what is new', (event, change, end) => {
  expect(outageAlert(event, { ...OPEN, ...change }).subject).toBe(
    `www.example.com OUTAGE 11-22 18:05Z: ${end}`,
  );
});

test('who gets a message twice can tell, and who reads all of one incident finds them together', () => {
  const [opened, again, first, second, resolved] = [
    outageAlert('opened', OPEN),
    outageAlert('opened', { ...OPEN, now: plusMs(AT, 99_000), latest: [] }),
    outageAlert('reminder', OPEN),
    outageAlert('reminder', { ...OPEN, incident: openSince(AT, { reminders: 1 }) }),
    outageAlert('resolved', OVER),
  ].map(({ data }) => data);
  expect(again?.id).toBe(opened?.id);
  const all = [opened, first, second, resolved];
  expect(new Set(all.map((data) => data?.id)).size).toBe(4);
  expect(new Set(all.map((data) => data?.thread))).toEqual(
    new Set(['www.example.com/outage/2026-11-22T18:05:09.000Z']),
  );
});

test('machines get the same facts', () => {
  expect(outageAlert('opened', OPEN)).toMatchObject({
    attributes: { site: 'www.example.com', event: 'outage-opened', severity: 'critical' },
    data: {
      class: 'outage',
      since: AT,
      until: null,
      facts: {
        phase: 'on-primary',
        gravity: 2,
        trouble: 'connection refused',
        addresses: [expect.objectContaining({ address: '203.0.113.10', cause: 'refused' })],
      },
    },
  });
  expect(outageAlert('resolved', OVER)).toMatchObject({
    attributes: { severity: 'info' },
    data: { until: plusMs(AT, 250_000) },
  });
});

test('each address has its own evidence with its phases, and a crowd is cut', () => {
  const latest = Array.from({ length: 25 }, (_none, index) =>
    unhealthyProbe({ at: AT, address: `203.0.113.${index}` }),
  );
  const { body } = outageAlert('opened', { ...OPEN, latest });
  expect(flat(body)).toContain(
    '- 203.0.113.19 unhealthy at 18:05:09: connection refused, connect ECONNREFUSED; 11.0 ms (connect 1.0, first byte 9.0, transfer 1.0)',
  );
  expect(body).toContain('- and 5 more addresses');
  expect(body).not.toContain('- 203.0.113.20 unhealthy');
});

test('the beginning of a wrong answer is kept as evidence, on one line', () => {
  const wrong: ProbeResult = {
    ...unhealthyProbe({ at: AT }),
    verdict: 'unhealthy',
    cause: 'bad-body',
    detail: 'the body does not contain "ok"',
    firstBytes: '<h1>Database\nerror</h1>',
  };
  const { body } = outageAlert('opened', { ...OPEN, latest: [wrong] });
  expect(flat(body)).toContain('the answer began: <h1>Database error</h1>');
});

test('whatever a target says, the subject is fit for SNS and only commands are wide', () => {
  const detail = fc.string({ unit: 'grapheme', maxLength: 500 });
  fc.assert(
    fc.property(detail, fc.domain(), (text, name) => {
      const message = outageAlert('opened', {
        ...OPEN,
        latest: [probeSaying(text)],
        site: { ...SITE, name },
      });
      expect(message.subject).toMatch(/^[!-~][ -~]{0,98}$/);
      const wide = message.body
        .split('\n')
        .filter((line) => line.length > 72 && /\S \S/.test(line.trim()));
      for (const line of wide) expect(line).toMatch(/^ {2}(npx|dig|curl|nc) /);
    }),
  );
});
