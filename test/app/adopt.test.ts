import { type AdoptRequest, adopt } from '../../lib/app/adopt/adopt.ts';
import { SeveralZonesError } from '../../lib/app/adopt/look-at-zone.ts';
import { NO_CHOICES } from '../../lib/core/adopt/choices.ts';
import { isGood } from '../../lib/core/adopt/outcome.ts';
import { ChangeUncertainError } from '../../lib/core/record-change.ts';
import { PAIR, plain } from '../core/adopt/zone-world.ts';
import {
  DISTRIBUTION,
  HTTPS_SITE,
  PAGE_503,
  PRIVATE_BUCKET,
  TO_DISTRIBUTION,
} from '../fixtures/https-site.ts';
import { dnsAnswer, PAGE, SITE } from '../fixtures/snapshot.ts';
import { refusing } from '../support/deeds.ts';
import {
  type FakeAdoptWorld,
  makeFakeAdoptWorld,
  WEBSITE_ADDRESS,
} from '../support/fake-adopt-world.ts';
import { behindLoadBalancer, siteNamed } from '../support/sites.ts';

const PLAIN = 'A plain 203.0.113.10 300s';
const ADOPTED = ['A PRIMARY 203.0.113.10 60s', 'A SECONDARY'];

let world: FakeAdoptWorld;
let ended: AbortController;
beforeEach(() => {
  world = makeFakeAdoptWorld([plain()]);
  ended = new AbortController();
});

const REQUEST: AdoptRequest = {
  sites: [SITE],
  order: { kind: 'adopt', choices: NO_CHOICES },
  apply: { planId: null, waitMs: 900_000 },
  by: 'ada',
};
const run = (change: Partial<AdoptRequest> = {}) =>
  world.clock.finish(adopt(world.deps, { ...REQUEST, ...change }, ended.signal));
const changes = () => world.deeds.of('change', 'save');
/** What happened so far when the step was told. */
const when = (step: string, then: () => void) => {
  const { tell } = world.deps;
  Object.assign(world.deps, {
    tell: (told: Parameters<typeof tell>[0]) => {
      tell(told);
      if (told.step === step) then();
    },
  });
};

describe('to plan', () => {
  test('changes nothing and saves nothing', async () => {
    const result = await run({ apply: null });
    expect(result.outcome).toEqual({ kind: 'planned' });
    expect(result.plan.changes).toHaveLength(3);
    expect([changes(), world.shown(), isGood(result)]).toEqual([[], [PLAIN], true]);
  });

  test('is not good while something blocks', async () => {
    world.isSwitchPresent = true;
    const result = await run({ apply: null });
    expect([result.outcome.kind, isGood(result)]).toEqual(['planned', false]);
  });

  test('is for one zone', async () => {
    const other = { ...siteNamed('www.example.org'), hostedZone: 'example.org' };
    await expect(run({ sites: [SITE, other] })).rejects.toThrow(SeveralZonesError);
  });
});

describe('to apply', () => {
  test('saves the way back in both places, then sends one batch, then asks until all agree', async () => {
    const startedAt = world.clock.now();
    const result = await run();
    expect(result.outcome).toMatchObject({ kind: 'applied', file: 'backup.json' });
    expect(isGood(result)).toBe(true);
    expect(changes()).toEqual(['save file', 'save item', 'change DCC']);
    expect(world.shown()).toEqual(ADOPTED);
    expect(world.files.get('backup.json')).toEqual(world.items[0]);
    expect(world.clock.now() - startedAt).toBeGreaterThanOrEqual(world.inSyncAfterMs + 20_000);
    const steps = world.steps.map(({ step }) => step);
    expect(steps.filter((step) => step === 'confirming')).toHaveLength(6);
    expect(steps.slice(0, 7)).toEqual([
      'looking',
      'planned',
      'looking',
      'saved',
      'sending',
      'sent',
      'in-sync',
    ]);
  });

  test('a second time does nothing', async () => {
    await run();
    expect((await run()).outcome).toEqual({ kind: 'nothing-to-do' });
    expect(changes()).toHaveLength(3);
  });

  test('several sites are one batch', async () => {
    const apex = siteNamed('example.com');
    world = makeFakeAdoptWorld([plain(), plain({ name: 'example.com' })], [SITE, apex]);
    expect((await run({ sites: [SITE, apex] })).outcome.kind).toBe('applied');
    expect(changes()).toEqual(['save file', 'save item', 'change DDCCCC']);
  });

  test('is blocked before anything is waited for', async () => {
    world.isSwitchPresent = true;
    const { outcome, plan } = await run();
    expect([outcome.kind, plan.blocks.map(({ id }) => id)]).toEqual([
      'blocked',
      ['switch-present'],
    ]);
    expect(changes()).toEqual([]);
  });

  test('is blocked by a secondary that does not serve', async () => {
    world.page = () => new Error('nobody there');
    const { outcome, plan } = await run();
    expect([outcome.kind, plan.blocks.map(({ id }) => id)]).toEqual([
      'blocked',
      ['secondary-unknown'],
    ]);
    expect(world.shown()).toEqual([PLAIN]);
  });
});

