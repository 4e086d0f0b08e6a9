import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { eventually } from '../support/eventually.ts';
import { type Cli, type Ended, isFree, portsIn, runCli, startCli } from './cli.ts';
import { type Interrupted, interrupt } from './interrupt.ts';

jest.setTimeout(60_000);

const NAMES = [
  'failure',
  'detected',
  'alerted',
  'dns-changed',
  'page-served',
  'primary-back',
  'failed-back',
  'resolved',
];
const QUICK_MS = 2_000;

const SIGNALS = [
  ['SIGINT', 'before it is calm', 'Shortened', 130],
  ['SIGINT', 'while visitors are being moved', 'flip to the secondary', 130],
  ['SIGTERM', 'at the failure', 'failure', 143],
  ['SIGHUP', 'at the failure', 'failure', 129],
] as const;

/** Side by side, since each takes as long as a bad day. */
let asJson: Promise<Ended>;
let asText: Cli;
let interrupted: readonly Promise<Interrupted>[];
beforeAll(() => {
  interrupted = SIGNALS.map(([signal, _when, text]) => interrupt([], signal, text));
  asJson = runCli(['--json']);
  asText = startCli(['--keep']);
});
afterAll(async () => {
  asText.kill('SIGKILL');
  await Promise.allSettled([asText.ended, asJson, ...interrupted]);
});

test('as JSON: one line, all the steps in order, and it leaves nothing', async () => {
  const { code, stdout, stderr, left } = await asJson;
  expect({ code, stderr, left }).toEqual({ code: 0, stderr: '', left: [] });
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({
    script: 'outage',
    ok: true,
    intervalMs: 1_000,
    missing: null,
    surprises: [],
    counts: { dnsChanges: 2, switchPuts: 1 },
  });
  // Windows go on until the next one takes over, as in production.
  expect(report.counts.windows).toBeGreaterThanOrEqual(3);
  expect(report.counts.handOvers).toBe(report.counts.windows);
  expect(report.steps.map(({ name }: { name: string }) => name)).toEqual(NAMES);
  const times: number[] = report.steps.map(({ atMs }: { atMs: number }) => atMs);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times[0]).toBe(0);
  expect(times.at(-1)).toBeLessThan(50_000);
});

test('as text: plain lines, how each step came about, a table, and it stays when asked to', async () => {
  const cli = asText;
  await cli.shows('Everything stays until Ctrl-C');
  const ports = portsIn(cli.stdout());
  expect(await Promise.all([...new Set(ports)].map(isFree))).toEqual([false, false, false]);
  cli.kill('SIGINT');
  const { code, stdout, stderr, left } = await cli.ended;
  expect({ code, stderr, left }).toEqual({ code: 0, stderr: '', left: [] });
  expect(stdout).toBe(stripVTControlCharacters(stdout));
  expect(stdout).not.toMatch(/[\r⠋⠙]/);
  for (const name of NAMES) expect(stdout).toMatch(new RegExp(`^ +[\\d.]+ s {2}${name} `, 'm'));
  for (const text of [
    'All is well: the primary is served, from 203.0.113.10; all ',
    'decision    failing-over, flip to the secondary.',
    'switch      the object is put',
    'dns         the name servers answer 198.51.100.20 (secondary)',
    'mail        www.example.com OUTAGE ',
    'verified    all ',
    '    | Subject: www.example.com',
    'after the step before',
    'All 8 steps were observed.',
    'DNS changed its answer twice, the switch was put once; mails: ',
  ])
    expect(stdout).toContain(text);
  expect(await Promise.all(ports.map(isFree))).not.toContain(false);
});

test.each(SIGNALS.map((row, index) => [...row, index] as const))(
  '%s %s ends it at once and leaves nothing',
  async (_signal, _when, _text, exitCode, index) => {
    const run = await interrupted[index];
    expect(run).toMatchObject({ code: exitCode, stderr: '', left: [] });
    expect(run?.tookMs).toBeLessThan(QUICK_MS);
    const ports = portsIn(run?.stdout ?? '');
    expect(ports.length).toBeGreaterThanOrEqual(3);
    expect(await Promise.all(ports.map(isFree))).not.toContain(false);
  },
);

test('a reader that goes away ends it quietly', async () => {
  const cli = startCli([]);
  await cli.shows('A bad day');
  cli.stopReading();
  const { code, stderr, left } = await cli.ended;
  expect({ code, stderr, left }).toEqual({ code: 141, stderr: '', left: [] });
});

describe('when the records cannot be kept', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cli-state-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('a full disk ends it with one line, long before a step would time out', async () => {
    const began = performance.now();
    const before = "trap '' XFSZ; ulimit -f 0;";
    const { code, stdout, stderr } = await runCli(['--json', '--state-dir', folder], { before });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      `understudy: cannot write ${folder}/state.json: the system refused (EFBIG); ` +
        '--state-dir names the folder\n',
    );
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  /** The functions write it all the time, so that it may be back before the folder is made. */
  const putFolderAt = (name: string): boolean => {
    rmSync(join(folder, name), { force: true });
    try {
      mkdirSync(join(folder, name));
      return true;
    } catch {
      return false;
    }
  };

  test('a function that fails in the middle ends it with one line', async () => {
    const cli = startCli(['--state-dir', folder]);
    await cli.shows('detected');
    await eventually('a folder is in the place of the records', () => putFolderAt('state.json'));
    const { code, stdout, stderr } = await cli.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^understudy: cannot (read|write) .*state\.json: it is a folder[^\n]*\n$/,
    );
    expect(await Promise.all(portsIn(stdout).map(isFree))).not.toContain(false);
  });
});
