import { Chronicle } from '../../bin/rehearsal/chronicle.ts';

const FLIP = { kind: 'switch', isPresent: true } as const;

function chronicleOf() {
  const lines: string[] = [];
  const chronicle = new Chronicle({
    line: (text) => lines.push(text.slice(0, 22).trim()),
    paint: (_style, text) => text,
  });
  return { chronicle, lines };
}

test('what happened before a step is told before it, what came after it after it', () => {
  const { chronicle, lines } = chronicleOf();
  chronicle.begin(1_000);
  chronicle.take({ kind: 'detected' }, 2_000);
  chronicle.take(FLIP, 2_010);
  chronicle.take({ kind: 'health-check', name: 'x', isHealthy: false }, 1_990);
  expect(chronicle.reported('detected')).toBe(2_000);
  chronicle.step('detected', 1_000, null);
  chronicle.flush();
  expect(lines).toEqual(['0.99 s    Route 53', '1.00 s  detected', '1.01 s    switch']);
});

test('the same thing twice in a row is told once', () => {
  const { chronicle, lines } = chronicleOf();
  chronicle.begin(0);
  for (const at of [10, 20]) chronicle.take(FLIP, at);
  chronicle.take({ kind: 'switch', isPresent: false }, 30);
  chronicle.take(FLIP, 40);
  chronicle.flush();
  expect(lines).toHaveLength(3);
});

test('what was before the bad day is neither told nor counted', () => {
  const { chronicle, lines } = chronicleOf();
  chronicle.take({ kind: 'detected' }, 10);
  chronicle.take(FLIP, 20);
  chronicle.flush();
  chronicle.begin(30);
  chronicle.take(FLIP, 40);
  chronicle.flush();
  expect(chronicle.reported('detected')).toBeNull();
  expect(lines).toEqual(['0.01 s    switch']);
});
