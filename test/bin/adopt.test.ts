import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AdoptWorld } from '../../bin/adopt/adopt-world.ts';
import { digest } from '../../bin/adopt/adopt-world.ts';
import { UsageError } from '../../bin/command.ts';
import { adoptCommand, releaseRecordsCommand } from '../../bin/commands/adopt.ts';
import { EndedError } from '../../bin/ending.ts';
import { AwsCallError } from '../../lib/io/aws-errors.ts';
import { PAIR, plain } from '../core/adopt/zone-world.ts';
import { type FakeAdoptWorld, makeFakeAdoptWorld } from '../support/fake-adopt-world.ts';
import { captureOutput } from './captured.ts';

const SITE = 'www.example.com';
const SITES_YML = `
sites:
  - name: ${SITE}
    hostedZone: example.com
    primary: { address: 203.0.113.10, protocol: http, path: /health }
    secondary: { region: eu-west-1, content: ./site, marker: understudy-fallback }
  - name: www.example.org
    hostedZone: example.org
    primary: { address: 203.0.113.10, protocol: http }
    secondary: { region: eu-west-1, content: ./site }
`;

let folder: string;
let file: string;
let backup: string;
let world: FakeAdoptWorld;
let ended: AbortController;
let written: ReturnType<typeof captureOutput>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adopt-test-'));
  file = join(folder, 'sites.yml');
  backup = join(folder, 'backup.json');
  writeFileSync(file, SITES_YML);
  world = makeFakeAdoptWorld([plain()]);
  ended = new AbortController();
  written = captureOutput();
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const open = async (): Promise<AdoptWorld> => ({
  deps: {
    ...world.deps,
    digest,
    sleep: async (ms) => {
      const work = world.deps.sleep(ms);
      await world.clock.advance(ms);
      await work;
    },
  },
  readLatestBackup: async () => world.items.at(-1) ?? null,
  caller: { by: 'ada', account: '123456789012', doubt: null },
});
const COMMANDS = { adopt: adoptCommand(open), 'release-records': releaseRecordsCommand(open) };
const run = (text: string) => {
  const [action = '', ...args] = text.split(' ');
  written.stdout = '';
  return COMMANDS[action as keyof typeof COMMANDS].run([...args, '--file', file], {
    signal: ended.signal,
  });
};
const saved = () => readdirSync(folder).filter((name) => name !== 'sites.yml');
const typesNow = () => world.shown().map((text) => text.split(' ').slice(0, 2).join(' '));

test('the world is opened by the name of the stack and with the role that was named, which is told on', async () => {
  const role = 'arn:aws:iam::210987654321:role/changes';
  writeFileSync(file, `stack: { name: web-team }\n${SITES_YML}`);
  const opened: unknown[] = [];
  const command = adoptCommand(async (sites, { stack, zoneRole }) => {
    opened.push([sites.map(({ name }) => name), stack, zoneRole]);
    return open();
  });
  const args = [SITE, '--file', file, '--stage', 'dev', '--zone-role', role];
  expect(await command.run(args, { signal: ended.signal })).toBe(0);
  expect(opened).toEqual([[[SITE], 'web-team-dev', role]]);
  expect(written.stdout).toContain(`--stage dev --zone-role ${role} --apply --plan`);
  const wrong = command.run([SITE, '--file', file, '--zone-role', 'changes'], {
    signal: ended.signal,
  });
  await expect(wrong).rejects.toThrow(/--zone-role must be the ARN of a role/);
});

test('a plan is shown, nothing is done, and its own command line applies exactly it', async () => {
  expect(await run(`adopt ${SITE}`)).toBe(0);
  const [, planId] = /^Plan ([0-9a-f]{12}):/.exec(written.stdout) ?? [];
  const [, next = ''] =
    /^ {2}npm start -- (adopt .* --apply --plan \S+)$/m.exec(written.stdout) ?? [];
  expect(next).toContain(`--plan ${planId}`);
  expect([saved(), typesNow()]).toEqual([[], ['A plain']]);
  expect(await run(`${next.replace(` --file ${file}`, '')} --backup ${backup}`)).toBe(0);
  expect(typesNow()).toEqual(['A PRIMARY', 'A SECONDARY']);
  expect(written.stdout).toContain('Done in');
});

