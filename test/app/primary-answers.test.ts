import { doesPrimaryAnswer } from '../../lib/app/ask-primary.ts';
import { evaluate } from '../../lib/app/evaluate.ts';
import type { Endpoint } from '../../lib/core/probing/probe.ts';
import { type FakeFailoverWorld, makeFakeFailoverWorld } from '../support/fake-failover-world.ts';
import { healthyProbe, unhealthyProbe } from '../support/probes.ts';
import { siteNamed } from '../support/sites.ts';

const SITE = siteNamed('www.example.com');
const run = (world: FakeFailoverWorld) => world.clock.finish(evaluate(world.deps, SITE, 60_000));

test('a primary that answers us although the monitor calls it unhealthy is not left', async () => {
  const world = makeFakeFailoverWorld();
  await world.saw(SITE, 'unhealthy');
  world.answersUs = true;
  const before = world.clock.elapsed();
  expect(await run(world)).toMatchObject({ decision: { reason: 'primary-answers', flipTo: null } });
  expect(world.switches.size).toBe(0);
  // Ten looks, a second apart, and then the next minute's evaluation goes on.
  expect(world.clock.elapsed() - before).toBe(9_000);
});

test('it is left as soon as it does not', async () => {
  const world = makeFakeFailoverWorld();
  await world.saw(SITE, 'unhealthy');
  world.answersUs = true;
  const running = evaluate(world.deps, SITE, 60_000);
  await world.clock.advance(3_500);
  world.answersUs = false;
  expect(await world.clock.finish(running)).toMatchObject({
    decision: { reason: 'dns-confirmed' },
  });
  expect(world.switches.size).toBe(1);
});

test('nobody waits for it for longer than half a second, and one address that answers is enough', async () => {
  const asked: Endpoint[] = [];
  const answering = (...healthy: readonly string[]) =>
    doesPrimaryAnswer(
      async (endpoints) => {
        asked.push(...endpoints);
        return endpoints.map(({ address }) =>
          (healthy.includes(address) ? healthyProbe : unhealthyProbe)({ address }),
        );
      },
      SITE,
      ['203.0.113.10', '203.0.113.11'],
    );
  expect(await answering('203.0.113.11')).toBe(true);
  expect(await answering()).toBe(false);
  expect(new Set(asked.map(({ expect }) => expect.withinMs))).toEqual(new Set([500]));
});
