import type { FlipCause, Phase, Reason } from '../../lib/core/failover.ts';
import type { Site } from '../../lib/core/site.ts';
import { plusMs } from '../../lib/core/time.ts';
import { type FlipFacts, flipAlert } from '../../lib/render/flip-alert.ts';
import { REASON_TEXT } from '../../lib/render/reasons.ts';
import { SITE } from '../fixtures/snapshot.ts';
import { AT, EVIDENCE } from './situations.ts';

const MANUAL: Site = { ...SITE, policy: { ...SITE.policy, failback: 'manual' } };
const AUTOMATIC: Site = {
  ...SITE,
  policy: { ...SITE.policy, failback: 'automatic', stableForMs: 300_000 },
};
const MOVED: FlipFacts = {
  site: MANUAL,
  phase: 'on-secondary',
  reason: 'dns-confirmed',
  cause: 'decision',
  evidence: EVIDENCE,
  at: plusMs(AT, 34_000),
  now: plusMs(AT, 36_000),
};
const WHERE_TO_LOOK = String.raw`Ask Understudy what it knows:
  npx sls invoke -f failover -d '{"action":"status","site":"www.example.com"}'
See whether a flip would work, and what is wrong if not:
  npx sls invoke -f failover -d '{"action":"verify","site":"www.example.com"}'
Ask DNS whom visitors get:
  dig +short www.example.com
Ask the primary yourself:
  curl -sS -o /dev/null -w '%{http_code}\n' -H 'Host: www.example.com' http://203.0.113.10:80/health

WHERE TO LOOK`;

test('a failover that is complete says who is served, what comes next and what to do', () => {
  expect(flipAlert(MOVED)).toEqual({
    subject: 'www.example.com: secondary is served',
    body: `Visitors of www.example.com get the secondary, the static site. Who
asked DNS a moment ago may get the primary until the TTL is over.

WHY
Understudy decided it.
- primary: unhealthy, since 2026-11-22 18:05:09 UTC (36 s ago)
- secondary: healthy
- served: secondary
Decided at 2026-11-22 18:05:43 UTC (2 s ago).

WHAT COMES NEXT
Visitors stay there until somebody goes back. Once the primary is
healthy:
  npx sls invoke -f failover -d '{"action":"failback","site":"www.example.com","reason":"the primary is mended"}'

WHAT YOU CAN DO
${WHERE_TO_LOOK}
docs/runbook.md#on-secondary`,
    attributes: { site: 'www.example.com', event: 'on-secondary', severity: 'warning' },
  });
});

test('a failover that a rule blocks says how to get past the rule', () => {
  const blocked = { ...MOVED, phase: 'on-primary', reason: 'cooling-down' } as const;
  expect(flipAlert({ ...blocked, evidence: { ...EVIDENCE, served: 'primary' } })).toEqual({
    subject: 'www.example.com: failover blocked (cooling-down)',
    body: `The primary of www.example.com is unhealthy and stays served, because
Understudy may not fail over. Visitors may get errors until that
changes, or until somebody acts.

WHY
The latest flip is too recent: the cooldown is not over.
- primary: unhealthy, since 2026-11-22 18:05:09 UTC (36 s ago)
- secondary: healthy
- served: primary
Decided at 2026-11-22 18:05:43 UTC (2 s ago).

WHAT YOU CAN DO
Fail over all the same, if you know better:
  npx sls invoke -f failover -d '{"action":"failover","site":"www.example.com","reason":"the primary fails","override":["cooling-down"]}'
${WHERE_TO_LOOK}
docs/runbook.md#failover-blocked`,
    attributes: { site: 'www.example.com', event: 'failover-blocked', severity: 'critical' },
  });
});

test('an order to fail over overrides only rules that are meant for orders, too', () => {
  const blocked = { ...MOVED, phase: 'on-primary', reason: 'observe-only' } as const;
  const { body } = flipAlert({ ...blocked, evidence: { ...EVIDENCE, served: 'primary' } });
  expect(body).toContain('"reason":"the primary fails"}');
});

test('where Route 53 has failed over by itself, nobody is asked to', () => {
  const { body } = flipAlert({ ...MOVED, phase: 'on-primary', reason: 'cooling-down' });
  expect(body).toContain('Route 53 has failed over by\nitself');
  expect(body).not.toContain('"action":"failover"');
});

test.each<[Phase, Reason, string, string, string]>([
  ['failing-over', 'primary-unhealthy', 'failing over to the secondary', 'failing-over', 'warning'],
  ['failing-back', 'primary-stable', 'failing back to the primary', 'failing-back', 'info'],
  ['on-primary', 'dns-confirmed', 'primary is served again', 'on-primary', 'info'],
  [
    'on-secondary',
    'dns-unconfirmed',
    'not all name servers follow the failover',
    'on-secondary',
    'critical',
  ],
  ['on-primary', 'held', 'failover blocked (held)', 'failover-blocked', 'critical'],
  ['on-primary', 'observe-only', 'failover blocked (observe-only)', 'failover-blocked', 'critical'],
])('%s by %s is told as "%s"', (phase, reason, subject, event, severity) => {
  const message = flipAlert({ ...MOVED, phase, reason });
  expect(message.subject).toBe(`www.example.com: ${subject}`);
  expect(message.attributes).toEqual({ site: 'www.example.com', event, severity });
  expect(message.body).toContain(`docs/runbook.md#${event}`);
});

const BY_ITSELF = 'Understudy goes back by itself once the primary has been healthy for 5 min';
const BY_ORDER = '"action":"failback"';

test.each<[string, Site, FlipCause, string]>([
  ['the policy says manual', MANUAL, 'decision', BY_ORDER],
  ['the policy says automatic', AUTOMATIC, 'decision', BY_ITSELF],
  ['somebody ordered it', AUTOMATIC, 'order', BY_ORDER],
  [
    'the policy is to observe',
    { ...AUTOMATIC, policy: { ...AUTOMATIC.policy, mode: 'observe' } },
    'decision',
    BY_ORDER,
  ],
])('whether visitors come back by themselves: %s', (_name, site, cause, text) => {
  const body = flipAlert({ ...MOVED, site, cause }).body.replaceAll('\n', ' ');
  expect(body).toContain(text);
  expect(body).not.toContain(text === BY_ORDER ? BY_ITSELF : BY_ORDER);
});

test('an order is told as one, since the primary may be well', () => {
  const evidence = { ...EVIDENCE, primary: 'healthy' } as const;
  const body = flipAlert({ ...MOVED, cause: 'order', evidence }).body.replaceAll('\n', ' ');
  expect(body).toContain('WHY Somebody ordered it, or put or removed the switch object by hand');
});

test('name servers that do not agree are told with the reason', () => {
  const evidence = { ...EVIDENCE, served: 'mixed' } as const;
  const { body } = flipAlert({ ...MOVED, reason: 'dns-unconfirmed', evidence });
  expect(body.replaceAll('\n', ' ')).toContain(REASON_TEXT['dns-unconfirmed']);
});

test('a blind monitor says so', () => {
  const body = flipAlert({
    ...MOVED,
    evidence: { ...EVIDENCE, primary: 'unknown', primarySince: null, blind: true },
  }).body;
  expect(body).toContain('- primary: unknown\n');
  expect(body).toContain('- the monitor is blind');
});

test('each reason is one plain sentence', () => {
  for (const text of Object.values(REASON_TEXT))
    expect(text.replaceAll('sites.yml', 'sites')).toMatch(/^[A-Z][^.]*\.$/);
});
