import { probeAddress } from '../../../lib/app/window/address-loop.ts';
import { Allowance } from '../../../lib/app/window/allowance.ts';
import { endpointsOf } from '../../../lib/core/endpoints.ts';
import { type Health, observe, UNKNOWN_HEALTH } from '../../../lib/core/probing/health.ts';
import { firstProbe } from '../../../lib/core/probing/pace.ts';
import { type FakeProbeWorld, makeFakeProbeWorld, NOON } from '../../support/fake-probe-world.ts';
import { POLICY, siteNamed } from '../../support/sites.ts';

const ADDRESS = '203.0.113.10';
const [ENDPOINT] = endpointsOf(siteNamed('www.example.com'), [ADDRESS]);
const SETTLED: Health = { status: 'healthy', since: NOON, run: { verdict: 'healthy', length: 5 } };
/** When the grid of this address and this interval begins, in milliseconds after noon. */
const phaseMs = (intervalMs: number) =>
  firstProbe(`www.example.com ${ADDRESS}`, SETTLED, { intervalMs, lookedUntil: NOON }, NOON)
    .delayMs;

/** Starts the loop of one address; `stop` ends it and waits for it. */
function start(
  world: FakeProbeWorld,
  {
    health,
    intervalMs = 5_000,
    withinMs = 2_000,
    hedges,
  }: { health?: Health; intervalMs?: number; withinMs?: number; hedges?: Allowance } = {},
) {
  if (ENDPOINT === undefined) throw new Error('the fixture has no address');
  const endpoint = { ...ENDPOINT, expect: { ...ENDPOINT.expect, withinMs } };
  const over = new AbortController();
  const policy = { ...POLICY, intervalMs };
  const statuses: Health['status'][] = [];
  const old: boolean[] = [];
  const cut: number[] = [];
  let current = health ?? UNKNOWN_HEALTH;
  const loop = probeAddress(
    {
      ...world.deps,
      probe: world.deps.openProber().probe,
      ...(hedges === undefined ? {} : { hedges }),
    },
    {
      endpoint,
      policy,
      health,
      ...(health === undefined ? {} : { lookedUntil: world.deps.now() }),
      signal: over.signal,
      onResult: (result) => {
        current = observe(current, result, policy);
        statuses.push(current.status);
        return current;
      },
      onOldConnection: (works) => old.push(works),
      onCutShort: (atMs) => cut.push(atMs),
    },
  );
  const stop = () => {
    over.abort();
    return world.clock.finish(loop);
  };
  return { stop, statuses, old, cut, over, loop };
}

const sentAt = (world: FakeProbeWorld) => world.probes.map(({ atMs }) => atMs);
const kinds = (world: FakeProbeWorld) =>
  world.probes.map(({ fresh }) => (fresh ? 'F' : 'p')).join('');

test.each([0, 300, 2_000, 4_999])('probes stay on the grid when each takes %i ms', async (took) => {
  const world = makeFakeProbeWorld();
  world.latencyMs = took;
  const { stop } = start(world, { health: SETTLED, withinMs: 20_000 });
  await world.clock.advance(100_000);
  await stop();
  const first = phaseMs(5_000);
  expect(first).toBeGreaterThan(0);
  expect(sentAt(world)).toEqual(Array.from({ length: 20 }, (_, index) => first + index * 5_000));
});

test('a moment that was missed is missed: the next probe is on the grid', async () => {
  const world = makeFakeProbeWorld();
  world.latencyMs = 7_000;
  const { stop } = start(world, { health: SETTLED, withinMs: 40_000 });
  await world.clock.advance(phaseMs(5_000) + 11_000);
  world.latencyMs = 0;
  await world.clock.advance(20_000);
  await stop();
  const first = phaseMs(5_000);
  expect(sentAt(world).slice(0, 4)).toEqual(
    [0, 10_000, 20_000, 25_000].map((after) => first + after),
  );
});

test('chance delays each probe a little and never moves the grid', async () => {
  const world = makeFakeProbeWorld();
  let draws = 0;
  const deps = { ...world.deps, chance: () => (draws++ % 4) / 4 };
  const { stop } = start({ ...world, deps }, { health: SETTLED });
  await world.clock.advance(40_000);
  await stop();
  const late = sentAt(world).map((atMs) => (atMs - phaseMs(5_000)) % 5_000);
  // The first probe comes at its moment; the jitter is 250 ms at most.
  expect(late).toEqual([0, 0, 62.5, 125, 187.5, 0, 62.5, 125]);
});