test('the way back is a file that brings everything back, to the letter', async () => {
  expect(await run(`adopt ${SITE} --apply --backup ${backup}`)).toBe(0);
  expect(JSON.parse(readFileSync(backup, 'utf8'))).toMatchObject({
    kind: 'adopt',
    by: 'ada',
    sites: [SITE],
  });
  expect(await run(`adopt --rollback ${backup} --apply --backup ${backup}.2`)).toBe(0);
  expect(world.shown()).toEqual(['A plain 203.0.113.10 300s']);
});

test('without the file the state table brings it back', async () => {
  expect(await run(`adopt ${SITE} --rollback table`).catch((error) => error)).toBeInstanceOf(
    UsageError,
  );
  await run(`adopt ${SITE} --apply --backup ${backup}`);
  expect(await run(`adopt ${SITE} --rollback table --apply --backup ${backup}.2`)).toBe(0);
  expect(typesNow()).toEqual(['A plain']);
});

test('release-records makes a plain record', async () => {
  world = makeFakeAdoptWorld(PAIR);
  expect(await run(`release-records ${SITE} --apply --backup ${backup}`)).toBe(0);
  expect(typesNow()).toEqual(['A plain']);
});

test('a plan that is blocked ends with 1, and says what to choose', async () => {
  world.records = [...world.records, plain({ type: 'AAAA', values: ['2001:db8::1'] })];
  expect(await run(`adopt ${SITE}`)).toBe(1);
  expect(written.stdout).toMatch(/beside[\s\S]*--drop AAAA/);
  expect(await run(`adopt ${SITE} --drop AAAA`)).toBe(0);
  expect(written.stdout).toMatch(
    /npm start -- adopt www\.example\.com --drop AAAA .*--apply --plan/,
  );
});

test('another plan than the one that was looked at is not applied', async () => {
  expect(await run(`adopt ${SITE} --apply --plan 000000000000 --backup ${backup}`)).toBe(1);
  expect(written.stdout).toContain('The plan is no longer 000000000000');
  expect(typesNow()).toEqual(['A plain']);
});

test('whoever applies sees the plan first, and once', async () => {
  let shownBefore = '';
  world.deeds.refuse = (deed) => {
    if (deed === 'change DCC') shownBefore = written.stdout;
    return null;
  };
  expect(await run(`adopt ${SITE} --apply --backup ${backup}`)).toBe(0);
  expect(shownBefore).toContain('The batch: made whole, or not at all');
  expect(written.stdout.match(/^Plan /gm)).toHaveLength(1);
  world.isSwitchPresent = true;
  expect(await run(`release-records ${SITE} --apply --backup ${backup}.2`)).toBe(1);
  expect(written.stdout.match(/^Plan /gm)).toHaveLength(1);
});

test('a plan that changed while it was waited for is shown, too', async () => {
  world.seeing.set('switch', 16);
  const { sleep } = world.clock;
  Object.assign(world.deps, {
    sleep: (ms: number) => {
      world.seeing.delete('switch');
      world.records = world.records.map((record) =>
        record.type === 'A' ? { ...record, ttlSeconds: 120 } : record,
      );
      return sleep(ms);
    },
  });
  expect(await run(`adopt ${SITE} --apply --backup ${backup}`)).toBe(1);
  expect(written.stdout.match(/^Plan /gm)).toHaveLength(2);
  expect(written.stdout).toMatch(/TTL 120 s[\s\S]*somebody changed records/);
});

