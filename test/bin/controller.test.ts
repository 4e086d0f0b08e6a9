import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controllerCommands } from '../../bin/commands/controller.ts';
import type { ControllerAction } from '../../bin/controller/action-lines.ts';
import type { ControllerWorld } from '../../bin/controller/aws-world.ts';
import { EndedError } from '../../bin/ending.ts';
import { AwsCallError } from '../../lib/io/aws-errors.ts';
import { sleep } from '../../lib/io/clock.ts';
import { eventually } from '../support/eventually.ts';
import { type FakeFailoverWorld, makeFakeFailoverWorld } from '../support/fake-failover-world.ts';
import { siteNamed } from '../support/sites.ts';
import { captureOutput } from './captured.ts';

const SITE = 'www.example.com';
const ADA = 'arn:aws:iam::123456789012:user/ada';
const SITES_YML = `
sites:
  - name: ${SITE}
    hostedZone: example.com
    primary: { address: 203.0.113.10, protocol: http, path: /health }
    secondary: { region: eu-west-1, content: ./site, marker: understudy-fallback }
`;

const folder = mkdtempSync(join(tmpdir(), 'controller-test-'));
const file = join(folder, 'sites.yml');
writeFileSync(file, SITES_YML);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let world: FakeFailoverWorld;
let written: ReturnType<typeof captureOutput>;
beforeEach(() => {
  world = makeFakeFailoverWorld();
  written = captureOutput();
});
afterEach(() => jest.restoreAllMocks());

type Change = Partial<ControllerWorld> & { readonly signal?: AbortSignal };

/** Runs a command line against the fake world; time passes only when somebody waits. */
function run(action: ControllerAction, args: string, { signal, ...change }: Change = {}) {
  const commands = controllerCommands(async (_config, _settings, log) => ({
    deps: { ...world.deps, log, sleep: (ms) => world.clock.advance(ms) },
    putByHand: ({ site }) =>
      world.deeds.act(`put by hand ${site}`, () => {
        const isFree = !world.switches.has(site);
        world.flipByHand(site, 'secondary');
        return isFree;
      }),
    caller: { by: ADA, account: '123456789012', doubt: null },
    region: 'eu-west-1',
    hasBucket: true,
    ...change,
  }));
  const words = [...args.matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );
  return commands[action].run([...words, '--file', file], {
    signal: signal ?? new AbortController().signal,
  });
}

const flips = () => world.deeds.of('put switch', 'remove switch', 'put by hand');
const outage = () => {
  world.deeds.refuse = (deed) =>
    /^(load|save) /.test(deed)
      ? new AwsCallError({ action: 'dynamodb:GetItem', on: 'table t' }, 'it is on fire')
      : null;
};

describe('a failover', () => {
  test('is carried out as in Lambda, and the record says whose order it was', async () => {
    await world.saw(siteNamed(SITE), 'unhealthy');
    world.dnsFollowsAfterMs = 3_000;
    expect(await run('failover', `${SITE} --reason "the region is down"`)).toBe(0);
    expect(written.stdout).toMatch(/^phase +on-secondary$/m);
    expect(written.stderr).toBe('');
    expect(world.switches.get(SITE)).toMatchObject({ by: ADA, reason: 'the region is down' });
    const [done, begun] = await world.deps.readHistory(SITE, 10);
    expect(done?.event).toBe('failover-done');
    expect(begun).toMatchObject({ event: 'failover-begun', by: ADA, words: 'the region is down' });
  });

  test('that a rule blocks does nothing, ends with 1, and says how it is overridden here', async () => {
    await world.saw(siteNamed(SITE), 'unhealthy');
    world.page = () => new Error('nobody there');
    const args = `${SITE} --reason x`;
    expect(await run('failover', args)).toBe(1);
    expect(flips()).toEqual([]);
    const hint = /On this command line: (--override \S+)$/m.exec(written.stdout)?.[1];
    expect(hint).toBe('--override secondary-not-healthy');
    expect(await run('failover', `${args} ${hint}`)).toBe(0);
    expect(flips()).toEqual([`put switch ${SITE}`]);
  });

  test('as a dry run does nothing', async () => {
    await world.saw(siteNamed(SITE), 'unhealthy');
    expect(await run('failover', `${SITE} --reason x --dry-run`)).toBe(0);
    expect(written.stdout).toContain('dry run');
    expect(world.deeds.of('put', 'save')).toEqual([]);
  });

  test('as JSON is the answer of the function', async () => {
    await world.saw(siteNamed(SITE), 'unhealthy');
    expect(await run('failover', `${SITE} --reason x --json`)).toBe(0);
    expect(JSON.parse(written.stdout)).toMatchObject({
      action: 'failover',
      ok: true,
      orders: [{ site: SITE, outcome: 'flipped', isDryRun: false }],
    });
  });

  test('waits as long as it is told, and no longer', async () => {
    await world.saw(siteNamed(SITE), 'unhealthy');
    world.dnsFollowsAfterMs = 3_600_000;
    const before = world.clock.now();
    expect(await run('failover', `${SITE} --reason x --wait 90s`)).toBe(1);
    expect(world.clock.now() - before).toBe(90_000);
    expect(written.stdout).toMatch(/^phase +failing-over$/m);
  });

  test('needs to know where the switch is', async () => {
    const caller = { by: 'ada@laptop (unverified)', account: null, doubt: 'STS is silent' };
    await expect(
      run('failover', `${SITE} --reason x`, { hasBucket: false, caller }),
    ).rejects.toMatchObject({
      name: 'ControllerError',
      message: expect.stringContaining('give --account or --switch-bucket'),
    });
    expect(world.deeds.done).toEqual([]);
  });
});

