import type { FailoverState } from '../../lib/core/failover.ts';
import { initialFailoverState } from '../../lib/core/failover.ts';
import { plusMs } from '../../lib/core/time.ts';
import { type Status, statusText } from '../../lib/render/status.ts';
import { drill } from '../core/situations.ts';
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
  incident: { state: 'open', since: plusMs(AT, -250_000), openedTold: true },
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
    told: [],
  },
  disagreement: { kind: 'checkers-see-none', since: plusMs(AT, -190_000), isTold: false },
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
incident   open since 2026-11-22 18:00:59 UTC (4 min 10 s ago)
monitor    latest window 12 s ago
verified   1 min ago: 0 fail, 2 unknown, 1 warn, 40 pass
disagree   Route 53's checkers see no outage, we do, since 2026-11-22
           18:01:59 UTC (3 min 10 s ago)`);
});

test('what is not known is said to be', () => {
  const text = statusText({
    ...STATUS,
    evidence: { ...STATUS.evidence, primary: 'unknown', primarySince: null, blind: true },
    failover: { ...initialFailoverState(AT), reason: null },
    incident: { state: 'none' },
    health: {},
    lastWindowAt: null,
    verified: null,
    disagreement: null,
  });
  expect(text).toContain('primary    unknown\n');
  expect(text).toContain(
    'hold       none\ndrill      never rehearsed\nincident   none\nmonitor    blind, no window yet\n',
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

test('a hold counts until its end', () => {
  const held = (atMs: number) =>
    rowOf('hold', {
      at: plusMs(AT, atMs),
      failover: { ...FAILOVER, hold: MAINTENANCE },
    });
  expect(held(0)).toBe('a maintenance by bob until 2026-11-22 19:05:09 UTC (a new kernel)');
  expect(held(3_600_000)).toBe('none');
});

test.each([
  ['secondary', true, 'put by Understudy'],
  ['secondary', false, 'put by hand'],
  ['primary', false, 'absent, which means the primary'],
  ['unknown', false, 'unknown: S3 could not tell'],
] as const)('the switch stands for the %s, ours: %s', (switched, isSwitchOurs, text) => {
  expect(rowOf('switch', { evidence: { ...EVIDENCE, switched, isSwitchOurs } })).toBe(text);
});
