import { runWindow } from '../../../lib/app/window/window.ts';
import type { ProbeResult } from '../../../lib/core/probing/probe.ts';
import type { Site } from '../../../lib/core/site.ts';
import { plusMs } from '../../../lib/core/time.ts';
import { MONITOR } from '../../fixtures/records.ts';
import { refusing } from '../../support/deeds.ts';
import { type FakeProbeWorld, makeFakeProbeWorld, NOON } from '../../support/fake-probe-world.ts';
import { at, siteNamed } from '../../support/sites.ts';

const [A, B] = ['203.0.113.1', '203.0.113.2'] as const;
const PLAIN = siteNamed('a.example.com', {}, at(A, B));
const SITE: Site = { ...PLAIN, primary: { ...PLAIN.primary, protocol: 'https', port: 443 } };
const HEALTHY = { status: 'healthy', since: NOON, run: { verdict: 'healthy', length: 2 } } as const;
const DAY_MS = 24 * 60 * 60_000;

/** A site whose two addresses are well, and what its probes show beside their verdicts. */
async function makeWorld(show: () => Partial<ProbeResult> = () => ({})) {
  const world = makeFakeProbeWorld();
  await world.monitors.save(SITE.name, { ...MONITOR, health: { [A]: HEALTHY, [B]: HEALTHY } }, 0);
  const bodies: string[] = [];
  const { openProber, publish } = world.deps;
  world.deps = {
    ...world.deps,
    publish: async (message) => {
      await publish(message);
      bodies.push(`${message.subject}\n${message.body}`);
    },
    openProber: () => {
      const prober = openProber();
      const probe: typeof prober.probe = async (endpoint, options) => {
        const result = await prober.probe(endpoint, options);
        return endpoint.hostname === SITE.name ? ({ ...result, ...show() } as ProbeResult) : result;
      };
      return { ...prober, probe };
    },
  };
  return Object.assign(world, { bodies });
}
const run = (world: FakeProbeWorld, site = SITE) =>
  world.clock.finish(runWindow(world.deps, [site], { shard: 0, of: 1, durationMs: 57_000 }));
const runMinutes = async (world: FakeProbeWorld, minutes: number, site = SITE) => {
  for (let minute = 0; minute < minutes; minute++) {
    await run(world, site);
    await world.clock.advance(3_000);
  }
};
const told = (world: FakeProbeWorld) =>
  world.deeds.of('publish').map((deed) => deed.replace('publish a.example.com: ', ''));
const incidentsOf = async (world: FakeProbeWorld) =>
  (await world.monitors.load(SITE.name))?.value.incidents;

describe('a site that is slow', () => {
  test('is told once that has lasted, and that it is over once that has lasted', async () => {
    let isSlow = true;
    const world = await makeWorld(() => ({ isSlow }));
    await runMinutes(world, 5);
    expect(told(world)).toEqual([]);
    await runMinutes(world, 2);
    expect(told(world)).toEqual(['degraded-opened']);
    expect(world.bodies[0]).toContain('most answers are slow');
    isSlow = false;
    await runMinutes(world, 10);
    expect(told(world)).toHaveLength(1);
    await runMinutes(world, 3);
    expect(told(world)).toEqual(['degraded-opened', 'degraded-resolved']);
    expect(world.deeds.of('invoke')).toEqual([]);
  });

  test('for some minutes is told to nobody', async () => {
    let isSlow = true;
    const world = await makeWorld(() => ({ isSlow }));
    await runMinutes(world, 4);
    isSlow = false;
    await runMinutes(world, 15);
    expect(told(world)).toEqual([]);
    expect((await incidentsOf(world))?.degraded).toEqual({ state: 'none' });
  });
});