describe('the health checks', () => {
  test('are waited for: a new switch check is unhealthy at first', async () => {
    world.seeing.set('switch', 16);
    const work = adopt(world.deps, REQUEST, ended.signal);
    await world.clock.advance(60_000);
    expect(changes()).toEqual([]);
    expect(world.steps.at(-1)).toMatchObject({ step: 'waiting', elapsedMs: 60_000 });
    world.seeing.set('switch', 0);
    expect((await world.clock.finish(work)).outcome.kind).toBe('applied');
  });

  test('that do not become healthy in time change nothing', async () => {
    world.seeing.set('endpoint', 0);
    const { outcome } = await run({ apply: { planId: null, waitMs: 120_000 } });
    expect(outcome).toEqual({ kind: 'not-ready', waitedMs: 120_000 });
    expect([changes(), world.shown()]).toEqual([[], [PLAIN]]);
  });

  test('that relapse at the last moment change nothing', async () => {
    world.seeing.set('endpoint', 0);
    let reads = 0;
    when('waiting', () => world.seeing.delete('endpoint'));
    world.deeds.refuse = (deed) => {
      reads += Number(deed === 'read records');
      if (reads === 2) world.seeing.set('switch', 16);
      return null;
    };
    expect((await run()).outcome.kind).toBe('not-ready');
    expect(changes()).toEqual([]);
  });
});

test('a bad day that begins during the waiting blocks at the last moment', async () => {
  world.seeing.set('endpoint', 0);
  when('waiting', () => {
    world.seeing.delete('endpoint');
    world.page = () => new Error('nobody there');
  });
  expect((await run()).outcome.kind).toBe('blocked');
  expect(changes()).toEqual([]);
});

describe('a record that somebody changes', () => {
  test('between the plan that was looked at and its applying is left alone', async () => {
    const { plan } = await run({ apply: null });
    world.records = world.records.map((record) =>
      record.type === 'A' ? { ...record, ttlSeconds: 120 } : record,
    );
    const { outcome } = await run({ apply: { planId: plan.id, waitMs: 0 } });
    expect(outcome).toEqual({ kind: 'changed-since', expectedId: plan.id });
    expect(changes()).toEqual([]);
  });

  test('during the waiting is left alone', async () => {
    world.seeing.set('switch', 16);
    when('waiting', () => {
      world.seeing.delete('switch');
      world.records = [...world.records, plain({ type: 'AAAA', values: ['2001:db8::1'] })];
    });
    expect((await run()).outcome.kind).toBe('changed-since');
    expect(changes()).toEqual([]);
  });

  test('at the very last moment makes Route 53 refuse, and nothing is changed', async () => {
    when('sending', () => {
      world.records = world.records.map((record) =>
        record.type === 'A' ? { ...record, ttlSeconds: 120 } : record,
      );
    });
    const { outcome } = await run();
    expect(outcome).toMatchObject({
      kind: 'refused',
      reasons: [expect.stringContaining('do not match the current values')],
    });
    expect(world.shown()).toEqual(['A plain 203.0.113.10 120s']);
  });

  test('that is the planned one is applied', async () => {
    const { plan } = await run({ apply: null });
    expect((await run({ apply: { planId: plan.id, waitMs: 0 } })).outcome.kind).toBe('applied');
  });
});