test('an alert that cannot be sent stops nothing, and is told', async () => {
  await world.saw(siteNamed(SITE), 'unhealthy');
  world.deeds.refuse = (deed) => (deed.startsWith('publish') ? new Error('no topic') : null);
  expect(await run('failover', `${SITE} --reason x`)).toBe(0);
  expect(written.stderr).toContain(`understudy: ${SITE}: alert not sent: Error: no topic\n`);
});

describe('without the state table', () => {
  beforeEach(outage);

  test.each(['failover', 'failback'] as const)(
    'a %s says so and offers the switch',
    async (action) => {
      const failed = run(action, `${SITE} --reason x`);
      await expect(failed).rejects.toThrow(AggregateError);
      const { errors } = (await failed.catch((error: unknown) => error)) as AggregateError;
      expect(errors).toEqual([
        expect.objectContaining({
          name: 'ControllerError',
          message: expect.stringMatching(
            /^the state table cannot be used: .*on fire; nothing was done; --switch-only (puts|removes) the switch all the same$/,
          ),
        }),
      ]);
      expect(flips()).toEqual([]);
    },
  );

  test('the status tells what can be seen all the same, and ends with an error', async () => {
    await expect(run('status', SITE)).rejects.toThrow(AggregateError);
    expect(written.stdout).toContain(`${SITE}, without its record`);
    expect(written.stdout).toMatch(/^served {5}primary$/m);
    expect(written.stdout).toMatch(/^switch {5}absent$/m);
  });

  test('a hold is not in force, and nobody is told that it is', async () => {
    await expect(run('hold', `${SITE} --reason x`)).rejects.toThrow(AggregateError);
    expect(written.stdout).toBe('');
  });

  describe('the switch alone', () => {
    test('is put by hand, and waited for, with a warning', async () => {
      world.dnsFollowsAfterMs = 3_000;
      expect(await run('failover', `${SITE} --reason x --switch-only`)).toBe(0);
      expect(flips()).toEqual([`put by hand ${SITE}`]);
      expect(written.stdout).toContain('the switch is put, and the name servers answer with the');
      expect(written.stdout).toMatch(/WARNING: The record does not know of this\./);
      expect(world.deeds.of('load', 'save', 'publish', 'route53')).toEqual([]);
    });

    test('is removed', async () => {
      world.flipByHand(SITE, 'secondary');
      world.answersUs = true;
      expect(await run('failback', `${SITE} --reason x --switch-only --json`)).toBe(0);
      expect(world.switches.size).toBe(0);
      expect(JSON.parse(written.stdout)).toMatchObject({
        action: 'failback',
        ok: true,
        site: SITE,
        outcome: 'flipped',
        by: ADA,
      });
    });

    test.each([
      ['failover', 'secondary-not-healthy'],
      ['failback', 'primary-not-healthy'],
    ] as const)(
      'does not %s to a target that does not answer, unless told to',
      async (action, rule) => {
        if (action === 'failback') world.flipByHand(SITE, 'secondary');
        world.page = () => new Error('nobody there');
        const args = `${SITE} --reason x --switch-only`;
        expect(await run(action, args)).toBe(1);
        expect(written.stdout).toContain(`--override ${rule}`);
        expect(flips()).toEqual([]);
        expect(await run(action, `${args} --override ${rule}`)).toBe(0);
        expect(flips()).toHaveLength(1);
      },
    );

    test('as a dry run stays where it is', async () => {
      expect(await run('failover', `${SITE} --reason x --switch-only --dry-run`)).toBe(0);
      expect(written.stdout).toContain('would put the switch now');
      expect(flips()).toEqual([]);
    });

    test('that is there already stays, and is served', async () => {
      world.flipByHand(SITE, 'secondary');
      expect(await run('failover', `${SITE} --reason x --switch-only`)).toBe(0);
      expect(written.stdout).toContain('the switch was there already');
    });

    test('that nobody follows is not a success', async () => {
      world.dnsFollowsAfterMs = 3_600_000;
      const before = world.clock.now();
      expect(await run('failover', `${SITE} --reason x --switch-only --wait 10s`)).toBe(1);
      expect(world.clock.now() - before).toBe(10_000);
      expect(written.stdout).toContain('so far. Route 53 follows it by itself.');
    });
  });
});

