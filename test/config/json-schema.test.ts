import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { configJsonSchema } from '../../lib/config/json-schema.ts';
import { parseConfig } from '../../lib/config/parse.ts';

const ROOT = resolve(__dirname, '../..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

type Node = {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
};

const fieldsOf = (node: Node, path = ''): [string, Node][] => [
  ...Object.entries(node.properties ?? {}).flatMap(([key, child]): [string, Node][] => [
    [`${path}${key}`, child],
    ...fieldsOf(child, `${path}${key}.`),
  ]),
  ...(node.items === undefined ? [] : fieldsOf(node.items, path)),
];

test('sites.schema.json is current (npm run schema writes it)', () => {
  expect(read('sites.schema.json')).toBe(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
});

test('every field is described by a sentence', () => {
  const fields = fieldsOf(configJsonSchema());
  expect(fields.length).toBeGreaterThan(25);
  const bare = fields.filter(
    ([, { description }]) => !/^[A-Za-z].{15,}\.$/.test(description ?? ''),
  );
  expect(bare.map(([path]) => path)).toEqual([]);
});

test('the example has no problem and no warning, and names its schema for editors', () => {
  const example = read('sites.yml');
  expect(parseConfig(example, 'sites.yml')).toMatchObject({ ok: true, warnings: [] });
  expect(example.split('\n')[0]).toBe('# yaml-language-server: $schema=./sites.schema.json');
});

test('the example with every comment turned into a line still has no problem', () => {
  const example = read('sites.yml')
    .replace(/^( *)# ( *(?:- )?[A-Za-z]+:.*)$/gm, '$1$2')
    .replace(/^yaml-language-server.*$/m, '')
    .replace(/^( *(address|healthCheck)| {2}email):.*$/gm, '');
  expect(parseConfig(example, 'sites.yml')).toMatchObject({ ok: true, warnings: [] });
});

test('the example mentions every field', () => {
  const missing = fieldsOf(configJsonSchema())
    .map(([path]) => path.split('.').at(-1) ?? '')
    .filter((key) => !new RegExp(`^[ #-]*${key}:`, 'm').test(read('sites.yml')));
  expect(missing).toEqual([]);
});

test("the example's marker is on the default page of the secondary", () => {
  const parsed = parseConfig(read('sites.yml'), 'sites.yml');
  const marker = parsed.ok ? parsed.config.sites[0]?.secondary.marker : null;
  expect(read('site/index.html')).toContain(`<meta name="understudy" content="${marker}">`);
});

test('the default page fetches nothing and runs nothing', () => {
  expect(read('site/index.html')).not.toMatch(/<script|\bsrc=|\bhref=|url\(|@import|https?:\/\//i);
});
