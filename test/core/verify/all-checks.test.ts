import fc from 'fast-check';
import { ALL_CHECKS } from '../../../lib/core/verify/all-checks.ts';
import type { CheckFacts } from '../../../lib/core/verify/check.ts';
import type { Finding, Outcome } from '../../../lib/core/verify/finding.ts';
import { anyWorld } from './any-world.ts';
import { findingsIn, HEALTHY, troubleIn } from './breaks.ts';

/** What each severity lets a check say; it may always say that it could not look. */
const OUTCOMES: Readonly<Record<CheckFacts['severity'], readonly Outcome[]>> = {
  information: ['pass', 'unknown'],
  warn: ['pass', 'unknown', 'warn'],
  fail: ['pass', 'unknown', 'warn', 'fail'],
};
const BY_ID = new Map(ALL_CHECKS.map((check) => [check.id, check]));

test('each check has an ID of its own', () => {
  const ids = ALL_CHECKS.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test.each(ALL_CHECKS.map((check) => [check.id, check] as const))(
  '%s says in sentences what must hold and why, and where that is from',
  (id, { rule, why, sources }) => {
    expect(id).toMatch(/^[a-z-]+\.[a-z0-9-]+$/);
    expect(rule).toMatch(/^[A-Z`].*\.$/);
    expect(why).toMatch(/^[A-Z].*\.$/);
    for (const source of sources) expect(source).toMatch(/^https:\/\/\S+$/);
  },
);

test('the checks of one topic stand together, in the order in which they are told', () => {
  const topics = ALL_CHECKS.map(({ id }) => id.split('.')[0]);
  const changes = topics.filter((topic, index) => topic !== topics[index - 1]);
  expect(changes).toEqual([
    'records',
    'health-checks',
    'bucket',
    'website',
    'dns',
    'tls',
    'alerts',
    'ourselves',
    'drill',
  ]);
  const told = findingsIn(HEALTHY).map(({ id }) => id);
  expect(told).toEqual(ALL_CHECKS.map(({ id }) => id).filter((id) => told.includes(id)));
});

/** What is wrong with a finding itself, whatever it says. */
function flawsOf({ id, outcome, seen, why, mend }: Finding): string[] {
  const severity = BY_ID.get(id)?.severity;
  const text = `${seen} ${why} ${mend ?? ''}`;
  return [
    ...(severity === undefined ? ['is of no check'] : []),
    ...(severity === undefined || OUTCOMES[severity].includes(outcome) ? [] : ['is too grave']),
    ...(seen.trim() === '' || seen.trim() !== seen ? ['does not say what was seen'] : []),
    ...(/^[A-Z].*\.$/.test(why) ? [] : ['does not say why in a sentence']),
    ...((mend === null) === (outcome === 'pass') && mend?.trim() !== '' ? [] : ['lacks a mend']),
    ...(/\b(undefined|NaN|null)\b|\[object/.test(text) ? ['lacks a word'] : []),
  ].map((flaw) => `${id} ${outcome} ${flaw}: ${text}`);
}

test('whatever was seen, each finding is of one check, no graver than it may be, and complete', () => {
  fc.assert(
    fc.property(anyWorld(), (world) => {
      const findings = findingsIn(world);
      expect(findings.flatMap(flawsOf)).toEqual([]);
      expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
    }),
    { numRuns: 1_000 },
  );
});

test('those worlds are broken in every way that the checks on Route 53 know', () => {
  const worlds = fc.sample(anyWorld(), { numRuns: 4_000, seed: 53 });
  const seen = new Set(worlds.flatMap((world) => troubleIn(world)));
  const gravest = (severity: CheckFacts['severity']) =>
    severity === 'information' ? 'unknown' : severity;
  const unreached = ALL_CHECKS.filter(({ id }) => /^(records|health-checks|dns)\./.test(id))
    .map(({ id, severity }) =>
      id.endsWith('.readable') ? `${id} unknown` : `${id} ${gravest(severity)}`,
    )
    .filter((each) => !seen.has(each));
  expect(unreached).toEqual([]);
});
