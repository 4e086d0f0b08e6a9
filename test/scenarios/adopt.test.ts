import { digest } from '../../bin/adopt/adopt-world.ts';
import { type AdoptOrder, adopt } from '../../lib/app/adopt/adopt.ts';
import type { AdoptDeps, AdoptStep } from '../../lib/app/adopt/adopt-deps.ts';
import type { Backup } from '../../lib/core/adopt/backup.ts';
import { NO_CHOICES } from '../../lib/core/adopt/choices.ts';
import { epochMs } from '../../lib/core/time.ts';
import { sleep } from '../../lib/io/clock.ts';
import { makeAskNameServer } from '../../lib/io/dns.ts';
import { makeFetchPage } from '../../lib/io/fetch-page.ts';
import { makeProbeOnce } from '../../lib/io/probe/probe-once.ts';
import { makeOpenProber } from '../../lib/io/probe/prober.ts';
import { startStage } from '../../lib/local/stage.ts';
import { STAGE_PLACES } from '../../lib/local/stage-site.ts';
import type { Stage } from '../../lib/local/stage-type.ts';
import { simpleRecord } from '../../lib/local/zone.ts';
import { SWITCH_NOTE } from '../fixtures/records.ts';
import { eventually } from '../support/eventually.ts';

jest.setTimeout(30_000);

const NAME = 'www.example.com';
const PLAIN = simpleRecord(NAME, 'A', 300, ['203.0.113.10']);
const FILES = [
  {
    path: 'index.html',
    body: '<meta name="robots" content="noindex"><h1>static</h1>',
    contentType: 'text/html; charset=utf-8',
  },
];
/** A minute of waiting takes half a second. */
const HURRY = 120;

let stage: Stage;
let steps: AdoptStep[];
let backups: Backup[];
beforeEach(async () => {
  stage = await startStage({ files: FILES, checkerIntervalMs: 25, settleAsks: 2 });
  stage.zone.setRecords([PLAIN]);
  steps = [];
  backups = [];
});
afterEach(() => stage.close());

/** The real DNS client, page fetcher and prober, on the stage's sockets. */
function depsOn(change: Partial<AdoptDeps> = {}): AdoptDeps {
  const lookup = stage.resolveAddresses;
  const now = () => epochMs(Math.round(performance.now() * HURRY));
  return {
    ...stage,
    now,
    digest,
    sleep: (durationMs, signal) => sleep(durationMs / HURRY, signal),
    switchDomain: `${STAGE_PLACES.switchBucket}.${STAGE_PLACES.restName}`,
    askNameServer: makeAskNameServer({ dial: stage.dial }),
    distributionOf: async () => null,
    fetchPage: makeFetchPage({ lookup, dial: stage.dial }),
    readCertificate: () => Promise.reject(new Error('the stage has no certificate')),
    probeOnce: makeProbeOnce(makeOpenProber({ now, dial: stage.dial, lookup })),
    saveFile: async (backup) => {
      backups.push(backup);
      return 'backup.json';
    },
    saveItem: async () => undefined,
    tell: (step) => steps.push(step),
    ...change,
  };
}

const carryOut = (order: AdoptOrder, change: Partial<AdoptDeps> = {}) =>
  adopt(
    depsOn(change),
    { sites: [stage.site], order, apply: { planId: null, waitMs: 300_000 }, by: 'ada' },
    new AbortController().signal,
  );
const ADOPT: AdoptOrder = { kind: 'adopt', choices: NO_CHOICES };
const RELEASE: AdoptOrder = { kind: 'release', overrides: [] };

/** What all of the name servers say, in real packets. */
const answered = async (): Promise<readonly string[]> => {
  const ask = makeAskNameServer({ dial: stage.dial });
  const answers = await Promise.all(
    STAGE_PLACES.nameServers.map(({ address }) => ask(address, NAME, 'A')),
  );
  return [...new Set(answers.flatMap(({ addresses }) => addresses))];
};
const recordsNow = async () =>
  (await stage.readRecords('Z0EXAMPLE0STAGE', [NAME])).map(({ failover }) => failover);

test('a plain record is adopted without a visitor noticing, fails over in an outage, and is released', async () => {
  const seen = new Set<string>();
  const isDone = { value: false };
  const visitor = (async () => {
    while (!isDone.value) for (const address of await answered()) seen.add(address);
  })();
  const { outcome } = await carryOut(ADOPT);
  isDone.value = true;
  await visitor;
  expect(outcome.kind).toBe('applied');
  expect([...seen]).toEqual(['203.0.113.10']);
  expect((await recordsNow()).toSorted()).toEqual(['PRIMARY', 'SECONDARY']);

  await stage.primary.kill();
  await eventually('visitors are on the secondary', async () =>
    (await answered()).includes('198.51.100.20'),
  );
  expect((await carryOut(RELEASE)).outcome.kind).toBe('blocked');
  await stage.primary.revive();
  await eventually('visitors are back', async () => (await answered()).includes('203.0.113.10'));

  expect((await carryOut(RELEASE)).outcome.kind).toBe('applied');
  expect(await stage.readRecords('Z0EXAMPLE0STAGE', [NAME])).toEqual([
    { ...PLAIN, ttlSeconds: 60 },
  ]);
  await stage.primary.kill();
  expect(await answered()).toEqual(['203.0.113.10']);
});

test('a switch object that appears while the change goes through brings the plain record back', async () => {
  const { outcome } = await carryOut(ADOPT, {
    tell: (step) => {
      steps.push(step);
      if (step.step === 'sent') void stage.switch.put(NAME, SWITCH_NOTE);
    },
  });
  expect(outcome).toMatchObject({
    kind: 'rolled-back',
    why: expect.stringContaining('198.51.100.20'),
  });
  expect(await stage.readRecords('Z0EXAMPLE0STAGE', [NAME])).toEqual([PLAIN]);
  expect(await answered()).toEqual(['203.0.113.10']);
});

test('what was adopted is put back to the letter from what was saved', async () => {
  await carryOut(ADOPT);
  const [backup] = backups;
  if (backup === undefined) throw new Error('nothing was saved');
  const { outcome } = await carryOut({ kind: 'rollback', backup, overrides: [] });
  expect(outcome.kind).toBe('applied');
  expect(await stage.readRecords('Z0EXAMPLE0STAGE', [NAME])).toEqual([PLAIN]);
});

test('a primary that is dead is waited for, and not adopted', async () => {
  await stage.primary.kill();
  await eventually('the checkers know', () => !stage.checks.isHealthy(stage.checkIds.endpoint));
  expect((await carryOut(ADOPT)).outcome.kind).toBe('not-ready');
  expect(await stage.readRecords('Z0EXAMPLE0STAGE', [NAME])).toEqual([PLAIN]);
  expect(steps.some(({ step }) => step === 'waiting')).toBe(true);
});
