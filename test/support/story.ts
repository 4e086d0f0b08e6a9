import { parseFailoverEvent } from '../../functions/handlers/events.ts';
import { evaluate } from '../../lib/app/evaluate.ts';
import { carryOut } from '../../lib/app/failover-actions.ts';
import { runWindow } from '../../lib/app/window/window.ts';
import { durationMs } from '../../lib/config/duration.ts';
import type { Site, Target } from '../../lib/core/site.ts';
import { PAGE } from '../fixtures/snapshot.ts';
import {
  type FakeFailoverWorld,
  makeFakeFailoverWorld,
  PRIMARY_ADDRESS,
} from './fake-failover-world.ts';
import { type FakeProbeWorld, makeFakeProbeWorld, NOON } from './fake-probe-world.ts';

/*
 * A story is played on a fake clock with both functions, their schedule and Route 53: things are done
 * at moments, and things are expected between moments, all counted from the moment at which a site
 * that was calm for some minutes enters the story.
 */

/** Something that is done to the world. */
export type Deed = (world: StoryWorld) => unknown;
/** Something that was seen. */
export type Happening = { readonly atMs: number; readonly what: string };
export type Span = { readonly fromMs: number; readonly toMs: number };

export type Line =
  | { readonly kind: 'deed'; readonly atMs: number; readonly deed: Deed }
  | { readonly kind: 'expect'; readonly span: Span; readonly what: string; readonly times: number };

/** `at('40s', primary.dies())` */
export const at = (when: string, deed: Deed): Line => ({
  kind: 'deed',
  atMs: durationMs(when),
  deed,
});

/** `expects(between('2s', '4s'), alert('outage-opened'))`: exactly once, unless it says how often. */
export const expects = (span: Span, what: string, times = 1): Line => ({
  kind: 'expect',
  span,
  what,
  times,
});
export const between = (from: string, to: string): Span => ({
  fromMs: durationMs(from),
  toMs: durationMs(to),
});
/** From the beginning to the end. */
export const ever: Span = { fromMs: 0, toMs: Number.POSITIVE_INFINITY };

export const alert = (event: string): string => `alert ${event}`;
/** A message that begins a thread of its own, in mail and in Slack. */
export const aNewThread = 'a new thread';
export const served = (target: Target): string => `served ${target}`;
export const theSwitch = (deed: 'put' | 'remove'): string => `switch ${deed}`;

export const primary = {
  dies: (): Deed => (world) => world.setPrimary('dead'),
  revives: (): Deed => (world) => world.setPrimary('well'),
};
/** A load balancer grows, shrinks or moves, and DNS says so at once. */
export const loadBalancer = {
  hasAddresses:
    (...addresses: readonly string[]): Deed =>
    ({ probe, failover }) => {
      probe.resolved = addresses;
      failover.resolved[LOAD_BALANCER] = addresses;
      failover.primaryAnswer = addresses;
    },
  /** What the name servers know by now, which resolvers may not. */
  isAnsweredWith:
    (...addresses: readonly string[]): Deed =>
    ({ failover }) => {
      failover.primaryAnswer = addresses;
    },
};
export const secondary = {
  breaks:
    (): Deed =>
    ({ failover }) => {
      failover.page = () => ({ ...PAGE, status: 403 });
    },
  isMended:
    (): Deed =>
    ({ failover }) => {
      failover.page = () => PAGE;
    },
};
export const monitor = {
  goesBlind: (): Deed => (world) => world.setPrimary('out of sight'),
  seesAgain: (): Deed => (world) => world.setPrimary('well'),
};
export const failoverFunction = {
  isDown: (): Deed => (world) => world.setFailoverFunction(false),
  isBack: (): Deed => (world) => world.setFailoverFunction(true),
};
/** An event for the failover function, as an operator writes it. */
export const operator =
  (event: Readonly<Record<string, unknown>>): Deed =>
  (world) =>
    world.invoke(event);

/** The name in test/support/sites.ts. */
const LOAD_BALANCER = 'lb.example.net';
const MINUTE_MS = 60_000;
const CALM_MS = 4 * MINUTE_MS;
/** To accept an asynchronous invocation and to begin with it, warm or cold. */
const INVOKE_MS = 500;
/** What is left of its time when the failover function is asked (functions/handlers/failover.ts). */
const BUDGET_MS = 280_000;
/** Route 53's own endpoint check, every ten seconds and three failures or answers, with its gathering. */
const ROUTE53_MS = 30_000;
/** From the switch object to the name servers: three of sixteen checkers, and some seconds to tell them. */
const DNS_FOLLOWS_MS = 5_000;

type Condition = 'well' | 'dead' | 'out of sight';

export type StoryWorld = {
  readonly probe: FakeProbeWorld;
  readonly failover: FakeFailoverWorld;
  readonly setPrimary: (condition: Condition) => void;
  readonly setFailoverFunction: (works: boolean) => void;
  readonly invoke: (event: Readonly<Record<string, unknown>>) => Promise<void>;
};