describe('without a way back that is saved', () => {
  test.each([
    ['file', null],
    ['item', 'backup.json'],
  ])('in the %s nothing is sent', async (place, file) => {
    world.deeds.refuse = refusing(`save ${place}`);
    expect((await run()).outcome).toMatchObject({ kind: 'not-saved', file });
    expect(world.deeds.of('change')).toEqual([]);
  });
});

describe('name servers', () => {
  const liesFrom = (servers: readonly string[]) => {
    world.answer = (server, _name, type) =>
      servers.includes(server) && type === 'A' ? dnsAnswer({ addresses: [WEBSITE_ADDRESS] }) : null;
  };

  test('that answer otherwise bring everything back by itself', async () => {
    when('sent', () => liesFrom(['192.0.2.3']));
    when('rolling-back', () => liesFrom([]));
    const result = await run();
    expect(result.outcome).toMatchObject({
      kind: 'rolled-back',
      why: `ns-3.example.net answers for www.example.com with A ${WEBSITE_ADDRESS}`,
    });
    expect(isGood(result)).toBe(false);
    expect(world.deeds.of('change')).toEqual(['change DCC', 'change DDC']);
    expect(world.shown()).toEqual([PLAIN]);
  });

  test('that follow a check which turned unhealthy bring everything back', async () => {
    when('sent', () => world.seeing.set('switch', 16));
    expect((await run()).outcome.kind).toBe('rolled-back');
    expect(world.shown()).toEqual([PLAIN]);
  });

  test('that answer otherwise for a moment are asked again', async () => {
    let confirming = 0;
    when('in-sync', () => liesFrom(['192.0.2.3']));
    when('confirming', () => {
      confirming += 1;
      if (confirming === 2) liesFrom([]);
    });
    expect((await run()).outcome.kind).toBe('applied');
    expect(confirming).toBe(8);
  });

  test('must agree several rounds in a row', async () => {
    let confirming = 0;
    when('confirming', () => {
      confirming += 1;
      liesFrom(confirming === 3 ? ['192.0.2.3'] : []);
    });
    expect((await run()).outcome.kind).toBe('applied');
    expect(confirming).toBe(4 + 6);
  });

  test('are held to the records from before, once the change is taken back', async () => {
    world = makeFakeAdoptWorld([plain(), plain({ type: 'AAAA', values: ['2001:db8::1'] })]);
    when('sent', () => world.seeing.set('switch', 16));
    const choices = { ...NO_CHOICES, beside: { AAAA: 'drop' } } as const;
    expect((await run({ order: { kind: 'adopt', choices } })).outcome.kind).toBe('rolled-back');
    expect(world.shown()).toEqual([PLAIN, 'AAAA plain 2001:db8::1 300s']);
  });

  test('that fall silent bring everything back; one that was silent before has no say', async () => {
    const silentFrom = (server: string) => {
      world.answer = (asked) => (asked === server ? new Error('timeout') : null);
    };
    silentFrom('192.0.2.4');
    expect((await run()).outcome.kind).toBe('applied');
    world = makeFakeAdoptWorld([plain()]);
    when('sent', () => silentFrom('192.0.2.4'));
    when('rolling-back', () => {
      world.answer = () => null;
    });
    expect((await run()).outcome).toMatchObject({
      kind: 'rolled-back',
      why: expect.stringContaining('ns-4'),
    });
  });

  test('that still answer otherwise after the way back leave a rollback that failed, with what is known', async () => {
    when('sent', () => liesFrom(['192.0.2.3']));
    expect((await run()).outcome).toMatchObject({
      kind: 'rollback-failed',
      rollbackWhy: expect.stringContaining('ns-3'),
      state: 'before',
      file: 'backup.json',
    });
  });
});

test('a change that never comes into sync is taken back', async () => {
  world.inSyncAfterMs = Number.POSITIVE_INFINITY;
  when('rolling-back', () => {
    world.inSyncAfterMs = 0;
  });
  expect((await run()).outcome.kind).toBe('rolled-back');
  expect(world.shown()).toEqual([PLAIN]);
});

