import { failoverHandler } from '../../functions/handlers/failover.ts';
import { probeHandler } from '../../functions/handlers/probe.ts';
import { makeFakeFailoverWorld } from '../support/fake-failover-world.ts';
import { makeFakeProbeWorld, NOON } from '../support/fake-probe-world.ts';
import { siteNamed } from '../support/sites.ts';

const SITE = siteNamed('www.example.com');
/** Lambda's context, as far as the handlers read it. */
const leaving = (ms: number) => ({ getRemainingTimeInMillis: () => ms, awsRequestId: 'c7f5-12' });

describe('the probe function', () => {
  const lasts = async (event: object, remainingMs: number): Promise<number> => {
    const world = makeFakeProbeWorld();
    const handler = probeHandler(() => ({ deps: world.deps, sites: [SITE] }));
    await world.clock.finish(handler({ shard: 0, of: 1, ...event }, leaving(remainingMs)));
    return world.clock.now() - NOON;
  };

  test('without a successor runs until the end of its time, less 15 s to save what it found', async () => {
    expect(await lasts({}, 150_000)).toBe(135_000);
    expect(await lasts({}, 5_000)).toBe(0);
  });

  test('runs no longer than the event says', async () => {
    expect(await lasts({ durationMs: 3_000 }, 150_000)).toBe(3_000);
  });

  test('answers with the summary of the window', async () => {
    const world = makeFakeProbeWorld();
    const handler = probeHandler(() => ({ deps: world.deps, sites: [SITE] }));
    const summary = await world.clock.finish(handler({ shard: 0, of: 1 }, leaving(75_000)));
    expect(summary).toMatchObject({ message: 'window', sites: { 'www.example.com': 'healthy' } });
  });

  test('touches nothing for an event that it does not understand', async () => {
    const world = jest.fn();
    await expect(probeHandler(world)({ shard: 1 }, leaving(75_000))).rejects.toThrow('of: ');
    expect(world).not.toHaveBeenCalled();
  });
});

describe('the failover function', () => {
  test.each([undefined, null, {}])(
    'verifies every site when it is invoked with %p',
    async (event) => {
      const world = makeFakeFailoverWorld();
      const handler = failoverHandler(() => ({ deps: world.deps, sites: [SITE] }));
      const answer = await world.clock.finish(handler(event, leaving(60_000)));
      expect(answer).toMatchObject({ action: 'verify', verifications: [{ site: SITE.name }] });
    },
  );

  test.each([
    [60_000, 40_000],
    [25_000, 5_000],
    [19_000, 0],
  ])('with %i ms left it waits %i ms for the name servers', async (remainingMs, waitedMs) => {
    const world = makeFakeFailoverWorld();
    world.dnsFollowsAfterMs = 600_000;
    await world.saw(SITE, 'unhealthy');
    const handler = failoverHandler(() => ({ deps: world.deps, sites: [SITE] }));
    await world.clock.finish(
      handler({ action: 'evaluate', site: SITE.name }, leaving(remainingMs)),
    );
    expect(world.clock.now() - NOON).toBe(waitedMs);
    expect([...world.switches.keys()]).toEqual([SITE.name]);
  });

  test.each([
    ['the invocation, of which CloudTrail knows more', {}, 'invocation c7f5-12'],
    ['whoever the event names', { by: 'ops@example.com' }, 'ops@example.com'],
  ])('remembers who ordered something: %s', async (_name, who, by) => {
    const world = makeFakeFailoverWorld();
    const handler = failoverHandler(() => ({ deps: world.deps, sites: [SITE] }));
    const held = { action: 'hold', reason: 'the database moves', for: '2h', ...who };
    await world.clock.finish(handler(held, leaving(60_000)));
    const history = handler({ action: 'history', site: SITE.name }, leaving(60_000));
    expect(await world.clock.finish(history)).toMatchObject({
      history: [{ event: 'hold', by, words: 'the database moves', at: NOON }],
    });
    expect((await world.controllers.load(SITE.name))?.value.failover.hold?.until).toBe(
      NOON + 7_200_000,
    );
  });

  test('touches nothing for an event that it does not understand', async () => {
    const world = makeFakeFailoverWorld();
    const handler = failoverHandler(() => ({ deps: world.deps, sites: [SITE] }));
    await expect(handler({ action: 'fly' }, leaving(60_000))).rejects.toThrow('action: ');
    expect(world.deeds.done).toEqual([]);
  });
});