test('one of two addresses that is unhealthy is told, and which, and no reason to fail over', async () => {
  const world = await makeWorld();
  world.answer = ({ endpoint }) => (endpoint.address === B ? 'unhealthy' : 'healthy');
  await runMinutes(world, 7);
  expect(told(world)).toEqual(['degraded-opened']);
  expect(world.bodies[0]).toContain('1 of 2 addresses unhealthy');
  expect(world.bodies[0]).toContain(`- ${B} unhealthy since`);
  expect(world.deeds.of('invoke')).toEqual([]);
});

test('what was degraded is not told during an outage, and goes on after it', async () => {
  const world = await makeWorld();
  world.answer = ({ endpoint }) => (endpoint.address === B ? 'unhealthy' : 'healthy');
  await runMinutes(world, 3);
  world.answer = () => 'unhealthy';
  await runMinutes(world, 5);
  expect(told(world)).toEqual(['outage-opened']);
  world.answer = ({ endpoint }) => (endpoint.address === B ? 'unhealthy' : 'healthy');
  await runMinutes(world, 8);
  expect(told(world)).toEqual(['outage-opened', 'outage-resolved', 'degraded-opened']);
});

describe('a certificate', () => {
  const certificate = (days: number) => ({
    certificate: {
      issuer: 'CN=R11',
      validFrom: plusMs(NOON, -80 * DAY_MS),
      validTo: plusMs(NOON, days * DAY_MS),
    },
  });

  test('that ends within two weeks is told, once more within one, and its renewal', async () => {
    let days = 10;
    const world = await makeWorld(() => certificate(days));
    await runMinutes(world, 3);
    expect(told(world)).toEqual(['certificate-opened']);
    expect(world.bodies[0]).toContain('certificate 11-22 12:00Z: ends in 9 days');
    days = 7;
    await runMinutes(world, 3);
    expect(told(world)).toEqual(['certificate-opened', 'certificate-worse']);
    days = 90;
    await runMinutes(world, 4);
    expect(told(world).at(-1)).toBe('certificate-resolved');
    expect(told(world)).toHaveLength(3);
  });

  test('that nobody has seen since is still known to end', async () => {
    let show: Partial<ProbeResult> = certificate(10);
    const world = await makeWorld(() => show);
    await run(world);
    show = {};
    await runMinutes(world, 3);
    expect((await incidentsOf(world))?.certificate).toMatchObject({ state: 'open' });
  });

  test('of a site that speaks no TLS any more ends for nobody', async () => {
    const world = await makeWorld(() => certificate(10));
    await runMinutes(world, 2);
    await runMinutes(world, 4, PLAIN);
    expect(told(world)).toEqual(['certificate-opened', 'certificate-resolved']);
    expect((await world.monitors.load(SITE.name))?.value.certificate).toBeNull();
  });
});

test('the latest good answer is known to the windows after it', async () => {
  const world = await makeWorld();
  await run(world);
  world.answer = () => 'unhealthy';
  await world.clock.advance(60_000);
  await run(world);
  expect(world.bodies[0]).toMatch(/Last good answer: 2026-11-22 12:00:5\d UTC \(1 min/);
});

describe('a call that says that all is well', () => {
  const called = async (prepare: (world: FakeProbeWorld) => void) => {
    const world = await makeWorld();
    let calls = 0;
    world.deps = { ...world.deps, ping: async () => void calls++ };
    prepare(world);
    await run(world).catch(() => undefined);
    return calls;
  };

  test('is made by a window that ended without failures, and by no other', async () => {
    expect(await called(() => undefined)).toBe(1);
    expect(
      await called((world) => {
        world.deeds.refuse = refusing('load monitor');
      }),
    ).toBe(0);
  });

  test('that fails stops nothing', async () => {
    const world = await makeWorld();
    world.deps = {
      ...world.deps,
      ping: async () => {
        throw new Error('no answer');
      },
    };
    expect((await run(world)).sites).toEqual({ [SITE.name]: 'healthy' });
    expect(world.logged).toContainEqual({
      message: 'dead man not called',
      error: 'Error: no answer',
    });
  });
});
