import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { configJsonSchema } from '../../lib/config/json-schema.ts';
import { type ParsedConfig, parseConfig } from '../../lib/config/parse.ts';
import { BASE } from './base.ts';

const problemsOf = (parsed: ParsedConfig) => (parsed.ok ? parsed.warnings : parsed.problems);

function expectSound(text: string): void {
  const parsed = parseConfig(text, 'sites.yml');
  const lines = text.split(/\r\n|\r|\n/).length;
  for (const { line, column, message, instead } of problemsOf(parsed)) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(message).not.toMatch(/^$|invalid input|undefined|\[object/i);
    expect(instead).toBeTruthy();
  }
  if (!parsed.ok) expect(parsed.problems.length).toBeGreaterThan(0);
}

const keys = [
  ...new Set(
    [...JSON.stringify(configJsonSchema()).matchAll(/"([A-Za-z]+)":\{/g)].map((m) => m[1]),
  ),
].filter((key) => key !== undefined);
const likelyKey = fc.oneof(fc.constantFrom(...keys), fc.string({ maxLength: 12 }));
const likelyText = fc.constantFrom('www.example.com', '5s', '10.0.0.5', '203.0.113.10', 'http', '');
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(likelyText, fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(likelyKey, tie('tree'), { maxKeys: 6 }),
  ),
}));

/** BASE with a few characters changed: nearly right files reach deeper than random ones. */
const nearlyRight = fc
  .array(fc.tuple(fc.nat(BASE.length), fc.nat(8), fc.string({ maxLength: 6 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((edits) =>
    edits.reduce((text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut), BASE),
  );

/** A right file in which any one value is any other. */
const oneStrangeValue = fc.tuple(fc.nat(BASE.split('\n').length - 2), tree).map(([line, value]) =>
  BASE.split('\n')
    .map((text, index) =>
      index === line ? text.replace(/: .*/, `: ${JSON.stringify(value)}`) : text,
    )
    .join('\n'),
);

test.each([
  ['any text', fc.string({ unit: 'binary', maxLength: 400 })],
  ['any value written as YAML', tree.map((value) => stringify(value))],
  ['any sites written as YAML', tree.map((value) => stringify({ sites: [value] }))],
  ['a nearly right file', nearlyRight],
  ['one strange value', oneStrangeValue],
])('%s never throws, and every problem has a place and an advice', (_name, texts) => {
  fc.assert(fc.property(texts, expectSound), { numRuns: 300 });
});

test('nearly right files are both accepted and refused, so the property sees both', () => {
  const outcomes = fc.sample(nearlyRight, 300).map((text) => parseConfig(text, 'sites.yml').ok);
  expect(new Set(outcomes)).toEqual(new Set([true, false]));
});
