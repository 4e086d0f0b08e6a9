import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../support/servers.ts';
import { runCli } from './cli.ts';

jest.setTimeout(30_000);

const HELP = 'npm start -- --help lists what there is';
const EXAMPLE = 'write it like http://203.0.113.10/';
const LIKE = 'write it like: npm start --';
const EVERYWHERE =
  '--file, --stage, --by, --json, --state-table, --switch-bucket, --topic, --account';
const NO_STAGE =
  "the stage PROD must be lower-case letters, digits and hyphens, at most 17 after the name understudy: the switch's bucket is named after both";

test.each([
  ['wach', 'there is no command wach; did you mean watch?'],
  [
    'toString',
    'there is no command toString; there is rehearse, watch, status, verify, failover, failback, drill, hold, maintenance, release, acknowledge, history, alert-test, adopt, release-records, init, publish, check-config, alerts, cost, checks, schema',
  ],
  ['--jsn', 'there is no option --jsn; did you mean --json?'],
  ['--frobnicate', `there is no option --frobnicate; ${HELP}`],
  ['--keep watch', `Unexpected argument 'watch'; ${HELP}`],
  ['--dns-port', `Option '--dns-port <value>' argument missing; ${HELP}`],
  ['--dns-port 70000', '--dns-port must be a whole number from 0 to 65535, got 70000'],
  ['watch', 'watch needs a URL, for example: npm start -- watch http://203.0.113.10/'],
  ['watch nonsense', `nonsense is no URL of http, https or tcp; ${EXAMPLE}`],
  ['watch ftp://x/', `ftp://x/ is no URL of http, https or tcp; ${EXAMPLE}`],
  ['watch tcp://x', 'tcp://x needs a port; write it like tcp://203.0.113.10:5432'],
  ['watch tcp://x:1 --contains a', 'tcp://x:1 answers no page: --contains needs http or https'],
  ['watch http://me:secret@x/', 'a probe sends no password; leave it out of the URL'],
  [
    'watch http://x/ --interval 0',
    '--interval must be a duration like 500ms, 2s or 1m, from 100 ms to 1 h, got 0',
  ],
  ['watch http://x/ --count x', '--count must be a whole number from 1 to 1000000, got x'],
  ['failover x --reson y', 'there is no option --reson; did you mean --reason?'],
  ['failover a b', 'failover takes one site, got a b'],
  ['status x --limit 1', `status takes no --limit; it takes ${EVERYWHERE}`],
  ['status --stage PROD', `--stage: ${NO_STAGE}`],
  [
    'failover www.example.com',
    `failover: reason: must say why, in a few words; ${LIKE} failover www.example.com --reason "the primary region is down"`,
  ],
  [
    'failback --reason x',
    `failback: site: must name one site; ${LIKE} failback www.example.com --reason "the primary is repaired"`,
  ],
  [
    'maintenance --reason x',
    `maintenance: until: a maintenance needs an end: give for (2h) or until (2026-11-22T20:00:00Z); ${LIKE} maintenance www.example.com --reason "the database moves" --for 2h`,
  ],
  [
    'drill www.example.com --html no/such/page.html',
    '--html: there is no folder no/such; make it first',
  ],
  [
    'status --file nofile.yml',
    'nofile.yml does not exist; copy the example sites.yml or name another file',
  ],
  [
    'hold ww.example.com --reason x',
    'site: ww.example.com is not in sites.yml; it has www.example.com',
  ],
  [
    'check-config nofile.yml',
    'nofile.yml does not exist; copy the example sites.yml or name another file',
  ],
  ['check-config lib', 'lib is a folder; name the file in it'],
])('%s', async (args, message) => {
  const { code, stdout, stderr } = await runCli(args.split(' '));
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: '',
    stderr: `understudy: ${message}\n`,
  });
});

test('--debug shows where an error came from', async () => {
  const { code, stderr } = await runCli(['watch', '--debug']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^understudy: UsageError: watch needs a URL.*\n +at .*watch\.ts/s);
});

test('a port in use is named, and nothing is left', async () => {
  const server = await serve(() => undefined);
  const { code, stdout, stderr, left } = await runCli(['--dns-port', `${server.port}`]);
  await server.close();
  expect({ code, stdout, left }).toEqual({ code: 1, stdout: '', left: [] });
  expect(stderr).toBe(
    `understudy: port ${server.port} on 127.0.0.1 is in use; choose another one; ` +
      '--dns-port 0, the default, takes any free one\n',
  );
});

test('a broken sites.yml comes with every problem, one a line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cli-config-'));
  const file = join(folder, 'sites.yml');
  writeFileSync(file, 'sits: []\nalerts: 1\n');
  const { code, stdout, stderr } = await runCli(['check-config', file]);
  rmSync(folder, { recursive: true, force: true });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  const [first, ...problems] = stderr.trimEnd().split('\n');
  expect(first).toBe(`understudy: ${file} has ${problems.length} problems`);
  expect(problems.length).toBeGreaterThanOrEqual(2);
  for (const problem of problems) expect(problem).toMatch(/^\S+sites\.yml:\d+:\d+ /);
});

test('a state file that is no file of records is not touched', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cli-state-'));
  writeFileSync(join(folder, 'state.json'), 'x');
  const { code, stdout, stderr } = await runCli(['--json', '--state-dir', folder]);
  rmSync(folder, { recursive: true, force: true });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    `understudy: ${folder}/state.json cannot be read: it is not JSON; ` +
      'remove it, or name an empty folder with --state-dir\n',
  );
});

test('--help lists the commands wherever it stands', async () => {
  const { code, stdout, stderr } = await runCli(['watch', '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('npm start -- watch URL...');
});
