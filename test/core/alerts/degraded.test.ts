import {
  type Answers,
  answersSince,
  degradedGravity,
  degradedPresence,
} from '../../../lib/core/alerts/degraded.ts';
import type { Health, HealthStatus } from '../../../lib/core/probing/health.ts';

const healths = (...statuses: readonly HealthStatus[]): Health[] =>
  statuses.map((status) => ({ status, since: null, run: null }));
const FAST: Answers = { probes: 10, slow: 5, medianMs: 30 };
const SLOW: Answers = { probes: 10, slow: 6, medianMs: 900 };

test.each<[string, Health[], Answers | null, string]>([
  ['all addresses answer quickly', healths('healthy', 'healthy'), FAST, 'absent'],
  ['most answers are slow', healths('healthy'), SLOW, 'present'],
  ['one of several addresses is unhealthy', healths('healthy', 'unhealthy'), FAST, 'present'],
  ['one of several is not known yet', healths('healthy', 'unknown'), FAST, 'absent'],
  ['nothing answered in the last minute', healths('healthy'), null, 'unknown'],
  ['it is an outage', healths('unhealthy', 'unhealthy'), SLOW, 'unknown'],
  ['nothing is known', [], FAST, 'unknown'],
])('when %s', (_name, each, answers, expected) => {
  expect(degradedPresence(each, answers)).toBe(expected);
});

test('the more addresses are unhealthy the graver it is', () => {
  expect(degradedGravity(healths('healthy'))).toBe(1);
  expect(degradedGravity(healths('healthy', 'unhealthy', 'unhealthy'))).toBe(3);
});

test('only answers of the last minute count, and half of them took longer than the median', () => {
  const timed = [
    { atMs: 0, tookMs: 9_000, isSlow: true },
    ...[10, 30, 20, 40].map((tookMs) => ({ atMs: 100, tookMs, isSlow: tookMs > 30 })),
  ];
  expect(answersSince(50, timed)).toEqual({ probes: 4, slow: 1, medianMs: 20 });
  expect(answersSince(101, timed)).toBeNull();
});
