import { epochMs } from '../../../lib/core/time.ts';
import type { MonitorSeen } from '../../../lib/core/verify/snapshot.ts';
import { EXPECTED, healthySnapshot, MONITOR_SEEN } from '../../fixtures/snapshot.ts';
import { findingIn, findingsIn, HEALTHY, troubleIn, type World, withSnapshot } from './breaks.ts';

const { takenAt } = healthySnapshot();
const withMonitor = (change: Partial<MonitorSeen>): World =>
  withSnapshot({ monitor: { ok: true, value: { ...MONITOR_SEEN, ...change } } });
const silentFor = (durationMs: number): World =>
  withMonitor({ lastWindowAt: epochMs(takenAt - durationMs) });

test.each<[string, World, string[]]>([
  ['a window was half a minute ago', HEALTHY, []],
  ['a window was three minutes ago', silentFor(180_000), []],
  ['it was longer ago', silentFor(180_001), ['ourselves.last-window fail']],
  ['the clock of the window is ahead', silentFor(-5_000), []],
  [
    'there never was one',
    withMonitor({ lastWindowAt: null, configDigest: null }),
    ['ourselves.last-window fail'],
  ],
  [
    'the record may not be read',
    withSnapshot({ monitor: { ok: false, why: 'access denied' } }),
    ['ourselves.last-window unknown'],
  ],
  ['another config runs', withMonitor({ configDigest: 'digest-0' }), ['ourselves.config warn']],
  ['an older version runs', withMonitor({ configDigest: null }), ['ourselves.config unknown']],
  [
    'nobody can say what should run',
    withSnapshot({ expected: { ...EXPECTED, configDigest: null } }),
    [],
  ],
])('ourselves, when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

test.each([
  [30_000, 'the last window was 30 seconds ago'],
  [-5_000, 'the last window was 0 seconds ago'],
  [600_000, 'the last window was 10 minutes ago'],
  [86_400_000, 'the last window was 24 hours ago'],
])('after %i ms it is told that %s', (durationMs, seen) => {
  expect(findingIn(silentFor(durationMs), 'ourselves.last-window')?.seen).toBe(seen);
});

test('a probe function that never ran is told as one', () => {
  const finding = findingIn(withMonitor({ lastWindowAt: null }), 'ourselves.last-window');
  expect(finding?.seen).toBe('the probe function has not run');
});

test('nothing is said where nobody looked', () => {
  const world = withSnapshot({ monitor: null });
  expect(findingsIn(world).filter(({ id }) => id.startsWith('ourselves.'))).toEqual([]);
});
