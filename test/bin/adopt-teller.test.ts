import { openAdoptTeller } from '../../bin/adopt/teller.ts';
import type { AdoptStep } from '../../lib/app/adopt/adopt-deps.ts';

const WAITING: AdoptStep = {
  step: 'waiting',
  waits: [
    { checkId: 'switch', reason: 'switch-seen', seen: '16 of 16 checkers see the switch object' },
  ],
  elapsedMs: 15_000,
};
const SAVED: AdoptStep = { step: 'saved', file: 'b.json' };
const SENDING: AdoptStep = { step: 'sending', file: 'b.json' };
const BACK: AdoptStep = { step: 'rolling-back', why: 'ns-3 answers otherwise' };

const teller = () => {
  let text = '';
  const screen = {
    write: (more: string | Uint8Array) => {
      text += more;
      return true;
    },
  };
  const opened = openAdoptTeller(screen, (file) => `go-back ${file}`);
  return { ...opened, text: () => text };
};

test('what is waited for is told once, and again when it changes', () => {
  const { tell, text } = teller();
  tell(WAITING);
  tell({ ...WAITING, elapsedMs: 30_000 });
  tell({ step: 'waiting', waits: [], elapsedMs: 45_000 });
  expect(text().match(/waiting for health checks/g)).toHaveLength(2);
  expect(text()).toContain('- switch: 16 of 16 checkers see the switch object');
});

test('each step that changes something is told', () => {
  const { tell, text } = teller();
  for (const step of [
    { step: 'looking' },
    SAVED,
    SENDING,
    { step: 'sent' },
    { step: 'in-sync' },
    { step: 'confirming', rounds: 1, wanted: 6 },
    BACK,
  ] as const)
    tell(step);
  expect(text().trim().split('\n')).toEqual([
    'understudy: the way back is saved in b.json and in the state table',
    'understudy: the batch is made; waiting until every name server of Route 53 has it',
    'understudy: Route 53 says that every name server has it; asking them',
    'understudy: taking it back: ns-3 answers otherwise',
  ]);
});

test.each<[string, readonly AdoptStep[], RegExp]>([
  ['at the beginning', [], /^ended; nothing was changed$/],
  ['once the way back is saved', [WAITING, SAVED], /^ended; nothing was changed$/],
  [
    'once the batch may be on its way',
    [SAVED, SENDING],
    /^ended after the batch was sent.*: go-back b\.json$/,
  ],
  [
    'while it is taken back',
    [SAVED, SENDING, BACK],
    /^the change is being taken back, and that is seen through.*: go-back b\.json$/,
  ],
])('an end %s is told with where things stand', (_name, steps, words) => {
  const { tell, endingText } = teller();
  for (const step of steps) tell(step);
  expect(endingText()).toMatch(words);
});