test('as JSON it is one object with the outcome and the plan', async () => {
  expect(await run(`adopt ${SITE} --json`)).toBe(0);
  expect(JSON.parse(written.stdout)).toMatchObject({
    outcome: { kind: 'planned' },
    plan: {
      id: expect.stringMatching(/^[0-9a-f]{12}$/),
      changes: [{ action: 'DELETE' }, {}, {}],
      blocks: [],
    },
  });
});

test('a file that is there already is not written over, and nothing is changed', async () => {
  writeFileSync(backup, 'mine');
  expect(await run(`adopt ${SITE} --apply --backup ${backup}`)).toBe(1);
  expect(written.stdout).toMatch(/Nothing was changed[\s\S]*never overwritten/);
  expect(typesNow()).toEqual(['A plain']);
});

describe('Ctrl-C', () => {
  const endOn = (step: string) => {
    const { readCheckers, changeRecords } = world.deps;
    const end = () => ended.abort(new EndedError('SIGINT', 130));
    Object.assign(world.deps, {
      readCheckers: (id: string) => {
        if (step === 'waiting' && world.steps.length === 0) end();
        return readCheckers(id);
      },
      changeRecords: (...args: Parameters<typeof changeRecords>) => {
        if (step === 'sending') end();
        return changeRecords(...args);
      },
    });
  };

  test('before the batch: nothing was changed, and that is said at once', async () => {
    endOn('waiting');
    expect(await run(`adopt ${SITE} --apply --backup ${backup}`)).toBe(130);
    expect(written.stderr).toContain('ended; nothing was changed');
    expect(written.stdout).toContain('You ended it before the batch was sent');
    expect(typesNow()).toEqual(['A plain']);
  });

  test('during the batch: the way back is told at once, whether it was made or not', async () => {
    endOn('sending');
    expect(await run(`adopt ${SITE} --apply --backup ${backup}`)).toBe(130);
    expect(written.stderr).toContain(
      `npm start -- adopt --rollback ${backup} --file ${file} --apply`,
    );
    expect(written.stdout).toContain('the records are changed');
  });
});

test('a failure of AWS says that nothing was changed', async () => {
  Object.assign(world.deps, {
    readZone: () =>
      Promise.reject(new AwsCallError({ action: 'route53:GetHostedZone', on: 'zone Z' }, 'x')),
  });
  await expect(run(`adopt ${SITE}`)).rejects.toThrow(/route53:GetHostedZone.*nothing was changed/);
});

test.each([
  ['adopt', /needs a site, for example/],
  ['release-records', /needs a site/],
  [`adopt ${SITE} --plan x`, /add --apply/],
  [`adopt ${SITE} --drop A`, /--drop takes AAAA, HTTPS, SVCB, got A/],
  [`adopt ${SITE} --drop AAAA --pair AAAA`, /exclude each other/],
  [`adopt ${SITE} --cloudfront www.example.com`, /domain name of a distribution/],
  [`adopt ${SITE} --override secondary-served`, /only with --rollback/],
  [
    `adopt ${SITE} --rollback x.json --override hope`,
    /--override takes secondary-served or checks-not-ready/,
  ],
  [`release-records ${SITE} --drop AAAA`, /takes no --drop/],
  [`adopt ${SITE} --wait forever`, /--wait must be a duration/],
  [`adopt ${SITE} --stage UPPER`, /--stage/],
  ['adopt www.example.net', /has no site www\.example\.net; it has www\.example\.com/],
  [`adopt ${SITE} www.example.org`, /one change is for one zone/],
])('%s is a mistake that is told', async (text, words) => {
  const failure = await run(text).then(
    () => null,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(UsageError);
  expect(String(failure)).toMatch(words);
  expect(world.deeds.of('change', 'save')).toEqual([]);
});

test('a file about other sites than those named is not used', async () => {
  await run(`adopt ${SITE} --apply --backup ${backup}`);
  await expect(run(`adopt www.example.org --rollback ${backup}`)).rejects.toThrow(
    /is about www\.example\.com, not about/,
  );
});
