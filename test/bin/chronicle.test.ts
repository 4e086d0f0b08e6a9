import { Chronicle } from '../../bin/rehearsal/chronicle.ts';
import type { Happening } from '../../lib/core/rehearsal.ts';
import type { ScriptStep } from '../../lib/core/rehearsal-script.ts';
import { messageOf } from '../support/messages.ts';

const FLIP = { kind: 'switch', isPresent: true } as const;
const MAIL = {
  ...messageOf(),
  subject: 'www.example.com: secondary is served',
  body: 'The first paragraph.\n\nThe second paragraph.',
};
const verified = (seen: string): Happening => ({
  kind: 'verified',
  findings: [{ id: 'website.answers', outcome: 'fail', seen, why: '', mend: null }],
});

const step = (name: string, sees: ScriptStep['sees'] = []): ScriptStep => ({
  name,
  text: `${name} happens`,
  mood: 'good',
  acts: [],
  sees,
  notBefore: null,
  aboutMs: 0,
  limitMs: 0,
});
const PUT = step('put', [{ kind: 'reported', report: FLIP }]);
const DETECTED = step('detected');

function chronicleOf(mails: 'whole' | 'lead' = 'whole', steps: readonly ScriptStep[] = [DETECTED]) {
  const lines: string[] = [];
  const terminal = {
    line: (text: string) => lines.push(text),
    paint: (_style: unknown, text: string) => text,
  };
  const starts = () => lines.map((text) => text.slice(0, 22).trim());
  return { chronicle: new Chronicle(terminal, { steps, mails }), lines, starts };
}

test('what happened before a step is told before it, what came after it after it', () => {
  const { chronicle, starts } = chronicleOf();
  chronicle.begin(1_000);
  chronicle.take(FLIP, 2_010);
  chronicle.take({ kind: 'health-check', name: 'x', isHealthy: false }, 1_990);
  chronicle.step(DETECTED, 1_000, { at: 2_000 });
  chronicle.flush();
  expect(starts()).toEqual(['0.99 s    Route 53', '1.00 s  detected', '1.01 s    switch']);
});

test('the same thing twice in a row is told once, whatever time it took', () => {
  const { chronicle, lines } = chronicleOf();
  chronicle.begin(0);
  for (const at of [10, 20]) chronicle.take(FLIP, at);
  chronicle.take({ kind: 'switch', isPresent: false }, 30);
  chronicle.take(FLIP, 40);
  chronicle.take(verified('403 in 3 ms'), 50);
  chronicle.take(verified('403 in 4 ms'), 60);
  chronicle.flush();
  expect(lines).toHaveLength(4);
});

test('what a step tells is not told beside it, but what comes again after it is', () => {
  const { chronicle, starts } = chronicleOf('whole', [PUT]);
  chronicle.begin(0);
  chronicle.take(FLIP, 10);
  chronicle.step(PUT, 10, { at: 10 });
  chronicle.take(FLIP, 20);
  chronicle.flush();
  expect(starts()).toEqual(['0.01 s  put', '0.02 s    switch']);
});

test('what was before the bad day is not told', () => {
  const { chronicle, starts } = chronicleOf();
  chronicle.take(FLIP, 20);
  chronicle.flush();
  chronicle.begin(30);
  chronicle.take(FLIP, 40);
  chronicle.flush();
  expect(starts()).toEqual(['0.01 s    switch']);
});

test.each([
  ['whole', true],
  ['lead', false],
] as const)('the mail of a step is shown: %s', (mails, isWhole) => {
  const { chronicle, lines } = chronicleOf(mails);
  chronicle.begin(0);
  chronicle.step(DETECTED, 5, { at: 5, mail: MAIL });
  const [first, mail = ''] = lines;
  expect(first).toBe('  0.01 s  detected      detected happens');
  expect(mail).toContain('    | Subject: www.example.com: secondary is served');
  expect(mail).toContain('    | The first paragraph.');
  expect(mail.includes('The second paragraph.')).toBe(isWhole);
});
