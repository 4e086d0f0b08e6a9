import { clientsAfterChange, TTL_MS } from '../../bench/support/clients.ts';
import {
  type ControllerWorld,
  defaultPolicy,
  evaluateSimulated,
  initialState,
} from '../../bench/support/controller.ts';
import { between, throughQuantiles } from '../../bench/support/delays.ts';
import {
  route53Trial,
  scriptTrial,
  understudyMilestones,
} from '../../bench/support/failover-trials.ts';
import { seededChance } from '../../bench/support/statistics.ts';
import { epochMs } from '../../lib/core/time.ts';

test('resolvers that have just asked keep the old answer for the whole time to live', () => {
  expect(clientsAfterChange(() => 0)).toEqual({ medianMs: TTL_MS, lastMs: TTL_MS });
});

test('of 200 resolvers the middle one moves after half of the time to live, the last after nearly all', () => {
  const { medianMs, lastMs } = clientsAfterChange(seededChance(1));
  expect(medianMs).toBeGreaterThan(0.4 * TTL_MS);
  expect(medianMs).toBeLessThan(0.6 * TTL_MS);
  expect(lastMs).toBeGreaterThan(0.95 * TTL_MS);
  expect(lastMs).toBeLessThanOrEqual(TTL_MS);
});

test.each([
  [0, 10],
  [0.25, 15],
  [0.5, 20],
  [0.75, 30],
  [1, 40],
])('a share of %d falls on the lines between the quantiles: %d ms', (share, ms) => {
  const delay = throughQuantiles([
    [0, 10],
    [0.5, 20],
    [1, 40],
  ]);
  expect(delay(() => share)).toBe(ms);
  expect(between(10, 40)(() => share)).toBe(10 + 30 * share);
});

/** A primary that fails at 1,000, and name servers that follow the switch after three seconds. */
function worldOf(status: 'healthy' | 'unhealthy', answersAt = (_atMs: number) => false) {
  const puts: number[] = [];
  const after = (delayMs: number) => (atMs: number) =>
    atMs >= (puts[0] ?? Number.POSITIVE_INFINITY) + delayMs ? 'secondary' : 'primary';
  const world: ControllerWorld = {
    healthAt: () => ({ status, sinceMs: 1_000 }),
    servedAt: after(3_000),
    switchedAt: after(0),
    answersAt,
    put: (atMs) => puts.push(atMs),
  };
  return { world, puts };
}

test('an unhealthy primary: the switch is put, and looked after until the name servers follow', () => {
  const { world, puts } = worldOf('unhealthy');
  const policy = defaultPolicy(5_000);
  const ended = evaluateSimulated(world, policy, initialState(), 2_000, seededChance(1));
  expect(ended.state.phase).toBe('on-secondary');
  expect(ended.state.flips).toHaveLength(1);
  expect(puts[0]).toBeGreaterThan(2_000);
  expect(ended.endedAtMs).toBeGreaterThan((puts[0] ?? Number.NaN) + 3_000);
});

test('a primary that answers us: it is looked at again, and the switch is put once it does not', () => {
  const { world, puts } = worldOf('unhealthy', (atMs) => atMs < 5_000);
  evaluateSimulated(world, defaultPolicy(5_000), initialState(), 2_000, seededChance(1));
  expect(puts[0]).toBeGreaterThan(5_000);
  const calm = worldOf('unhealthy', () => true);
  evaluateSimulated(calm.world, defaultPolicy(5_000), initialState(), 2_000, seededChance(1));
  expect(calm.puts).toEqual([]);
});

test('a healthy primary: nothing is put', () => {
  const { world, puts } = worldOf('healthy');
  const policy = defaultPolicy(5_000);
  evaluateSimulated(world, policy, initialState(), 2_000, seededChance(1));
  expect(puts).toEqual([]);
});

test('the rules of the controller hold here, too: nothing is put within the cooldown', () => {
  const { world, puts } = worldOf('unhealthy');
  const state = { ...initialState(), flips: [epochMs(1_000)] };
  const ended = evaluateSimulated(world, defaultPolicy(5_000), state, 2_000, seededChance(1));
  expect(ended.state.reason).toBe('cooling-down');
  expect(puts).toEqual([]);
});

test.each(['refused', 'silent'] as const)(
  'the milestones of an outage (%s) are in order, and what Route 53 takes for telling comes on top',
  (kind) => {
    const trial = (announceMs: number) =>
      understudyMilestones({ intervalMs: 5_000, announceMs }, kind, seededChance(3));
    const { foundMs, putMs, changedMs, flips } = trial(0);
    expect(foundMs).toBeGreaterThan(0);
    expect(putMs).toBeGreaterThan(foundMs);
    expect(changedMs).toBeGreaterThan(putMs);
    expect(flips).toBe(1);
    expect(trial(2_000).changedMs).toBeCloseTo(changedMs + 2_000, 6);
  },
);

test('where probes are rare, the endpoint check turns first and nobody waits for the switch', () => {
  const slow = understudyMilestones(
    { intervalMs: 60_000, announceMs: 0, failureThreshold: 10 },
    'refused',
    seededChance(3),
  );
  expect(slow.changedMs).toBeLessThan(31_000);
  expect(slow.changedMs).toBeLessThan(slow.foundMs);
  expect(slow.flips).toBe(0);
});

test.each([
  ['fast', 10_000, 28, 33],
  ['standard', 30_000, 80, 93],
] as const)('Route 53 (%s) by itself, told at once', (_name, intervalMs, fromS, toS) => {
  const seconds = route53Trial(intervalMs, 0)('refused', seededChance(1)) / 1_000;
  expect(seconds).toBeGreaterThan(fromS);
  expect(seconds).toBeLessThan(toS);
});

test.each([
  ['at best', 0, 120 + 0.2 + 5],
  ['at worst', 1, 180 + 1 + 60],
] as const)(
  'a script takes %s the third minute, a request and the time to be in sync',
  (_name, luck, seconds) => {
    expect(scriptTrial('refused', () => luck)).toBeCloseTo(seconds * 1_000, 6);
  },
);