/** Plays the story to its end and holds every expectation against what was seen. */
export async function tell(site: Site, until: string, lines: readonly Line[]): Promise<void> {
  const seen: Happening[] = [];
  const world = makeStoryWorld(site, (what) => seen.push({ atMs: elapsedMs(), what }));
  const { clock } = world.probe;
  const beganAtMs = clock.elapsed() + CALM_MS;
  const elapsedMs = () => clock.elapsed() - beganAtMs;
  const running: Promise<unknown>[] = [];
  const moments = [...deedsOf(lines), ...windowsOf(site, world, durationMs(until))];
  for (const { atMs, deed } of moments.sort((one, other) => one.atMs - other.atMs)) {
    await clock.advance(atMs - elapsedMs());
    running.push(Promise.resolve(deed(world)));
  }
  await clock.advance(durationMs(until) - elapsedMs());
  const story = seen.filter(({ atMs }) => atMs >= 0 && atMs <= durationMs(until));
  const missing = lines.flatMap((line) => (line.kind === 'expect' ? complaintOf(line, story) : []));
  expect({ missing, seen: missing.length === 0 ? [] : story.map(textOf) }).toEqual({
    missing: [],
    seen: [],
  });
  await clock.finish(Promise.allSettled(running));
}

const deedsOf = (lines: readonly Line[]) =>
  lines.flatMap((line) => (line.kind === 'deed' ? [line] : []));

/** A window each minute, from before the story on; each goes on until the next takes the lease. */
const windowsOf = (site: Site, { probe }: StoryWorld, untilMs: number) =>
  Array.from({ length: Math.ceil((untilMs + CALM_MS) / MINUTE_MS) + 1 }, (_none, minute) => ({
    atMs: minute * MINUTE_MS - CALM_MS,
    deed: () => runWindow(probe.deps, [site], { shard: 0, of: 1, durationMs: 135_000 }),
  }));

function complaintOf(
  { span, what, times }: Line & { readonly kind: 'expect' },
  story: readonly Happening[],
): readonly string[] {
  const found = story.filter(
    (one) => one.what === what && one.atMs >= span.fromMs && one.atMs <= span.toMs,
  ).length;
  return found === times
    ? []
    : [`${what}: ${found} times between ${span.fromMs} and ${span.toMs} ms, not ${times}`];
}

const textOf = ({ atMs, what }: Happening): string => `${(atMs / 1_000).toFixed(1)} s ${what}`;

function makeStoryWorld(site: Site, onSeen: (what: string) => void): StoryWorld {
  const probe = makeFakeProbeWorld();
  const { clock, monitors, controllers } = probe;
  const failover = makeFakeFailoverWorld(NOON, { clock, monitors, controllers });
  failover.dnsFollowsAfterMs = DNS_FOLLOWS_MS;
  failover.answersUs = true;
  let condition: Condition = 'well';
  let works = true;
  const threads = new Set<string>();
  const publish: FakeProbeWorld['deps']['publish'] = async ({ attributes, data }) => {
    onSeen(`alert ${attributes.event}`);
    if (!threads.has(data.thread)) onSeen(aNewThread);
    threads.add(data.thread);
  };
  const put: typeof failover.deps.switch.put = async (name, note) => {
    if (!failover.switches.has(name)) onSeen('switch put');
    await failover.deps.switch.put(name, note);
  };
  const remove: typeof failover.deps.switch.remove = async (name, tag) => {
    const isThere = failover.switches.has(name);
    const isRemoved = await failover.deps.switch.remove(name, tag);
    if (isThere && isRemoved) onSeen('switch remove');
    return isRemoved;
  };
  const deps = { ...failover.deps, publish, switch: { ...failover.deps.switch, put, remove } };
  const invoke = async (event: Readonly<Record<string, unknown>>) => {
    await clock.sleep(INVOKE_MS);
    if (!works) return;
    const request = parseFailoverEvent(event, { by: 'an operator', now: clock.now() });
    if (request.action === 'evaluate') await evaluate(deps, site, BUDGET_MS);
    else await carryOut(deps, [site], request, BUDGET_MS);
  };
  probe.resolved = [PRIMARY_ADDRESS];
  failover.resolved[LOAD_BALANCER] = [PRIMARY_ADDRESS];
  probe.latencyMs = 20;
  probe.controlLatencyMs = 50;
  probe.answer = () => (condition === 'well' ? 'healthy' : 'unhealthy');
  probe.controlAnswers = () => condition !== 'out of sight';
  probe.deps = {
    ...probe.deps,
    publish,
    invokeFailover: async (event) => {
      void invoke(event);
    },
  };
  watchServed(site, failover, onSeen);
  const setPrimary = (next: Condition) => {
    condition = next;
    failover.answersUs = next === 'well';
    const isDead = next === 'dead';
    void clock.sleep(ROUTE53_MS).then(() => {
      if ((condition === 'dead') === isDead) failover.isFailedOverByRoute53 = isDead;
    });
  };
  const setFailoverFunction = (next: boolean) => {
    works = next;
  };
  return { probe, failover, setPrimary, setFailoverFunction, invoke };
}

/** What the name servers answer with, looked at ten times a second. */
function watchServed(
  site: Site,
  { clock, served }: FakeFailoverWorld,
  onSeen: (what: string) => void,
) {
  let latest = served(site.name);
  const look = async (): Promise<void> => {
    await clock.sleep(100);
    const now = served(site.name);
    if (now !== latest) onSeen(`served ${now}`);
    latest = now;
    await look();
  };
  void look();
}
