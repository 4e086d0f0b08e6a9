import { type Script, usualMs } from '../../lib/core/rehearsal-script.ts';
import {
  calmMs,
  firstWindowMs,
  REAL,
  SHORTENED,
  type StagePace,
  windowMsMax,
} from '../../lib/local/pace.ts';
import { scriptsAt } from '../../lib/local/scripts.ts';
import { stageChecks } from '../../lib/local/stage-site.ts';

const NAMES = ['outage', 'flapping', 'blind', 'secondary-broken', 'both-down', 'drill', 'crash'];
const PACES: readonly StagePace[] = [SHORTENED, REAL];
const everyScript: readonly (readonly [string, Script, StagePace])[] = PACES.flatMap((pace) =>
  scriptsAt(pace).map((script) => [`${script.name}, ${pace.name}`, script, pace] as const),
);

test('there are these scripts, and the first is the default', () => {
  expect(scriptsAt(SHORTENED).map(({ name }) => name)).toEqual(NAMES);
});

describe.each(everyScript)('%s', (_name, script, pace) => {
  const names = script.steps.map(({ name }) => name);

  test('begins with an act, and every step does or sees something within a limit', () => {
    expect(script.steps[0]?.acts).not.toEqual([]);
    for (const { acts, sees, aboutMs, limitMs } of script.steps) {
      expect(acts.length + sees.length).toBeGreaterThan(0);
      expect(aboutMs).toBeGreaterThanOrEqual(0);
      expect(limitMs).toBeGreaterThanOrEqual(20_000 + 4 * aboutMs);
    }
  });

  test('names every step once, shortly enough for its column', () => {
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9-]{0,11}$/);
  });

  test('waits after steps that come before, and tells times between steps in their order', () => {
    script.steps.forEach(({ notBefore }, index) => {
      if (notBefore !== null) expect(names.slice(0, index)).toContain(notBefore.step);
    });
    for (const { from, to, text } of script.spans) {
      expect(names.indexOf(from)).toBeGreaterThanOrEqual(0);
      expect(names.indexOf(to)).toBeGreaterThan(names.indexOf(from));
      expect(text).toContain('{}');
    }
  });

  test('says that visitors are back, or never away: DNS changes an even number of times', () => {
    expect(script.tally.dnsChanges % 2).toBe(0);
  });

  test('what breaks is mended again', () => {
    const kinds = script.steps.flatMap(({ acts }) => acts.map(({ kind }) => kind));
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    expect(count('revive-primary')).toBe(count('kill-primary'));
    expect(count('mend-page')).toBe(count('break-page'));
    expect(count('reconnect-prober')).toBe(count('cut-off-prober'));
  });

  test('fits into its time', () => {
    const takesMs = calmMs(pace) + usualMs(script.steps);
    expect(takesMs).toBeGreaterThan(5_000);
    expect(takesMs).toBeLessThan(pace === REAL ? 300_000 : 40_000);
  });

  test('fits into 80 columns of help', () => {
    expect(script.summary.length).toBeLessThanOrEqual(80 - 26);
  });
});

test("the real pace is Route 53's, and that of sites.yml but for two waits", () => {
  expect(REAL).toMatchObject({
    checkerIntervalMs: 10_000,
    intervalMs: 5_000,
    failureThreshold: 4,
    windowMs: 60_000,
  });
  const thresholds = stageChecks(3).map(({ failureThreshold }) => failureThreshold);
  expect(thresholds).toEqual([3, 1, null]);
});

test.each(PACES)('windows overlap: $name', (pace) => {
  // A window may last until well after the successor of its successor was due, as in production.
  expect(windowMsMax(pace)).toBe(2.25 * pace.windowMs);
  expect(firstWindowMs(pace)).toBeLessThan(pace.windowMs);
});