test('credentials that end on the way are named, and not the service that said so', async () => {
  const cause = Object.assign(new Error('no'), { name: 'ExpiredTokenException' });
  const call = { action: 'dynamodb:GetItem', on: 'table t' };
  world.deeds.refuse = (deed) =>
    deed.startsWith('load') ? new AwsCallError(call, 'no', { cause }) : null;
  const failed = await run('failover', `${SITE} --reason x`).catch((error: unknown) => error);
  expect((failed as AggregateError).errors).toEqual([
    expect.objectContaining({
      name: 'CredentialsError',
      message: expect.stringMatching(/\(ExpiredTokenException\); sign in again/),
    }),
  ]);
});

describe('somebody who does not wait', () => {
  const patient = { dnsFollowsAfterMs: 3_600_000 };
  const begin = (action: ControllerAction, args: string) => {
    const ended = new AbortController();
    Object.assign(world, patient);
    const running = run(action, args, {
      signal: ended.signal,
      deps: { ...world.deps, sleep },
    });
    running.catch(() => undefined);
    return { running, end: () => ended.abort(new EndedError('SIGINT', 130)) };
  };

  test('is told that the failover goes on, and the switch stays', async () => {
    await world.saw(siteNamed(SITE), 'unhealthy');
    const { running, end } = begin('failover', `${SITE} --reason x`);
    await eventually('the switch is put', () => flips().length === 1);
    end();
    await expect(running).rejects.toThrow('ended by SIGINT');
    expect(written.stderr).toContain('no longer waiting; what was begun goes on by itself');
    expect(written.stdout).toBe('');
    expect(world.switches.has(SITE)).toBe(true);
  });

  test('is told how a drill is ended', async () => {
    await world.saw(siteNamed(SITE), 'healthy');
    world.answersUs = true;
    const { running, end } = begin('drill', `${SITE} --override not-verified`);
    await eventually('the switch is put', () => flips().length === 1);
    end();
    await expect(running).rejects.toThrow('ended by SIGINT');
    expect(written.stderr).toContain('a failback ends the drill');
  });

  test('has begun no drill while only its conditions were looked at', async () => {
    await world.saw(siteNamed(SITE), 'healthy');
    world.answersUs = true;
    let end: () => void = () => undefined;
    world.deeds.delay = async (deed) => {
      // The verification before it was saved by then.
      if (deed.startsWith('load monitor')) end();
    };
    const begun = begin('drill', `${SITE} --override not-verified`);
    end = begun.end;
    await expect(begun.running).rejects.toThrow('ended by SIGINT');
    expect(world.deeds.of('save controller')).toHaveLength(1);
    expect(flips()).toEqual([]);
    expect(written.stderr).toBe('understudy: ended; nothing was begun\n');
  });

  test('even while it was only found out who it is', async () => {
    await world.saw(siteNamed(SITE), 'unhealthy');
    const signal = AbortSignal.abort(new EndedError('SIGINT', 130));
    await expect(run('failover', `${SITE} --reason x`, { signal })).rejects.toThrow();
    expect(written.stderr).toBe('understudy: ended; nothing was begun\n');
    expect(world.deeds.of('save', 'put')).toEqual([]);
  });

  test('before anything was begun has changed nothing', async () => {
    await world.saw(siteNamed(SITE), 'unhealthy');
    let end: () => void = () => undefined;
    world.deeds.delay = async (deed) => {
      if (deed.startsWith('load controller')) end();
    };
    const begun = begin('failover', `${SITE} --reason x`);
    end = begun.end;
    await expect(begun.running).rejects.toThrow('ended by SIGINT');
    expect(written.stderr).toBe('understudy: ended; nothing was begun\n');
    expect(world.deeds.of('save', 'put')).toEqual([]);
  });
});