test('a way back that Route 53 refuses is told with where things stand', async () => {
  when('sent', () => world.seeing.set('switch', 16));
  world.deeds.refuse = (deed) =>
    deed === 'change DDC' ? new Error('the control plane is down') : null;
  expect((await run()).outcome).toEqual({
    kind: 'rollback-failed',
    why: expect.stringContaining(WEBSITE_ADDRESS),
    rollbackWhy: 'the control plane is down',
    state: 'after',
    file: 'backup.json',
  });
});

describe('an answer that is lost', () => {
  const lost = (deed: string) =>
    deed === 'change DCC' ? new ChangeUncertainError('timeout') : null;

  test('of a change that was made: it is seen through', async () => {
    world.deeds.lose = lost;
    expect((await run()).outcome.kind).toBe('applied');
    expect(world.deeds.of('change')).toEqual(['change DCC']);
  });

  test('of a change that was not made: nothing was changed', async () => {
    world.deeds.refuse = lost;
    expect((await run()).outcome.kind).toBe('not-sent');
    expect(world.shown()).toEqual([PLAIN]);
  });

  test('of a change that is made late: it is seen through', async () => {
    world.deeds.refuse = (deed) => {
      if (deed !== 'change DCC') return null;
      void world.clock.sleep(12_000).then(() => {
        world.records = [...world.records.filter(({ type }) => type !== 'A'), ...PAIR];
      });
      return new ChangeUncertainError('timeout');
    };
    expect((await run()).outcome.kind).toBe('applied');
  });

  test('and records that cannot be read either: nobody knows, and that is told', async () => {
    world.deeds.lose = lost;
    when('sending', () => {
      world.deeds.refuse = refusing('read records');
    });
    expect((await run()).outcome).toMatchObject({
      kind: 'uncertain',
      state: 'unknown',
      file: 'backup.json',
    });
  });

  test('of the way back, which was made: it is rolled back', async () => {
    world.deeds.lose = (deed) =>
      deed === 'change DDC' ? new ChangeUncertainError('timeout') : null;
    when('sent', () => world.seeing.set('switch', 16));
    expect((await run()).outcome.kind).toBe('rolled-back');
  });
});

test('an error on the way to Route 53 leaves everything as it was', async () => {
  world.deeds.refuse = refusing('change');
  expect((await run()).outcome).toMatchObject({ kind: 'not-sent', file: 'backup.json' });
});

describe('an end in the middle', () => {
  test.each<[string, string, string, readonly string[]]>([
    ['while it waits for the checks', 'waiting', 'interrupted', []],
    ['once the way back is saved', 'saved', 'interrupted', ['save file', 'save item']],
    [
      'while the batch is sent',
      'sending',
      'interrupted-after',
      ['save file', 'save item', 'change DCC'],
    ],
    [
      'while it comes into sync',
      'sent',
      'interrupted-after',
      ['save file', 'save item', 'change DCC'],
    ],
    [
      'while the name servers are asked',
      'confirming',
      'interrupted-after',
      ['save file', 'save item', 'change DCC'],
    ],
  ])('%s: what was done is told, and nothing else is done', async (_name, step, kind, done) => {
    if (step === 'waiting') world.seeing.set('switch', 16);
    when(step, () => ended.abort());
    const { outcome } = await run();
    expect(outcome.kind).toBe(kind);
    expect(changes()).toEqual(done);
  });

  test('does not stop a way back that has begun', async () => {
    when('sent', () => world.seeing.set('switch', 16));
    when('rolling-back', () => ended.abort());
    expect((await run()).outcome.kind).toBe('rolled-back');
    expect(world.shown()).toEqual([PLAIN]);
  });
});

describe('a site behind a load balancer', () => {
  const balanced = siteNamed(SITE.name, {}, behindLoadBalancer);
  const alias = { dnsName: 'lb.example.net', hostedZoneId: 'Z0LB', evaluateTargetHealth: false };
  beforeEach(() => {
    world = makeFakeAdoptWorld([plain({ ttlSeconds: null, values: [], alias })], [balanced]);
  });

  test('is adopted, although nobody knows its addresses beforehand', async () => {
    expect((await run({ sites: [balanced] })).outcome.kind).toBe('applied');
    expect(world.shown()).toEqual(['A PRIMARY', 'A SECONDARY']);
  });

  test('comes back when S3 answers in its place, at whatever address', async () => {
    when('sent', () => {
      world.page = () => ({ ...PAGE, headers: { ...PAGE.headers, server: 'AmazonS3' } });
      world.answer = (_server, _name, type) =>
        type === 'A' ? dnsAnswer({ addresses: ['198.51.100.99'] }) : null;
    });
    when('rolling-back', () => {
      world.answer = () => null;
    });
    expect((await run({ sites: [balanced] })).outcome).toMatchObject({
      kind: 'rolled-back',
      why: expect.stringContaining('198.51.100.99'),
    });
    expect(world.shown()).toEqual(['A plain']);
  });
});

