import fc from 'fast-check';
import { ascii, cut, quoted, subject, wrap } from '../../lib/render/text.ts';

test.each([
  ['short', 'short'],
  ['', ''],
  ['one two three four', 'one two\nthree four'],
  ['- one two three', '- one two\n  three'],
  ['1. one two three', '1. one two\n   three'],
  ['  one two three', '  one two\n  three'],
  ['averylongsingleword is kept', 'averylongsingleword\nis kept'],
  ['line\n\nline', 'line\n\nline'],
  ['it took 12 min', 'it took\n12 min'],
  ['they are 12 minds', 'they are\n12 minds'],
])('wrapped at 10 columns, %j is %j', (text, wrapped) => {
  expect(wrap(text, 10)).toBe(wrapped);
});

const anyText = fc.string({
  unit: fc.constantFrom('a', 'bc', ' ', '  ', '\n', '- ', '1. ', 'longword', 'é'),
  maxLength: 80,
});

test('no line is longer than the width unless a single word is', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 10, max: 40 }), (text, width) => {
      for (const line of wrap(text, width).split('\n')) {
        const isSingleWord = !line
          .replace(/^ *(- |\d+\. )?/, '')
          .trim()
          .includes(' ');
        expect(line.length <= width || isSingleWord).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('wrapping loses no word', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const words = (of: string) => of.split(/\s+/).filter(Boolean);
      expect(words(wrap(text, 12))).toEqual(words(text));
    }),
  );
});

test.each([
  ['déjà vu', 'deja vu'],
  ['line\nbreak\ttab', 'line break tab'],
  ['naïve 😀', 'naive ?'],
  ['bell\u0007', 'bell?'],
  ['日本', '??'],
])('%j in ASCII is %j', (text, plain) => {
  expect(ascii(text)).toBe(plain);
});

test('a cut is shown', () => {
  expect(cut('abcdefghij', 8)).toBe('abcde...');
  expect(cut('abcdefgh', 8)).toBe('abcdefgh');
  expect(cut('abcdef', 2)).toBe('..');
});

test('text from outside stays on one line and short', () => {
  expect(quoted(' a\r\nb\u001b[31m ')).toBe('a b [31m');
  expect(quoted('x'.repeat(1_000))).toHaveLength(300);
});

test('a subject is at most 99 printable ASCII characters, whatever it is made of', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 300 });
  fc.assert(
    fc.property(text, text, (site, rest) => {
      expect(subject(site, rest)).toMatch(/^[ -~]{0,99}$/);
    }),
  );
});

test('a long name leaves room for what happened', () => {
  const name = `${'a'.repeat(60)}.example.com`;
  expect(subject(name, ': secondary is served')).toBe(`${'a'.repeat(45)}...: secondary is served`);
});
