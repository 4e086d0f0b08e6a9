import { expectedRto } from '../../lib/core/rto.ts';
import { siteNamed } from '../support/sites.ts';
import { POLICY } from './situations.ts';

const site = (policy: Partial<typeof POLICY>, withinMs: number) => {
  const one = siteNamed('www.example.com', { ...POLICY, ...policy });
  return { ...one, primary: { ...one.primary, expect: { ...one.primary.expect, withinMs } } };
};

test.each([
  // A probe every 5 s (and up to 250 ms of jitter); in doubt every 1.25 s; silent after 500 ms.
  ['a silent death of a quick site', { failureThreshold: 3 }, 2_000, 5_250 + 3 * 500 + 2_000],
  ['a refusal that is followed up slowly', { failureThreshold: 10 }, 2_000, 5_250 + 9 * 1_250],
  [
    'a probe a minute',
    { intervalMs: 60_000, failureThreshold: 2 },
    10_000,
    60_250 + 2 * 6_000 + 10_000,
  ],
  ['one failure is enough', { failureThreshold: 1 }, 500, 5_250 + 500 + 500],
  // Nobody hedges later than the probe's own deadline.
  ['a deadline within the interval’s tenth', { intervalMs: 60_000 }, 1_000, 60_250 + 2 * 15_000],
] as const)('%s is found within what the settings promise', (_name, policy, withinMs, detectMs) => {
  expect(expectedRto(site(policy, withinMs))).toEqual({
    detectMs,
    moveMs: 10_000,
    cachesMs: 60_000,
  });
});

test('a shorter interval and a lower threshold never make it longer', () => {
  const detect = (intervalMs: number, failureThreshold: number) =>
    expectedRto(site({ intervalMs, failureThreshold }, 2_000)).detectMs;
  for (let intervalMs = 1_000; intervalMs < 60_000; intervalMs += 1_000)
    for (let threshold = 1; threshold < 10; threshold++) {
      expect(detect(intervalMs, threshold)).toBeLessThanOrEqual(
        detect(intervalMs + 1_000, threshold),
      );
      expect(detect(intervalMs, threshold)).toBeLessThanOrEqual(detect(intervalMs, threshold + 1));
    }
});