describe('a drill', () => {
  const page = join(folder, 'drill.html');

  test('is seen through, and its report is a page', async () => {
    await world.saw(siteNamed(SITE), 'healthy');
    world.answersUs = true;
    const code = await run('drill', `${SITE} --override not-verified --html ${page}`);
    expect(flips()).toEqual([`put switch ${SITE}`, `remove switch ${SITE}`]);
    expect(code).toBe(0);
    expect(readFileSync(page, 'utf8')).toContain(`Drill of <bdi>${SITE}</bdi>`);
  });

  test('that nobody may override offers no way to', async () => {
    await world.saw(siteNamed(SITE), 'unhealthy');
    expect(await run('failover', `${SITE} --reason x`)).toBe(0);
    written.stdout = '';
    expect(await run('drill', SITE)).toBe(1);
    expect(written.stdout).toContain('flip-under-way');
    expect(written.stdout).not.toContain('--override');
  });

  test('that does not begin has no page', async () => {
    await world.saw(siteNamed(SITE), 'unhealthy');
    expect(await run('drill', `${SITE} --html ${folder}/none.html`)).toBe(1);
    expect(written.stderr).toContain(
      `there is no report yet, so ${folder}/none.html was not written`,
    );
  });
});

describe('holds and their history', () => {
  test('a hold, its release, and who did it', async () => {
    expect(await run('hold', `${SITE} --reason "hands off" --for 2h`)).toBe(0);
    expect(written.stdout).toContain('2026-11-22 14:00:00 UTC');
    expect(await run('release', SITE)).toBe(0);
    written.stdout = '';
    expect(await run('history', `${SITE} --limit 1 --json`)).toBe(0);
    expect(JSON.parse(written.stdout).history).toEqual([
      expect.objectContaining({ event: 'release', by: ADA }),
    ]);
  });

  test('an order of somebody whom AWS did not name is marked; a look is not', async () => {
    const caller = { by: 'ada@laptop (unverified)', account: null, doubt: 'STS is silent' };
    await run('hold', `${SITE} --reason x`, { caller });
    expect(written.stderr).toBe(
      'understudy: AWS did not tell who you are, so the record will say ada@laptop (unverified) (STS is silent)\n',
    );
    written.stderr = '';
    await run('history', SITE, { caller });
    expect(written.stderr).toBe('');
    expect(written.stdout).toContain('ada@laptop (unverified)');
  });
});

test('a region that is not the one of the secondaries is said', async () => {
  await world.saw(siteNamed(SITE), 'healthy');
  expect(await run('status', SITE, { region: 'us-east-1' })).toBe(0);
  expect(written.stderr).toContain(
    'AWS_REGION is us-east-1: the stack is looked for there and not in',
  );
});

describe('verify', () => {
  const saw = () => world.saw(siteNamed(SITE), 'healthy');
  const broken = () => {
    world.page = () => ({ url: '', address: '', status: 404, headers: {}, body: '', totalMs: 1 });
  };

  test('looks at everything, and ends with 0 when nothing fails', async () => {
    await saw();
    expect(await run('verify', SITE)).toBe(0);
    expect(written.stdout).toMatch(/^www\.example\.com: \d+ pass$/m);
    expect(written.stdout).toMatch(/^PASS +records\.pair-complete +1 PRIMARY and 1 SECONDARY/m);
  });

  test('a failure ends with 1, and says how it is mended', async () => {
    await saw();
    broken();
    expect(await run('verify', SITE)).toBe(1);
    expect(written.stdout).toMatch(/^www\.example\.com: \d+ fail/);
    expect(written.stdout).toContain(`npm start -- publish ${SITE}`);
  });

  test('what could not be looked at ends with 2', async () => {
    await saw();
    world.deeds.refuse = (deed) => (deed.startsWith('route53 zone') ? new Error('denied') : null);
    expect(await run('verify', SITE)).toBe(2);
    expect(written.stdout).toMatch(/^UNKNOWN +records\.readable/m);
  });

  test('for programs it is one object a site', async () => {
    await saw();
    expect(await run('verify', `${SITE} --json`)).toBe(0);
    const { site, findings } = JSON.parse(written.stdout);
    expect(site).toBe(SITE);
    expect(findings[0]).toEqual({
      id: 'records.pair-complete',
      outcome: 'pass',
      seen: expect.any(String),
      why: expect.any(String),
      mend: null,
    });
  });

  test('only a topic or a check, and the exit code is theirs', async () => {
    await saw();
    broken();
    expect(await run('verify', `${SITE} --only records,bucket.ours`)).toBe(0);
    expect(written.stdout).toMatch(/^PASS +bucket\.ours/m);
    expect(written.stdout).not.toContain('website.');
    await expect(run('verify', `${SITE} --only websites`)).rejects.toThrow(
      'there is no check websites; did you mean website?',
    );
  });

  test('a check is explained without asking anybody', async () => {
    expect(await run('verify', '--explain website.hsts')).toBe(0);
    expect(written.stdout).toMatch(/^website\.hsts \(may fail\)\n/);
    expect(world.deeds.done).toEqual([]);
    await expect(run('verify', '--explain website.hst')).rejects.toThrow(
      'did you mean website.hsts?',
    );
  });
});
