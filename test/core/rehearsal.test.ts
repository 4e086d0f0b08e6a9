import { type Counts, isReported, reportOf } from '../../lib/core/rehearsal.ts';
import { type ScriptStep, usualMs } from '../../lib/core/rehearsal-script.ts';
import { messageOf } from '../support/messages.ts';

const step = (name: string, change: Partial<ScriptStep> = {}): ScriptStep => ({
  name,
  text: `${name} happens`,
  mood: 'good',
  acts: [],
  sees: [],
  notBefore: null,
  aboutMs: 0,
  limitMs: 1_000,
  ...change,
});
const TALLY = { dnsChanges: 2, switchPuts: 1, mails: { opened: 1 }, drill: null } as const;
const SCRIPT = {
  name: 'short',
  steps: [step('failure'), step('alerted'), step('resolved')],
  tally: TALLY,
};
const COUNTS: Counts = { ...TALLY, windows: 4, handOvers: 3 };
const ALL_SEEN = new Map([
  ['resolved', 20.4],
  ['failure', 0],
  ['alerted', 10.4],
]);

test('a report of everything is well, in the order of the script and in whole milliseconds', () => {
  expect(reportOf(SCRIPT, ALL_SEEN, COUNTS, 1_000)).toEqual({
    script: 'short',
    ok: true,
    intervalMs: 1_000,
    steps: [
      { name: 'failure', atMs: 0 },
      { name: 'alerted', atMs: 10 },
      { name: 'resolved', atMs: 20 },
    ],
    missing: null,
    counts: COUNTS,
    surprises: [],
  });
});

test('a report names the first step that was not seen, and does not complain of its counts', () => {
  const seen = new Map([
    ['failure', 0],
    ['resolved', 2],
  ]);
  expect(reportOf(SCRIPT, seen, { ...COUNTS, mails: {} }, 500)).toMatchObject({
    ok: false,
    missing: 'alerted',
    surprises: [],
  });
});

test.each<[string, Partial<Counts>, string]>([
  ['DNS flaps', { dnsChanges: 4 }, 'changes of what DNS answers: 4, and not 2'],
  ['the switch is put again', { switchPuts: 2 }, 'times that the switch was put: 2, and not 1'],
  ['a mail comes twice', { mails: { opened: 2 } }, 'mails of opened: 2, and not 1'],
  ['a mail is missing', { mails: {} }, 'mails of opened: 0, and not 1'],
  ['there is another mail', { mails: { opened: 1, odd: 1 } }, 'mails of odd: 1, and not 0'],
  ['there was a drill', { drill: 'failed' }, 'outcome of the drill: failed, and not null'],
])('it is not well when %s, although every step was seen', (_why, change, surprise) => {
  const report = reportOf(SCRIPT, ALL_SEEN, { ...COUNTS, ...change }, 1_000);
  expect(report).toMatchObject({ ok: false, missing: null, surprises: [surprise] });
});

const mail = (event: string) => ({ kind: 'mail', message: messageOf({ event }) }) as const;
const finding = (outcome: 'pass' | 'fail') => ({ id: 'a', outcome, seen: '', why: '', mend: null });

test.each([
  [{ kind: 'detected' }, { kind: 'detected' }, true],
  [{ kind: 'detected' }, mail('outage-opened'), false],
  [{ kind: 'mail', event: 'outage-opened' }, mail('outage-opened'), true],
  [{ kind: 'mail', event: 'outage-opened' }, mail('outage-resolved'), false],
  [{ kind: 'switch', isPresent: true }, { kind: 'switch', isPresent: true }, true],
  [{ kind: 'switch', isPresent: true }, { kind: 'switch', isPresent: false }, false],
  [{ kind: 'crash', moment: 'during-stay' }, { kind: 'crash', moment: 'during-stay' }, true],
  [{ kind: 'crash', moment: 'during-stay' }, { kind: 'crash', moment: 'before-switch' }, false],
  [{ kind: 'verification-fails' }, { kind: 'verified', findings: [finding('fail')] }, true],
  [{ kind: 'verification-fails' }, { kind: 'verified', findings: [finding('pass')] }, false],
] as const)('%j is reported by %j: %s', (report, happening, isSo) => {
  expect(isReported(report, happening)).toBe(isSo);
});

test('how long a script takes: what each step takes, and the waits that are longer than that', () => {
  const steps = [
    step('failure'),
    step('alerted', { aboutMs: 2_000 }),
    step('back', { notBefore: { step: 'failure', ms: 6_000 }, aboutMs: 10 }),
    step('well', { notBefore: { step: 'alerted', ms: 1_000 }, aboutMs: 500 }),
  ];
  expect(usualMs(steps)).toBe(6_510);
});
