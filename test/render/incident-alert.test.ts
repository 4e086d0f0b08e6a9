import fc from 'fast-check';
import type { ProbeResult } from '../../lib/core/probe.ts';
import { epochMs, plusMs } from '../../lib/core/time.ts';
import { type IncidentFacts, incidentAlert } from '../../lib/render/incident-alert.ts';
import { SITE } from '../fixtures/snapshot.ts';
import { healthyProbe, unhealthyProbe } from '../support/probes.ts';

const AT = epochMs(Date.UTC(2026, 10, 22, 18, 5, 9));

const OPEN: IncidentFacts = {
  site: SITE,
  incident: { state: 'open', since: AT, openedTold: false },
  now: plusMs(AT, 12_000),
  latest: [unhealthyProbe({ at: AT })],
  lastHealthyAt: plusMs(AT, -15_000),
  phase: 'on-primary',
};

const OVER: IncidentFacts = {
  ...OPEN,
  incident: { state: 'over', since: AT, until: plusMs(AT, 250_000), openedTold: true },
  now: plusMs(AT, 250_000),
  latest: [healthyProbe({ at: plusMs(AT, 250_000) })],
  phase: 'on-secondary',
};

const COMMANDS = String.raw`WHAT YOU CAN DO
Ask Understudy what it knows:
  npx sls invoke -f failover -d '{"action":"status","site":"www.example.com"}'
See whether a flip would work, and what is wrong if not:
  npx sls invoke -f failover -d '{"action":"verify","site":"www.example.com"}'
Ask DNS whom visitors get:
  dig +short www.example.com
Ask the primary yourself:
  curl -sS -o /dev/null -w '%{http_code}\n' -H 'Host: www.example.com' http://203.0.113.10:80/health`;

test('the opening says what visitors meet, how sure that is, and what to do', () => {
  expect(incidentAlert('opened', OPEN)).toEqual({
    subject: 'www.example.com 18:05 UTC: primary unhealthy (connection refused)',
    body: `The primary of www.example.com is unhealthy: connection refused.
Visitors get the primary.

SINCE WHEN AND HOW SURE
Unhealthy since 2026-11-22 18:05:09 UTC (12 s ago). Latest healthy
probe: 2026-11-22 18:04:54 UTC.
Believed after 3 failures in a row on fresh connections, on every
address.
- 203.0.113.10 unhealthy at 18:05:09: connection refused, connect
  ECONNREFUSED; 11.0 ms (connect 1.0, first byte 9.0, transfer 1.0)

WHAT UNDERSTUDY DOES
It fails over now, unless a safety rule forbids it: the secondary must
be known to be healthy, nobody may hold the site, the cooldown must be
over, the day must have flips left and the monitor must not be blind. A
message follows when the name servers answer with the secondary, or when
a rule blocks the failover.

${COMMANDS}

WHERE TO LOOK
docs/runbook.md#incident-opened`,
    attributes: { site: 'www.example.com', event: 'incident-opened', severity: 'critical' },
  });
});

test('the resolution says how long it was and who is served now', () => {
  expect(incidentAlert('resolved', OVER)).toEqual({
    subject: 'www.example.com 18:05 UTC: primary healthy again after 4 min 10 s',
    body: `The primary of www.example.com is healthy again, after 4 min 10 s.
Visitors get the secondary.

SINCE WHEN AND HOW SURE
Unhealthy from 2026-11-22 18:05:09 UTC to 2026-11-22 18:09:19 UTC.
Believed after 2 successes in a row on fresh connections.
- 203.0.113.10 healthy at 18:09:19: status 200; 11.0 ms (connect 1.0,
  first byte 9.0, transfer 1.0)

WHAT UNDERSTUDY DOES
If visitors were failed over, they stay on the secondary until you fail
back.

${COMMANDS}

WHERE TO LOOK
docs/runbook.md#incident-resolved`,
    attributes: { site: 'www.example.com', event: 'incident-resolved', severity: 'info' },
  });
});

