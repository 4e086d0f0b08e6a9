import type { Evidence, Phase, Reason } from '../../lib/core/failover.ts';
import { epochMs, plusMs } from '../../lib/core/time.ts';
import { type FlipFacts, flipAlert } from '../../lib/render/flip-alert.ts';
import { REASON_TEXT } from '../../lib/render/reasons.ts';
import { SITE } from '../fixtures/snapshot.ts';

const AT = epochMs(Date.UTC(2026, 10, 22, 18, 5, 9));
const EVIDENCE: Evidence = {
  primary: 'unhealthy',
  primarySince: AT,
  secondary: 'healthy',
  served: 'secondary',
  switched: 'primary',
  blind: false,
};
const MOVED: FlipFacts = {
  site: SITE,
  phase: 'on-secondary',
  reason: 'dns-confirmed',
  evidence: EVIDENCE,
  now: plusMs(AT, 34_000),
};

test('a failover that is complete says who is served and what to do', () => {
  expect(flipAlert(MOVED)).toEqual({
    subject: 'www.example.com: secondary is served',
    body: String.raw`Visitors of www.example.com get the secondary, the static site. Who
asked DNS a moment ago may get the primary until the TTL is over.

WHY
The name servers answer with the target.
- primary: unhealthy, since 2026-11-22 18:05:09 UTC (34 s ago)
- secondary: healthy
- served: secondary
Decided at 2026-11-22 18:05:43 UTC.

WHAT YOU CAN DO
Ask Understudy what it knows:
  npx sls invoke -f failover -d '{"action":"status","site":"www.example.com"}'
See whether a flip would work, and what is wrong if not:
  npx sls invoke -f failover -d '{"action":"verify","site":"www.example.com"}'
Ask DNS whom visitors get:
  dig +short www.example.com
Ask the primary yourself:
  curl -sS -o /dev/null -w '%{http_code}\n' -H 'Host: www.example.com' http://203.0.113.10:80/health

WHERE TO LOOK
docs/runbook.md#on-secondary`,
    attributes: { site: 'www.example.com', event: 'on-secondary', severity: 'warning' },
  });
});

test.each<[Phase, Reason, string, string, string]>([
  ['failing-over', 'primary-unhealthy', 'failing over to the secondary', 'failing-over', 'warning'],
  ['failing-back', 'primary-stable', 'failing back to the primary', 'failing-back', 'info'],
  ['on-primary', 'dns-confirmed', 'primary is served again', 'on-primary', 'info'],
  ['on-primary', 'held', 'failover blocked (held)', 'failover-blocked', 'critical'],
  ['on-primary', 'observe-only', 'failover blocked (observe-only)', 'failover-blocked', 'critical'],
])('%s by %s is told as "%s"', (phase, reason, subject, event, severity) => {
  const message = flipAlert({ ...MOVED, phase, reason });
  expect(message.subject).toBe(`www.example.com: ${subject}`);
  expect(message.attributes).toEqual({ site: 'www.example.com', event, severity });
  expect(message.body).toContain(`docs/runbook.md#${event}`);
});

test('a blocked failover says which rule blocks it and what visitors get meanwhile', () => {
  const blocked = { ...MOVED, phase: 'on-primary', reason: 'cooling-down' } as const;
  const onPrimary = flipAlert({ ...blocked, evidence: { ...EVIDENCE, served: 'primary' } });
  expect(onPrimary.body).toContain(REASON_TEXT['cooling-down']);
  expect(onPrimary.body).toContain('Visitors get errors until somebody acts.');
  expect(flipAlert(blocked).body).toContain('Route 53 has failed over by\nitself');
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
  for (const text of Object.values(REASON_TEXT)) expect(text).toMatch(/^[A-Z][^.]*\.$/);
});
