import { carryOut } from '../../../lib/app/failover-actions.ts';
import { shareReads } from '../../../lib/app/verifying/shared-reads.ts';
import { type SnapshotDeps, takeSnapshot } from '../../../lib/app/verifying/snapshot.ts';
import type { Site } from '../../../lib/core/site.ts';
import { makeCallPace } from '../../../lib/io/call-pace.ts';
import {
  ENDPOINT_CHECK,
  PARENT_CHECK,
  PRIMARY_RECORD,
  SWITCH_CHECK,
} from '../../fixtures/snapshot.ts';
import { makeFakeFailoverWorld } from '../../support/fake-failover-world.ts';
import { siteNamed } from '../../support/sites.ts';

/** From one continent to another, on a slow day. */
const ROUTE53_MS = 300;

/** Route 53 as it is called: at the account's pace, each call slow, `readZone` being two of them. */
function makeSlowRoute53(site: Site, addresses: number) {
  const world = makeFakeFailoverWorld();
  const { clock } = world;
  const calls: string[] = [];
  const waits: number[] = [];
  const pace = makeCallPace({ monotonicMs: clock.elapsed, sleep: clock.sleep, chance: () => 0 });
  const call = async <T>(name: string, answer: T): Promise<T> => {
    const askedMs = clock.elapsed();
    return pace(async () => {
      calls.push(name);
      waits.push(clock.elapsed() - askedMs);
      await clock.sleep(ROUTE53_MS);
      return answer;
    }, new AbortController().signal);
  };
  const endpoints = Array.from({ length: addresses }, (_, index) => ({
    ...ENDPOINT_CHECK,
    id: `endpoint-${index}`,
  }));
  const switches = endpoints.map((_, index) => ({ ...SWITCH_CHECK, id: `switch-${index}` }));
  const children = [...endpoints, ...switches];
  const parent = { ...PARENT_CHECK, childIds: children.map(({ id }) => id) };
  const deps = {
    ...world.deps,
    readZone: async (name: string) => {
      await call('list zones', null);
      return call('get zone', await world.deps.readZone(name));
    },
    readRecords: (_zoneId: string, names: readonly string[]) =>
      call(
        'list records',
        names.map((name) => ({ ...PRIMARY_RECORD, name })),
      ),
    listHealthChecks: () => call('list health checks', [parent, ...children]),
    readCheckers: (id: string) => call(`checkers of ${id}`, []),
  } satisfies SnapshotDeps;
  return { clock, calls, waits, deps, site };
}

test.each([1, 2, 3, 10])(
  'a site with %d addresses costs at most 8 calls of Route 53, and less than 5 s',
  async (addresses) => {
    const { clock, calls, deps, site } = makeSlowRoute53(siteNamed('www.example.com'), addresses);
    const beganMs = clock.elapsed();
    await clock.finish(takeSnapshot(deps, site));
    expect(calls.length).toBeLessThanOrEqual(8);
    expect(calls).toContain('checkers of switch-0');
    expect(clock.elapsed() - beganMs).toBeLessThan(5_000);
  },
);

test('however many sites there are, no call waits so long for its turn that it is given up', async () => {
  const sites = Array.from({ length: 60 }, (_, index) => siteNamed(`shop-${index}.example.com`));
  const { clock, calls, deps, waits } = makeSlowRoute53(siteNamed('none'), 1);
  const request = { action: 'verify', site: null, by: 'ops' } as const;
  await clock.finish(carryOut(deps, sites, request, 1_000));
  expect(calls.length).toBeGreaterThan(100);
  expect(Math.max(...waits)).toBeLessThan(20_000);
});

test('ten sites of one zone cost four calls, and two for each', async () => {
  const sites = Array.from({ length: 10 }, (_, index) => siteNamed(`shop-${index}.example.com`));
  const [first = siteNamed('none')] = sites;
  const { clock, calls, deps } = makeSlowRoute53(first, 1);
  const shared = shareReads(deps, sites);
  await clock.finish(Promise.all(sites.map((site) => takeSnapshot(shared, site))));
  expect(calls).toHaveLength(4 + 2 * sites.length);
});
