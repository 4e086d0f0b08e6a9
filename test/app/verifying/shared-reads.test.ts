import { carryOut } from '../../../lib/app/failover-actions.ts';
import { shareReads } from '../../../lib/app/verifying/shared-reads.ts';
import { refusing } from '../../support/deeds.ts';
import { makeFakeFailoverWorld } from '../../support/fake-failover-world.ts';
import { siteNamed } from '../../support/sites.ts';

const WWW = siteNamed('www.example.com');
const SHOP = siteNamed('shop.example.com');
const OTHER = { ...siteNamed('www.example.org'), hostedZone: 'example.org' };

test('a zone is listed once for all of its sites, and the account once for all', async () => {
  const world = makeFakeFailoverWorld();
  const request = { action: 'verify', site: null, by: 'ops' } as const;
  await world.clock.finish(carryOut(world.deps, [WWW, SHOP], request, 1_000));
  expect(world.deeds.of('route53 zone')).toEqual(['route53 zone example.com']);
  expect(world.deeds.of('route53 records')).toEqual([
    'route53 records www.example.com example.com *.example.com shop.example.com',
  ]);
  expect(world.deeds.of('route53 health checks')).toHaveLength(1);
  expect(world.deeds.of('read topic')).toHaveLength(1);
  expect(world.deeds.of('read heartbeat')).toHaveLength(1);
});

test('each zone is asked for the names of its own sites', async () => {
  const world = makeFakeFailoverWorld();
  const asked: (readonly string[])[] = [];
  const shared = shareReads(
    {
      ...world.deps,
      readZone: async (name) => ({ ...(await world.deps.readZone(name)), id: `Z-${name}` }),
      readRecords: async (_zoneId, names) => {
        asked.push(names);
        return [];
      },
    },
    [WWW, OTHER],
  );
  for (const { hostedZone, name } of [WWW, OTHER]) {
    const zone = await shared.readZone(hostedZone);
    await shared.readRecords(zone.id, [name]);
  }
  expect(asked).toEqual([
    ['www.example.com', 'example.com', '*.example.com'],
    ['www.example.org', 'example.org', '*.example.org'],
  ]);
});

test('whoever asks gets the records of the names they asked for', async () => {
  const world = makeFakeFailoverWorld();
  const shared = shareReads(world.deps, [WWW]);
  expect(await shared.readRecords('Z', ['www.example.com'])).toHaveLength(2);
  expect(await shared.readRecords('Z', ['example.com'])).toEqual([]);
});

test('a read that fails fails for all of them, and is not repeated', async () => {
  const world = makeFakeFailoverWorld();
  world.deeds.refuse = refusing('route53 health checks');
  const shared = shareReads(world.deps, [WWW, SHOP]);
  await expect(shared.listHealthChecks()).rejects.toThrow();
  await expect(shared.listHealthChecks()).rejects.toThrow();
  expect(world.deeds.of('route53 health checks').length).toBeLessThanOrEqual(1);
});
