import { StormWatch } from '../../../lib/app/telling/storm-watch.ts';
import { runWindow } from '../../../lib/app/window/window.ts';
import type { Message } from '../../../lib/core/world.ts';
import { MONITOR } from '../../fixtures/records.ts';
import { makeFakeClock } from '../../support/fake-clock.ts';
import { type FakeProbeWorld, makeFakeProbeWorld, NOON } from '../../support/fake-probe-world.ts';
import { openSince, withOutage } from '../../support/incidents.ts';
import { messageOf } from '../../support/messages.ts';
import { at, siteNamed } from '../../support/sites.ts';

const SITES = Array.from({ length: 12 }, (_none, number) =>
  siteNamed(`s${number}.example.com`, { stableForMs: 60_000 }, at(`203.0.113.${number}`)),
);
const HEALTHY = { status: 'healthy', since: NOON, run: { verdict: 'healthy', length: 2 } } as const;

async function makeWorld(sites = SITES) {
  const world = makeFakeProbeWorld();
  for (const { name, primary } of sites) {
    const [address = ''] = primary.where.kind === 'addresses' ? primary.where.addresses : [];
    await world.monitors.save(name, { ...MONITOR, health: { [address]: HEALTHY } }, 0);
  }
  const sent: { readonly message: Message; readonly atMs: number }[] = [];
  const { publish } = world.deps;
  world.deps = {
    ...world.deps,
    publish: async (message) => {
      await publish(message);
      sent.push({ message, atMs: world.clock.now() - NOON });
    },
  };
  return Object.assign(world, { sent });
}
const run = (world: FakeProbeWorld, sites = SITES) =>
  world.clock.finish(runWindow(world.deps, sites, { shard: 0, of: 1, durationMs: 57_000 }));
const outagesOf = async (world: FakeProbeWorld) =>
  Promise.all(
    SITES.map(async ({ name }) => (await world.monitors.load(name))?.value.incidents.outage),
  );
const ofSites = (messages: readonly { readonly message: Message }[]) =>
  messages.flatMap(({ message }) => message.data.sites).toSorted();

test('a cause that takes many sites is told in a few alerts that name each of them once', async () => {
  const world = await makeWorld();
  world.answer = ({ at: when }) => (when < NOON + 10_000 ? 'healthy' : 'unhealthy');
  await run(world);
  expect(ofSites(world.sent)).toEqual(SITES.map(({ name }) => name).toSorted());
  expect(world.sent.length).toBeLessThanOrEqual(3);
  expect(world.sent.some(({ message }) => message.data.event === 'storm-opened')).toBe(true);
  const outages = await outagesOf(world);
  expect(outages.every((outage) => outage?.state === 'open' && outage.told.openedAt !== null)).toBe(
    true,
  );
});

test('and so is that they are well again', async () => {
  const world = await makeWorld();
  world.answer = ({ at: when }) => (when < NOON + 20_000 ? 'unhealthy' : 'healthy');
  await run(world);
  const before = world.sent.length;
  await world.clock.advance(60_000);
  await run(world);
  const resolved = world.sent.slice(before);
  expect(resolved.map(({ message }) => message.data.event)).toContain('storm-resolved');
  expect(ofSites(resolved)).toEqual(SITES.map(({ name }) => name).toSorted());
  expect((await outagesOf(world)).every((outage) => outage?.state === 'none')).toBe(true);
});

test('sites are told of again when the alert for all of them was refused', async () => {
  const world = await makeWorld();
  world.answer = () => 'unhealthy';
  world.deeds.refuse = (deed) => (deed.startsWith('publish') ? new Error('out of order') : null);
  await run(world);
  expect(world.sent).toEqual([]);
  const outages = await outagesOf(world);
  expect(outages.every((outage) => outage?.state === 'open' && outage.told.openedAt === null)).toBe(
    true,
  );
  world.deeds.refuse = () => null;
  await run(world);
  expect(ofSites(world.sent)).toEqual(SITES.map(({ name }) => name).toSorted());
});

const detectedAtMs = async (sites: typeof SITES, troubled: readonly string[]) => {
  const world = await makeWorld(sites);
  const believed: number[] = [];
  const log: typeof world.deps.log = ({ message, site }) => {
    if (message === 'health changed' && site === troubled[0])
      believed.push(world.clock.now() - NOON);
  };
  world.deps = { ...world.deps, log };
  for (const name of troubled.slice(1)) {
    const stored = await world.monitors.load(name);
    const incidents = withOutage(openSince(NOON));
    if (stored !== null)
      await world.monitors.save(name, { ...stored.value, incidents }, stored.version);
  }
  world.answer = ({ endpoint }) => (troubled.includes(endpoint.hostname) ? 'unhealthy' : 'healthy');
  await run(world, sites);
  const first = world.sent.find(({ message }) => message.data.site === troubled[0]);
  return (first?.atMs ?? Number.NaN) - (believed[0] ?? Number.NaN);
};

test('one site alone is told at once, and beside another that is in trouble two seconds later', async () => {
  expect(await detectedAtMs(SITES.slice(0, 1), ['s0.example.com'])).toBe(0);
  expect(await detectedAtMs(SITES, ['s0.example.com'])).toBe(0);
  const two = await detectedAtMs(SITES.slice(0, 2), ['s0.example.com', 's1.example.com']);
  expect(two).toBeLessThanOrEqual(2_000);
});

test('a storm is waited for while more sites are in doubt, but not for ever, and not beyond the window', async () => {
  const clock = makeFakeClock(NOON);
  const sent: number[] = [];
  const over = new AbortController();
  const watch = new StormWatch(
    {
      now: clock.now,
      sleep: clock.sleep,
      stack: 'understudy-test',
      publish: async () => void sent.push(clock.now() - NOON),
    },
    over.signal,
    () => true,
  );
  const storm = () =>
    Promise.all(['a', 'b', 'c'].map((site) => watch.publish(messageOf({ site, sites: [site] }))));
  await clock.finish(storm());
  expect(sent).toEqual([8_000]);
  const cut = storm();
  await clock.advance(500);
  over.abort();
  await clock.finish(cut);
  expect(sent).toEqual([8_000, 8_500]);
  await watch.publish(messageOf({ site: 'd', sites: ['d'] }));
  expect(sent).toHaveLength(3);
});

test('what goes on, or is over, is waited for once', async () => {
  const clock = makeFakeClock(NOON);
  const sent: number[] = [];
  const publish = async () => void sent.push(clock.now() - NOON);
  const deps = { now: clock.now, sleep: clock.sleep, stack: 's', publish };
  const watch = new StormWatch(deps, new AbortController().signal, () => true);
  const event = 'outage-resolved';
  await clock.finish(
    Promise.all(['a', 'b', 'c'].map((site) => watch.publish(messageOf({ site, event })))),
  );
  expect(sent).toEqual([2_000]);
});

test('what is no outage waits for nobody', async () => {
  const clock = makeFakeClock(NOON);
  let sent = 0;
  const deps = { now: clock.now, sleep: clock.sleep, stack: 's', publish: async () => void sent++ };
  const watch = new StormWatch(deps, new AbortController().signal, () => true);
  await watch.publish(messageOf({ class: 'degraded', event: 'degraded-opened' }));
  expect(sent).toBe(1);
});
