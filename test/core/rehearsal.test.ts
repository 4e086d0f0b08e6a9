import { REHEARSAL_STEPS, reportOf, stepOf } from '../../lib/core/rehearsal.ts';

const mail = (event: string) =>
  ({
    kind: 'mail',
    message: {
      subject: 's',
      body: 'b',
      attributes: { site: 'www.example.com', event, severity: 'info' },
    },
  }) as const;

test('a report of everything is well, in the order of the script and in whole milliseconds', () => {
  const seen = new Map(REHEARSAL_STEPS.map((name, index) => [name, index * 10.4] as const));
  expect(reportOf(new Map([...seen].reverse()), 1_000)).toEqual({
    ok: true,
    intervalMs: 1_000,
    missing: null,
    steps: REHEARSAL_STEPS.map((name, index) => ({ name, atMs: Math.round(index * 10.4) })),
  });
});

test('a report names the first step that was not seen', () => {
  const seen = new Map([
    ['failure', 0],
    ['alerted', 2],
  ] as const);
  expect(reportOf(seen, 500)).toEqual({
    ok: false,
    intervalMs: 500,
    missing: 'detected',
    steps: [
      { name: 'failure', atMs: 0 },
      { name: 'alerted', atMs: 2 },
    ],
  });
});

test.each([
  ['the monitor believes it', { kind: 'detected' }, 'detected'],
  ['the mail of the opened incident', mail('incident-opened'), 'alerted'],
  ['the mail of the resolved incident', mail('incident-resolved'), 'resolved'],
  ['the mail that visitors have moved', mail('on-secondary'), null],
  ['a flip', { kind: 'switch', isPresent: true }, null],
] as const)('%s', (_name, happening, step) => {
  expect(stepOf(happening)).toBe(step);
});
