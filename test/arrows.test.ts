import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');

/** Which rooms each room may import from; what is absent is forbidden. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  'lib/core': [],
  'lib/render': ['lib/core'],
  'lib/config': ['lib/core'],
  'lib/app': ['lib/render', 'lib/core'],
  'lib/io': ['lib/core'],
  'lib/local': ['lib/core'],
  'lib/stack': ['lib/config', 'lib/core'],
  serverless: ['lib/app', 'lib/io', 'lib/render', 'lib/stack', 'lib/config', 'lib/core'],
  functions: ['lib/app', 'lib/io', 'lib/render', 'lib/config', 'lib/core'],
  bin: [
    'functions',
    'lib/app',
    'lib/io',
    'lib/local',
    'lib/render',
    'lib/config',
    'lib/stack',
    'lib/core',
  ],
};

/** Rooms that decide with values only: no clock, no chance, no environment, no console. */
const PURE_ROOMS = ['lib/core', 'lib/render', 'lib/app', 'lib/stack'];
const IMPURITIES = [
  /\bDate\.now\(/,
  /\bnew Date\(\)/,
  /\bperformance\.now\(/,
  /\bMath\.random\(/,
  /\brandomUUID\(/,
  /\bprocess\.(env|stdout|stderr|argv|hrtime)\b/,
  /\bconsole\.\w+\(/,
  /\bset(Timeout|Interval|Immediate)\(/,
];

const roomOf = (file: string): string => {
  const parts = relative(ROOT, file).split('/');
  return parts[0] === 'lib' ? `lib/${parts[1]}` : (parts[0] ?? '');
};

const sourceFiles = (room: string): string[] =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(ROOT, room, name));

const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => match[1] ?? '');

const wrongArrows = (room: string): string[] =>
  sourceFiles(room).flatMap((file) =>
    importsOf(readFileSync(file, 'utf8'))
      .map((path) => roomOf(resolve(dirname(file), path)))
      .filter((target) => target !== room && !(ARROWS[room] ?? []).includes(target))
      .map((target) => `${relative(ROOT, file)} imports from ${target}`),
  );

test.each(Object.keys(ARROWS))('%s imports only along the arrows', (room) => {
  expect(wrongArrows(room)).toEqual([]);
});

test.each(['lib/core', 'lib/render'])('%s imports no package and nothing of Node', (room) => {
  const outside = sourceFiles(room).filter((file) => /from '[^.]/.test(readFileSync(file, 'utf8')));
  expect(outside).toEqual([]);
});

test.each(PURE_ROOMS)('%s reads no clock, chance, environment or console', (room) => {
  const found = sourceFiles(room).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return IMPURITIES.filter((pattern) => pattern.test(text)).map(
      (pattern) => `${relative(ROOT, file)}: ${pattern.source}`,
    );
  });
  expect(found).toEqual([]);
});

test('the reader of imports sees static, type-only and dynamic imports', () => {
  const text =
    "import type { A } from './a.ts';\nexport * from '../b.ts';\nawait import('./c.ts');";
  expect(importsOf(text)).toEqual(['./a.ts', '../b.ts', './c.ts']);
});