test('when old connections still work, the opening says so, and not otherwise', () => {
  const sentence = `New connections fail, old ones still work: visitors who are on the site
may notice nothing, new ones cannot get in.`;
  const bodyWith = (fact: Partial<IncidentFacts>) =>
    incidentAlert('opened', { ...OPEN, ...fact }).body;
  expect(bodyWith({ oldConnectionsWork: true })).toContain(
    `address.\n${sentence}\n- 203.0.113.10 unhealthy`,
  );
  expect(bodyWith({ oldConnectionsWork: false })).toBe(bodyWith({}));
});

const policy = (change: Partial<typeof SITE.policy>) => ({
  ...SITE,
  policy: { ...SITE.policy, ...change },
});

test.each<[string, 'opened' | 'resolved', Partial<IncidentFacts>, string]>([
  ['nobody knows who is served', 'opened', { phase: undefined as never }, 'unless a\nfailover'],
  ['a failover is under way', 'opened', { phase: 'failing-over' }, 'It has begun the failover'],
  [
    'the secondary is served',
    'opened',
    { phase: 'on-secondary' },
    'the secondary is served already',
  ],
  ['a failback is under way', 'opened', { phase: 'failing-back' }, 'finishing the failback'],
  [
    'it only observes',
    'opened',
    { site: policy({ mode: 'observe' }) },
    'the policy mode is observe',
  ],
  ['nothing healthy was seen', 'opened', { lastHealthyAt: null }, 'none since this window began'],
  ['there are no results', 'opened', { latest: [] }, 'no details are at hand'],
  ['it could not be told in time', 'opened', { incident: OVER.incident }, 'not be sent earlier'],
  ['the primary is served', 'resolved', { phase: 'on-primary' }, 'Nothing: the primary is served.'],
  [
    'failback is automatic',
    'resolved',
    { site: policy({ failback: 'automatic' }) },
    'once the primary has been\nhealthy for 5 min',
  ],
])('when %s, the alert says so', (_name, event, change, text) => {
  const facts = event === 'opened' ? OPEN : OVER;
  expect(incidentAlert(event, { ...facts, ...change }).body).toContain(text);
});

test('a resolution that is told late still says when it was', () => {
  const { subject, body } = incidentAlert('resolved', { ...OVER, now: plusMs(AT, 900_000) });
  expect(subject).toContain('after 4 min 10 s');
  expect(body).toContain('to 2026-11-22 18:09:19 UTC');
});

test('each address has its own evidence, and a crowd is cut', () => {
  const latest = Array.from({ length: 25 }, (_, index) =>
    unhealthyProbe({ at: AT, address: `203.0.113.${index}` }),
  );
  const { body } = incidentAlert('opened', { ...OPEN, latest });
  expect(body).toContain('- 203.0.113.19 unhealthy');
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
  const { body } = incidentAlert('opened', { ...OPEN, latest: [wrong] });
  expect(body.replace(/\s+/g, ' ')).toContain('the answer began: <h1>Database error</h1>');
});

test('both subjects of an incident begin alike', () => {
  const opened = incidentAlert('opened', OPEN).subject;
  const resolved = incidentAlert('resolved', OVER).subject;
  const common = 'www.example.com 18:05 UTC: primary ';
  expect(opened.slice(0, common.length)).toBe(common);
  expect(resolved.slice(0, common.length)).toBe(common);
});

test('whatever a target says, the subject is fit for SNS and only commands are wide', () => {
  const detail = fc.string({ unit: 'grapheme', maxLength: 500 });
  fc.assert(
    fc.property(detail, fc.domain(), (text, name) => {
      const latest = [{ ...unhealthyProbe({ at: AT }), detail: text }];
      const message = incidentAlert('opened', { ...OPEN, latest, site: { ...SITE, name } });
      expect(message.subject).toMatch(/^[!-~][ -~]{0,98}$/);
      const wide = message.body
        .split('\n')
        .filter((line) => line.length > 72 && /\S \S/.test(line.trim()));
      for (const line of wide) expect(line).toMatch(/^ {2}(npx|dig|curl|nc) /);
    }),
  );
});
