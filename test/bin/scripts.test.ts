import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SHORTENED } from '../../lib/local/pace.ts';
import { scriptsAt } from '../../lib/local/scripts.ts';
import { type Ended, isFree, portsIn, runCli, startCli } from './cli.ts';
import { type Interrupted, interrupt } from './interrupt.ts';

jest.setTimeout(120_000);

const QUICK_MS = 2_000;
/** The outage has tests of its own, and the drill is played as text. */
const AS_JSON = ['flapping', 'blind', 'secondary-broken', 'both-down', 'crash'];
/** While a drill's function runs, the network is cut, and a dead function's drill is under way. */
const INTERRUPTED = [
  ['drill', 'page-served'],
  ['blind', 'says blind'],
  ['crash', 'nobody is left'],
] as const;

/** Side by side, since most of their time is spent waiting. */
const played = new Map<string, Promise<Ended>>();
const interrupted = new Map<string, Promise<Interrupted>>();
let folder: string;
let page: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scripts-test-'));
  page = join(folder, 'drill.html');
  for (const name of AS_JSON) played.set(name, runCli(['--script', name, '--json']));
  played.set('drill', runCli(['--script', 'drill', '--html', page]));
  for (const [name, text] of INTERRUPTED) {
    const html = name === 'drill' ? ['--html', join(folder, 'ended.html')] : [];
    interrupted.set(name, interrupt(['--script', name, ...html], 'SIGINT', text));
  }
});
afterAll(async () => {
  await Promise.allSettled([...played.values(), ...interrupted.values()]);
  rmSync(folder, { recursive: true, force: true });
});

test('every script is played here or has tests of its own', () => {
  expect(['outage', ...played.keys()].sort()).toEqual(
    scriptsAt(SHORTENED)
      .map(({ name }) => name)
      .sort(),
  );
});

test.each(AS_JSON)('%s: every step is observed, and nothing else', async (name) => {
  const ended = await played.get(name);
  expect(ended).toMatchObject({ stderr: '', left: [] });
  const report = JSON.parse(ended?.stdout ?? '');
  const script = scriptsAt(SHORTENED).find((one) => one.name === name);
  expect(report).toMatchObject({ script: name, ok: true, missing: null, surprises: [] });
  expect(report.counts).toMatchObject({ ...script?.tally });
  expect(report.steps.map((step: { name: string }) => step.name)).toEqual(
    script?.steps.map((step) => step.name),
  );
  expect(report.counts.handOvers).toBe(report.counts.windows);
  expect(report.counts.windows).toBeGreaterThanOrEqual(3);
  expect(ended?.code).toBe(0);
});

test('drill: its course is told, its report printed and kept as a page', async () => {
  const ended = await played.get('drill');
  expect(ended).toMatchObject({ code: 0, stderr: '', left: [] });
  const stdout = ended?.stdout ?? '';
  const texts = [
    'ordered       an operator orders a drill',
    '    | Subject: DRILL www.example.com rehearsal ',
    "checkers      enough of Route 53's checkers see the switch",
    'decision    on-secondary. A drill: visitors stay on the secondary',
    '    | DRILL: this was a drill of www.example.com. The drill passed: ',
    "The drill's own report\n\nThe drill passed: ",
    'RECOVERY TIME',
    'All 9 steps were observed.',
    `The drill's report as a page: ${page}`,
  ];
  const places = texts.map((text) => stdout.indexOf(text));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  const html = readFileSync(page, 'utf8');
  expect(html).toMatch(/^<!doctype html>/);
  expect(html).toContain('The drill passed');
});

test.each(INTERRUPTED)('Ctrl-C ends %s at once and leaves nothing', async (name) => {
  const run = await interrupted.get(name);
  expect(run).toMatchObject({ code: 130, stderr: '', left: [] });
  expect(run?.tookMs).toBeLessThan(QUICK_MS);
  const ports = portsIn(run?.stdout ?? '');
  expect(ports.length).toBeGreaterThanOrEqual(3);
  expect(await Promise.all(ports.map(isFree))).not.toContain(false);
  expect(existsSync(join(folder, 'ended.html'))).toBe(false);
});

describe('what cannot be played is one line and a failure', () => {
  test('a script that there is not', async () => {
    expect(await runCli(['--script', 'nonsense'])).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'understudy: there is no script nonsense; there is ' +
        'outage, flapping, blind, secondary-broken, both-down, drill, crash\n',
      left: [],
    });
  });

  test.each([
    ['a folder that there is not', 'nowhere/drill.html', /nowhere is not a folder that you may/],
    ['a folder', '.', /it is a folder; name a file/],
  ])('a page that is to be kept in %s', async (_name, where, why) => {
    const { code, stdout, stderr } = await runCli([
      '--script',
      'drill',
      '--html',
      join(folder, where),
    ]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^understudy: --html [^\n]+\n$/);
    expect(stderr).toMatch(why);
  });

  test('a page of a script without a drill', async () => {
    const { code, stdout, stderr } = await runCli(['--html', page]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      'understudy: --html keeps the report of a drill, and outage has none; try --script drill\n',
    );
  });
});

test('the real pace says beforehand how long it takes', async () => {
  const cli = startCli(['--real-time']);
  await cli.shows('It takes about 3 min ');
  cli.kill('SIGINT');
  const { code, stdout } = await cli.ended;
  expect(code).toBe(130);
  expect(stdout).not.toContain('a health checker');
});