describe('back', () => {
  test('a release makes the record plain again, and looks at no secondary', async () => {
    await run();
    world.page = () => new Error('nobody there');
    const { outcome } = await run({ order: { kind: 'release', overrides: [] } });
    expect(outcome.kind).toBe('applied');
    expect(world.shown()).toEqual(['A plain 203.0.113.10 60s']);
  });

  test('a rollback puts back what the file holds, and only once', async () => {
    await run();
    const backup = world.items[0];
    if (backup === undefined) throw new Error('nothing was saved');
    const order = { kind: 'rollback', backup, overrides: [] } as const;
    expect((await run({ order })).outcome.kind).toBe('applied');
    expect(world.shown()).toEqual([PLAIN]);
    expect((await run({ order })).outcome.kind).toBe('nothing-to-do');
  });
});

describe('an HTTPS secondary', () => {
  const httpsRun = (change: Partial<AdoptRequest> = {}, deps: Partial<typeof world.deps> = {}) => {
    const readBucket = async () => PRIVATE_BUCKET;
    const request = { ...REQUEST, sites: [HTTPS_SITE], ...change };
    return world.clock.finish(adopt({ ...world.deps, readBucket, ...deps }, request, ended.signal));
  };
  beforeEach(() => {
    world = makeFakeAdoptWorld([plain()], [HTTPS_SITE]);
    world.distribution = DISTRIBUTION;
    world.page = () => PAGE_503;
  });

  test('is looked at through the distribution of the stack, and the record leads there', async () => {
    const asked = new Set<string>();
    const { fetchPage } = world.deps;
    const watched: typeof fetchPage = (request) => {
      asked.add(`${request.protocol}://${request.address}:${request.port}`);
      return fetchPage(request);
    };
    const { outcome, plan } = await httpsRun({}, { fetchPage: watched });
    expect([outcome.kind, plan.blocks]).toEqual(['applied', []]);
    const [secondary] = world.records.filter(({ failover }) => failover === 'SECONDARY');
    expect(secondary?.alias).toEqual(TO_DISTRIBUTION);
    expect([...asked].sort()).toEqual(['http://203.0.113.10:80', `https://${DISTRIBUTION}:443`]);
  });

  test.each<[string, () => void, readonly string[]]>([
    [
      'is not deployed',
      () => {
        world.distribution = null;
      },
      ['distribution-missing'],
    ],
    [
      'cannot be found out',
      () => {
        world.distribution = new Error('denied');
      },
      ['distribution-unknown'],
    ],
    [
      'sends an error of CloudFront',
      () => {
        world.page = () => ({ ...PAGE_503, headers: { 'content-type': 'text/html' } });
      },
      ['secondary-failed'],
    ],
  ])('blocks while it %s', async (_name, breakIt, blocks) => {
    breakIt();
    const { outcome, plan } = await httpsRun();
    expect(outcome.kind).toBe('blocked');
    expect(plan.blocks.map(({ id }) => id)).toEqual(expect.arrayContaining([...blocks]));
    expect(world.shown()).toEqual([PLAIN]);
  });

  test('whose bucket keeps CloudFront out blocks, with the policy to paste', async () => {
    const readBucket = async () => ({ ...PRIVATE_BUCKET, policy: null });
    const { plan } = await httpsRun({}, { readBucket });
    expect(plan.blocks.map(({ id }) => id)).toEqual(['secondary-failed']);
    expect(plan.blocks[0]?.mend).toContain('cloudfront.amazonaws.com');
  });

  test('is released like any other', async () => {
    await httpsRun();
    await httpsRun({ order: { kind: 'release', overrides: [] } });
    expect(world.shown()).toEqual(['A plain 203.0.113.10 60s']);
  });
});
