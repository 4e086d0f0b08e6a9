import { nestsRepetition, patternComplaint } from '../../lib/config/regular-expression.ts';

test.each([
  ['(ok', 'a ( is never closed'],
  ['ok)', 'a ) closes nothing'],
  ['[ok', 'a [ is never closed'],
  ['*ok', 'nothing before it to repeat'],
  ['a++', 'nothing before it to repeat'],
  ['{ok}', 'one of { } ] stands alone'],
  ['ok}', 'one of { } ] stands alone'],
  ['a{1', 'a { is never closed'],
  ['a{2,1}', 'run from high to low'],
  ['[z-a]', 'runs from high to low'],
  ['[\\w-a]', 'a whole class such as \\w'],
  ['\\q', 'a backslash stands before'],
  ['\\u12', 'the code after \\u or \\c'],
  ['\\p{Ok}', 'names no property'],
  ['ok\\', 'ends with a single backslash'],
  ['(?=a)*', 'a look-ahead or look-behind is repeated'],
  ['(?i)ok', 'begins no known group'],
  ['(?<a>x)(?<a>y)', 'duplicate capture group name'],
])('/%s/ is refused: %s', (pattern, why) => {
  const complaint = patternComplaint(pattern);
  expect(complaint?.message).toContain(`this is not a regular expression: `);
  expect(complaint?.message).toContain(why);
  expect(complaint?.instead).toMatch(/\w/);
});

test.each(['ok', 'a/u: b', '(?i:ok)', '(?<a>x)\\k<a>', '\\p{L}', '^\\s*\\{'])(
  '/%s/ will do',
  (pattern) => expect(patternComplaint(pattern)).toBeNull(),
);

test('a pattern that ends like the parser speaks is refused for its own reason', () => {
  expect(patternComplaint('(/u: x')?.message).toContain('a ( is never closed');
});

test.each([
  '(a+)+',
  '(a*)*b',
  '(?:a+b?)+',
  '(?<x>a+){2,}',
  '(?i:a+)*',
  '((a+))*',
  '((a+)?)+',
  '(a{2,}){10}',
  '(a{1,10}){2,20}',
  '([^)]+)+',
  '(?=(a+)+)',
])('/%s/ repeats a repetition', (pattern) => expect(nestsRepetition(pattern)).toBe(true));

test.each([
  'a+b+',
  '(a+)b+',
  '(a+)?',
  '(abc)+',
  '(a?)+',
  '(\\d+\\.){3}\\d+',
  '(a\\+)+',
  '([+*])+',
  '(a+)\\+',
  '\\(a+\\)+',
  '(a{3})+',
  '(a+)(b)+',
])('/%s/ does not', (pattern) => expect(nestsRepetition(pattern)).toBe(false));