describe('when a fresh probe fails where the kept connection worked', () => {
  const failFresh = async (answer: FakeProbeWorld['answer'], forMs: number, latencyMs = 0) => {
    const world = makeFakeProbeWorld();
    const { stop, old, statuses } = start(world, { health: SETTLED });
    await world.clock.advance(phaseMs(5_000) + 45_001);
    world.answer = answer;
    world.latencyMs = latencyMs;
    const quiet = world.probes.length;
    await world.clock.advance(forMs);
    await stop();
    return { kinds: kinds(world).slice(quiet), old, statuses, sentAt: sentAt(world).slice(quiet) };
  };

  test('the kept one is asked once, and that moves nothing', async () => {
    const { kinds, old, statuses } = await failFresh(
      ({ fresh }) => (fresh ? 'unhealthy' : 'healthy'),
      9_000,
    );
    // The tenth probe is fresh and fails; two more follow to the threshold of 3.
    expect(kinds).toBe('FpFF');
    expect(old).toEqual([true]);
    expect(statuses.slice(-3)).toEqual(['healthy', 'healthy', 'unhealthy']);
  });

  test('a kept one that fails too is no evidence of old connections', async () => {
    const { old } = await failFresh(() => 'unhealthy', 9_000);
    expect(old).toEqual([false]);
  });

  test('a kept one that hangs delays no probe', async () => {
    const { sentAt, kinds } = await failFresh(() => 'unhealthy', 9_000, 2_000);
    const [first = Number.NaN] = sentAt;
    const fresh = sentAt.filter((_, index) => kinds[index] === 'F').map((atMs) => atMs - first);
    expect(kinds).toBe('FFFp');
    expect(fresh).toEqual([0, 500, 875]);
  });
});

test('what was due or under way at the end is told', async () => {
  const world = makeFakeProbeWorld();
  world.latencyMs = 1_500;
  const { stop, cut } = start(world, { health: SETTLED });
  await world.clock.advance(phaseMs(5_000) + 6_400);
  const sentAtMs = world.clock.elapsed() - 1_400;
  await stop();
  // A hedge is under way, too; the moment is that of the silent probe.
  expect(kinds(world)).toBe('FFFpF');
  expect(cut).toEqual([sentAtMs]);
});

test('one probe in freshEvery is fresh, and the first of a window', async () => {
  const world = makeFakeProbeWorld();
  const { stop } = start(world, { health: SETTLED });
  await world.clock.advance(30 * 5_000);
  await stop();
  expect(kinds(world)).toBe('FpppppppppFpppppppppFppppppppp');
});

test('a pooled failure is followed at once by a fresh probe, and then by the grid', async () => {
  const world = makeFakeProbeWorld();
  const { stop } = start(world, { health: SETTLED });
  world.answer = ({ fresh }) => (fresh ? 'healthy' : 'unhealthy');
  await world.clock.advance(15_000);
  await stop();
  const first = phaseMs(5_000);
  expect(sentAt(world)).toEqual([0, 5_000, 5_000, 10_000, 10_000].map((after) => first + after));
  expect(kinds(world)).toBe('FpFpF');
});

test('in doubt every probe is fresh and comes after a quarter of the interval', async () => {
  const world = makeFakeProbeWorld();
  const { stop, statuses } = start(world, { health: SETTLED });
  await world.clock.advance(phaseMs(5_000) + 1);
  world.answer = () => 'unhealthy';
  await world.clock.advance(15_000);
  await stop();
  const first = phaseMs(5_000);
  // Suspicion, confirmation, two more to the threshold of 3; then it is settled, and the pace as before.
  expect(sentAt(world)).toEqual(
    [0, 5_000, 5_000, 6_250, 7_500, 10_000, 15_000].map((after) => first + after),
  );
  expect(kinds(world)).toBe('FpFFFFF');
  expect(statuses.at(4)).toBe('unhealthy');
});

