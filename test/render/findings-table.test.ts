import type { Finding, Outcome } from '../../lib/core/verify/finding.ts';
import { exitCodeFor, findingsTable } from '../../lib/render/findings-table.ts';
import { PLAIN } from '../../lib/render/paint.ts';

const PASSING: Finding = {
  id: 'bucket.ours',
  outcome: 'pass',
  seen: 'bucket www.example.com is in this account',
  why: 'It could be taken over.',
  mend: null,
};
const WARNING: Finding = {
  id: 'records.ttl',
  outcome: 'warn',
  seen: 'TTL of 300 s',
  why: 'Resolvers go on answering with the broken primary.',
  mend: 'Set the TTL to 60.',
};
const FAILING: Finding = {
  id: 'website.answers',
  outcome: 'fail',
  seen: '403 from\nhttp://www.example.com/',
  why: 'Every visitor gets this answer.',
  mend: 'npm start -- publish www.example.com',
};
const view = { paint: PLAIN, columns: 80 };

test('a row a check in their order, then what does not pass, the gravest first', () => {
  expect(findingsTable('www.example.com', [WARNING, PASSING, FAILING], view)).toBe(
    `www.example.com: 1 fail, 1 warn, 1 pass
WARN     records.ttl      TTL of 300 s
PASS     bucket.ours      bucket www.example.com is in this account
FAIL     website.answers  403 from http://www.example.com/

FAIL  website.answers
      seen  403 from
            http://www.example.com/
      why   Every visitor gets this answer.
      mend  npm start -- publish www.example.com

WARN  records.ttl
      seen  TTL of 300 s
      why   Resolvers go on answering with the broken primary.
      mend  Set the TTL to 60.`,
  );
});

test('a row fits the width, and what is cut off stands in full below when it matters', () => {
  const long = { ...FAILING, seen: 'x'.repeat(200) };
  const [, row = '', ...rest] = findingsTable('www.example.com', [long], view).split('\n');
  expect(row).toHaveLength(80);
  expect(row.endsWith('...')).toBe(true);
  expect(rest.join('\n')).toContain('x'.repeat(200));
});

test('outcomes have their colours, and nothing else has one', () => {
  const paint = (style: string, text: string) => `<${style}>${text}</>`;
  const [, pass, warn] = findingsTable('a', [PASSING, WARNING], { paint, columns: 80 }).split('\n');
  expect(pass).toBe('<good>PASS     </>bucket.ours  bucket www.example.com is in this account');
  expect(warn).toBe('<warn>WARN     </>records.ttl  TTL of 300 s');
});

test.each<[readonly Outcome[], number]>([
  [['pass', 'warn'], 0],
  [['pass', 'unknown'], 2],
  [['unknown', 'fail', 'pass'], 1],
  [[], 2],
])('%j is exit code %d', (outcomes, code) => {
  expect(exitCodeFor(outcomes)).toBe(code);
});
