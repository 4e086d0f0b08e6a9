import { judged } from '../../bench/support/month.ts';
import { gatusDefault, route53 } from '../../bench/support/other-rules.ts';
import { type Noise, noisyTarget, type Outage, QUIET } from '../../bench/support/outages.ts';
import { policyEvery, watchSimulated } from '../../bench/support/simulated-watch.ts';
import { seededChance } from '../../bench/support/statistics.ts';

const HOUR_MS = 3_600_000;

function alarmsIn(outages: readonly Outage[], noise: Noise): number[] {
  const chance = seededChance(7);
  const alarmsAt: number[] = [];
  watchSimulated({
    target: noisyTarget(outages, noise, chance),
    policy: policyEvery(1_000),
    startMs: 0,
    endMs: HOUR_MS,
    chance,
    onChange: (status, atMs) => {
      if (status === 'unhealthy') alarmsAt.push(atMs);
      return true;
    },
  });
  return alarmsAt;
}

test('an hour of a quiet target raises no alarm, and takes a probe a second', () => {
  expect(alarmsIn([], QUIET)).toEqual([]);
});

test.each([
  ['refused', 3_000],
  ['silent', 5_500],
] as const)('an outage that is %s is found within %d ms', (kind, withinMs) => {
  const outage = { kind, startMs: 605_000, endMs: 625_000 };
  const [foundAtMs = Number.NaN, ...others] = alarmsIn([outage], QUIET);
  expect(foundAtMs - outage.startMs).toBeGreaterThan(0);
  expect(foundAtMs - outage.startMs).toBeLessThan(withinMs);
  expect(others).toEqual([]);
});

test('kept-alive connections that the server closes are no outage', () => {
  expect(alarmsIn([], { ...QUIET, restartEveryMs: 5_000 })).toEqual([]);
});

test('a target that resets every probe is found', () => {
  expect(alarmsIn([], { ...QUIET, resetShare: 1 })).toHaveLength(1);
});

test('an alarm in an outage is right, one shortly after it is late, any other is false', () => {
  const outages: readonly Outage[] = [
    { kind: 'refused', startMs: 100_000, endMs: 110_000 },
    { kind: 'silent', startMs: 300_000, endMs: 310_000 },
  ];
  expect(judged(outages, [105_000, 312_000, 500_000])).toEqual({
    outages: 2,
    falseAlarms: 1,
    missed: 1,
  });
});

test.each([
  ['fast', 10_000, 20, 30],
  ['standard', 30_000, 60, 90],
] as const)(
  'Route 53 (%s) believes a refused target after two to three intervals',
  (_name, everyMs, from, to) => {
    const seconds = route53(everyMs)('refused', seededChance(1)) / 1_000;
    expect(seconds).toBeGreaterThan(from);
    expect(seconds).toBeLessThanOrEqual(to);
  },
);

test('gatus with its defaults takes two to three minutes', () => {
  const seconds = gatusDefault('refused', seededChance(1)) / 1_000;
  expect(seconds).toBeGreaterThanOrEqual(120);
  expect(seconds).toBeLessThanOrEqual(180);
});