describe('a silent probe', () => {
  /** Probes from `silentFrom` on are silent until their deadline; times are after the first of them. */
  const silence = async (options: {
    readonly forMs: number;
    readonly isSilent?: (asked: { readonly fresh: boolean; readonly nth: number }) => boolean;
    readonly health?: Health;
    readonly hedges?: Allowance;
  }) => {
    const world = makeFakeProbeWorld();
    const isSilent = options.isSilent ?? (() => true);
    const running = start(world, { health: SETTLED, ...options });
    await world.clock.advance(phaseMs(5_000) + 4_999);
    const quiet = world.probes.length;
    world.answer = ({ fresh, earlier }) => {
      const silent = isSilent({ fresh, nth: earlier - quiet });
      world.latencyMs = silent ? 2_000 : 0;
      return silent ? 'unhealthy' : 'healthy';
    };
    await world.clock.advance(1 + options.forMs);
    const sent = world.probes.slice(quiet);
    const first = phaseMs(5_000) + 5_000;
    await running.stop();
    return {
      running,
      kinds: sent.map(({ fresh }) => (fresh ? 'F' : 'p')).join(''),
      after: sent.map(({ atMs }) => atMs - first),
    };
  };

  test('is not waited for: fresh ones are sent beside it, and the verdict comes at the third deadline', async () => {
    const { running, kinds, after } = await silence({ forMs: 3_500 });
    // Each hedge comes sooner than the one before, and three of them are enough for a verdict.
    expect(after).toEqual([0, 500, 875, 1_156.25]);
    expect(kinds).toBe('pFFF');
    // The pooled failure moves nothing; the fresh ones fail from 2.5 s on.
    expect(running.statuses.slice(-4)).toEqual(['healthy', 'healthy', 'healthy', 'unhealthy']);
  });

  test('of an address that is known to be unhealthy is waited for', async () => {
    const { after } = await silence({ forMs: 12_000 });
    expect(after.filter((ms) => ms > 3_500)).toEqual([5_000, 10_000]);
  });

  test('is refuted by the fresh one beside it, and no more is sent', async () => {
    const { running, after, kinds } = await silence({
      forMs: 6_000,
      isSilent: ({ nth }) => nth === 0,
    });
    expect(after).toEqual([0, 500, 5_000]);
    expect(kinds).toBe('pFp');
    expect(new Set(running.statuses)).toEqual(new Set(['healthy']));
  });

  test('that answers late was slow and no more: the hedging ends', async () => {
    const world = makeFakeProbeWorld();
    const { stop } = start(world, { health: SETTLED });
    await world.clock.advance(phaseMs(5_000) + 4_999);
    world.latencyMs = 700;
    await world.clock.advance(4_000);
    await stop();
    expect(sentAt(world).map((atMs) => atMs - phaseMs(5_000))).toEqual([0, 5_000, 5_500]);
  });

  test('that is pooled tells by itself whether the kept connection works', async () => {
    const world = makeFakeProbeWorld();
    const { stop, old } = start(world, { health: SETTLED });
    await world.clock.advance(phaseMs(5_000) + 9_999);
    world.answer = ({ fresh }) => {
      world.latencyMs = fresh ? 0 : 2_000;
      return 'unhealthy';
    };
    await world.clock.advance(1_000);
    await stop();
    expect(kinds(world)).toBe('FppF');
    expect(old).toEqual([]);
  });

  test('is followed by a doubt when the fresh one beside it fails later than a third is answered', async () => {
    const { after, kinds } = await silence({ forMs: 6_000, isSilent: ({ nth }) => nth <= 1 });
    // The hedge at 0.5 s fails at 2.5 s, although the one at 0.9 s was answered.
    expect(after).toEqual([0, 500, 875, 3_750, 5_000]);
    expect(kinds).toBe('pFFFp');
  });

  test('is waited for when too many others are being hedged', async () => {
    const hedges = new Allowance(2);
    const { after } = await silence({ forMs: 2_100, hedges });
    expect(after).toEqual([0, 500, 875]);
    expect([hedges.take(), hedges.take(), hedges.take()]).toEqual([true, true, false]);
  });
});

test('a result that cannot be taken in ends the loop with the reason, and leaves nothing under way', async () => {
  const world = makeFakeProbeWorld();
  world.latencyMs = 100;
  if (ENDPOINT === undefined) throw new Error('the fixture has no address');
  const loop = probeAddress(
    { ...world.deps, probe: world.deps.openProber().probe },
    {
      endpoint: ENDPOINT,
      policy: POLICY,
      health: SETTLED,
      signal: new AbortController().signal,
      onResult: () => Promise.reject(new Error('no more')),
    },
  );
  await expect(world.clock.finish(loop)).rejects.toThrow('no more');
  expect(world.clock.sleeping()).toBe(0);
});

test('the signal ends the wait for the next probe', async () => {
  const world = makeFakeProbeWorld();
  const { stop } = start(world, { health: SETTLED });
  await world.clock.advance(phaseMs(5_000) + 1);
  const before = world.clock.elapsed();
  await stop();
  expect(world.clock.elapsed()).toBe(before);
  expect(world.probes).toHaveLength(1);
  expect(world.clock.sleeping()).toBe(0);
});

test('the signal ends a probe that is under way, which then says nothing', async () => {
  const world = makeFakeProbeWorld();
  world.latencyMs = 1_500;
  const { stop, statuses } = start(world);
  await world.clock.advance(1_000);
  const before = world.clock.elapsed();
  await stop();
  expect(statuses).toEqual([]);
  expect(world.clock.elapsed()).toBe(before);
});

test('a result that is there when the signal comes is still taken in', async () => {
  const world = makeFakeProbeWorld();
  const { loop, over, statuses } = start(world, { health: SETTLED });
  world.answer = () => {
    over.abort();
    return 'unhealthy';
  };
  await world.clock.finish(loop);
  expect(statuses).toEqual(['healthy']);
  expect(world.probes).toHaveLength(1);
});

test.each([-3_600_000, -1, 1, 3_600_000])(
  'a wall clock that is set by %i ms changes nothing',
  async (stepMs) => {
    const world = makeFakeProbeWorld();
    const { stop } = start(world, { health: SETTLED });
    await world.clock.advance(12_000);
    world.clock.stepWall(stepMs);
    await world.clock.advance(38_000);
    await stop();
    expect(sentAt(world)).toEqual(
      Array.from({ length: 10 }, (_, index) => phaseMs(5_000) + index * 5_000),
    );
  },
);
