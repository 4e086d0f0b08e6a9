import { NO_INCIDENT } from '../../lib/core/alerts/incident.ts';
import type { FailoverState } from '../../lib/core/failover.ts';
import { initialFailoverState } from '../../lib/core/failover.ts';
import { plusMs } from '../../lib/core/time.ts';
import { type Status, statusText } from '../../lib/render/status.ts';
import { drill } from '../core/situations.ts';
import { openSince, untoldSince } from '../support/incidents.ts';
import { AT, EVIDENCE, HOLD, MAINTENANCE, REPORT } from './situations.ts';

const FAILOVER: FailoverState = {
  ...initialFailoverState(plusMs(AT, -200_000)),
  phase: 'on-secondary',
  hold: HOLD,
  lastDrill: { ...REPORT, endedAt: plusMs(AT, -3 * 86_400_000) },
  reason: 'dns-confirmed',
};
const STATUS: Status = {
  site: 'www.example.com',
  at: AT,
  evidence: { ...EVIDENCE, primarySince: plusMs(AT, -250_000) },
  failover: FAILOVER,
  hold: HOLD,
  incidents: {
    outage: openSince(plusMs(AT, -250_000), { reminders: 1, latestAt: plusMs(AT, -60_000) }),
    drift: untoldSince(plusMs(AT, -190_000)),
    blocked: NO_INCIDENT,
  },
  acknowledged: {
    by: 'ada',
    reason: 'I am on it',
    at: plusMs(AT, -30_000),
    gravity: { outage: 2 },
  },
  health: {
    '203.0.113.10': {
      status: 'unhealthy',
      since: plusMs(AT, -250_000),
      run: { verdict: 'unhealthy', length: 50 },
    },
  },
  lastWindowAt: plusMs(AT, -12_000),
  verified: {
    at: plusMs(AT, -60_000),
    pass: 40,
    warn: 1,
    fail: 0,
    unknown: 2,
    failing: [],
    confirmed: [],
    told: [],
  },
  disagreement: { kind: 'checkers-see-none', since: plusMs(AT, -190_000) },
};
const rowOf = (label: string, status: Partial<Status>): string | undefined =>
  new RegExp(`^${label.padEnd(11)}(.*(?:\\n {11}.*)*)`, 'm')
    .exec(statusText({ ...STATUS, ...status }))?.[1]
    ?.replaceAll(/\n +/g, ' ');

test('a site at a glance', () => {
  expect(statusText(STATUS)).toBe(`www.example.com at 2026-11-22 18:05:09 UTC

served     secondary
primary    unhealthy since 2026-11-22 18:00:59 UTC (4 min 10 s ago)
           203.0.113.10 unhealthy since 2026-11-22 18:00:59 UTC (4 min
           10 s ago)
secondary  healthy
switch     put by Understudy
phase      on-secondary since 2026-11-22 18:01:49 UTC (3 min 20 s ago)
reason     The name servers answer with the target.
hold       a hold by ada until it is released (a migration)
drill      last rehearsed 3 days ago, passed: visitors moved in 11.4 s
incidents  outage open since 2026-11-22 18:00:59 UTC (4 min 10 s ago),
           told 4 min 10 s ago, last 1 min ago, acknowledged 30 s ago by
           ada (I am on it)
           drift open since 2026-11-22 18:01:59 UTC (3 min 10 s ago),
           not told yet
monitor    latest window 12 s ago
verified   1 min ago: 0 fail, 2 unknown, 1 warn, 40 pass
disagree   Route 53 sees no outage, since 2026-11-22 18:01:59 UTC (3 min
           10 s ago)`);
});

test('what is not known is said to be', () => {
  const text = statusText({
    ...STATUS,
    evidence: { ...STATUS.evidence, primary: 'unknown', primarySince: null, blind: true },
    failover: { ...initialFailoverState(AT), reason: null },
    hold: null,
    incidents: { outage: NO_INCIDENT },
    health: {},
    lastWindowAt: null,
    verified: null,
    disagreement: null,
  });
  expect(text).toContain('primary    unknown\n');
  expect(text).toContain(
    'hold       none\ndrill      never rehearsed\nincidents  none\nmonitor    blind, no window yet\n',
  );
  expect(text).toContain('verified   never');
  expect(text).not.toContain('reason');
  expect(text).not.toContain('disagree');
});

test('a drill that is under way says who began it, why, and how it ends', () => {
  const failover = { ...FAILOVER, drill: drill({ startedAt: plusMs(AT, -12_000) }) };
  expect(rowOf('drill', { failover })).toBe(
    'under way since 2026-11-22 18:04:57 UTC (12 s ago) by ada (the quarterly drill); it ends by itself, and a failback ends it at once',
  );
});

test('a drill that failed says why, and claims no time that was not measured', () => {
  const lastDrill = {
    ...REPORT,
    endedAt: plusMs(AT, -3_600_000),
    outcome: 'failed',
    stopped: 'dns-did-not-move',
    rto: { ...REPORT.rto, measuredMoveMs: null },
  } as const;
  expect(rowOf('drill', { failover: { ...FAILOVER, lastDrill } })).toBe(
    'last rehearsed 1 h ago, failed (dns-did-not-move)',
  );
  const became = { ...lastDrill, outcome: 'became-failover', stopped: 'primary-failed' } as const;
  expect(rowOf('drill', { failover: { ...FAILOVER, lastDrill: became } })).toBe(
    'last rehearsed 1 h ago, became-failover',
  );
});

test('what keeps Understudy from flipping is told, ordered or planned', () => {
  expect(rowOf('hold', { hold: MAINTENANCE })).toBe(
    'a maintenance by bob until 2026-11-22 19:05:09 UTC (a new kernel)',
  );
  expect(rowOf('hold', { hold: null })).toBe('none');
});

test.each([
  ['secondary', true, 'put by Understudy'],
  ['secondary', false, 'put by hand'],
  ['primary', false, 'absent, which means the primary'],
  ['unknown', false, 'unknown: S3 could not tell'],
] as const)('the switch stands for the %s, ours: %s', (switched, isSwitchOurs, text) => {
  expect(rowOf('switch', { evidence: { ...EVIDENCE, switched, isSwitchOurs } })).toBe(text);
});

test('an acknowledgement of what has become graver since is none', () => {
  const since = plusMs(AT, -250_000);
  const acknowledged = { by: 'ada', reason: 'x', at: AT, gravity: { outage: 1 } };
  const incidents = { outage: openSince(since, { gravity: 2 }) };
  expect(rowOf('incidents', { incidents, acknowledged })).toBe(
    'outage open since 2026-11-22 18:00:59 UTC (4 min 10 s ago), told 4 min 10 s ago',
  );
});
