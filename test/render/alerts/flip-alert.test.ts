import type { FlipCause, Phase, Reason } from '../../../lib/core/failover.ts';
import type { Site } from '../../../lib/core/site.ts';
import { plusMs } from '../../../lib/core/time.ts';
import { type FlipFacts, flipAlert } from '../../../lib/render/alerts/flip-alert.ts';
import { REASON_TEXT } from '../../../lib/render/reasons.ts';
import { SITE } from '../../fixtures/snapshot.ts';
import { AT, EVIDENCE } from '../situations.ts';

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
test('a failover that is complete says who is served, why, and what to do', () => {
  const { subject, body, attributes, data } = flipAlert(MOVED);
  expect(subject).toBe('www.example.com failover 11-22 18:05Z: visitors get the secondary');
  expect(body).toMatch(/^Visitors of www\.example\.com get the secondary, the static site\./);
  expect(body).toContain(`- primary: unhealthy, since 2026-11-22 18:05:09 UTC (36 s ago)
- secondary: healthy
- the name servers answer with: secondary
`);
  expect(body).toContain('Understudy decided it.');
  expect(body).toContain(
    `  npx sls invoke -f failover -d '{"action":"failback","site":"www.example.com","reason":"the primary is mended"}'`,
  );
  expect(attributes).toEqual({
    site: 'www.example.com',
    event: 'moved-on-secondary',
    severity: 'warning',
  });
  expect(data).toMatchObject({ class: 'moved', since: MOVED.at, isDrill: false });
});

test('a move in the middle of an outage is told in its thread and with its words, as a message of its own', () => {
  const outageSince = plusMs(AT, 4_000);
  const { subject, data } = flipAlert({ ...MOVED, evidence: { ...EVIDENCE, outageSince } });
  expect(subject).toBe('www.example.com OUTAGE 11-22 18:05Z: visitors get the secondary');
  expect(data.thread).toBe(`www.example.com/outage/${new Date(outageSince).toISOString()}`);
  expect(data.id).toBe(`www.example.com/moved/${new Date(MOVED.at).toISOString()}/on-secondary`);
});

test.each<[Phase, Reason, string, string]>([
  ['failing-over', 'primary-unhealthy', 'going to the secondary', 'warning'],
  ['failing-back', 'primary-stable', 'going back to the primary', 'info'],
  ['on-primary', 'dns-confirmed', 'visitors get the primary', 'info'],
  ['on-secondary', 'dns-unconfirmed', 'only some visitors moved', 'critical'],
])('%s by %s is told as "%s"', (phase, reason, headline, severity) => {
  const message = flipAlert({ ...MOVED, phase, reason });
  expect(message.subject).toBe(`www.example.com failover 11-22 18:05Z: ${headline}`);
  const event = `moved-${phase}`;
  expect(message.attributes).toEqual({ site: 'www.example.com', event, severity });
  expect(message.body).toContain('docs/runbook.md#moved');
});

const BY_ITSELF = 'It goes back by itself once the primary has been healthy for 5 min';
const BY_ORDER = 'It does not go back by itself';

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
  expect(body).toContain('Somebody ordered it, or put or removed the switch object by hand');
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
