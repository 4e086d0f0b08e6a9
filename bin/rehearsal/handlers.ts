import { randomUUID } from 'node:crypto';
import { failoverHandler } from '../../functions/handlers/failover.ts';
import { probeHandler } from '../../functions/handlers/probe.ts';
import type { FailoverAnswer } from '../../lib/app/failover-actions.ts';
import { NOBODY_IS_TOLD } from '../../lib/core/alerts/alerts.ts';
import { controlEndpoint } from '../../lib/core/probing/controls.ts';
import type { ShardState } from '../../lib/core/records.ts';
import type { Site } from '../../lib/core/site.ts';
import type { Sleep, Switch } from '../../lib/core/world.ts';
import { makeReadCertificate } from '../../lib/io/certificate.ts';
import { elapsed, now, sleep } from '../../lib/io/clock.ts';
import { configDigest } from '../../lib/io/config-digest.ts';
import { makeAskNameServer } from '../../lib/io/dns.ts';
import { makeFetchPage } from '../../lib/io/fetch-page.ts';
import { makeProbeOnce } from '../../lib/io/probe/probe-once.ts';
import { makeOpenProber } from '../../lib/io/probe/prober.ts';
import type { FileStores } from '../../lib/local/file-state.ts';
import { makeMemoryStore } from '../../lib/local/memory-state.ts';
import type { Stage } from '../../lib/local/stage-type.ts';
import type { Doom } from './doom.ts';
import { FUNCTION_MS, type InvocationOptions, invokerOf, lasting } from './invocations.ts';
import { storesIn } from './stores.ts';
import { makeUplink, type Uplink } from './uplink.ts';

export type HandlerOptions = InvocationOptions & {
  /** As sites.yml describes it at this moment. */
  readonly site: () => Site;
  readonly stateFile: string;
  /** What may befall the failover function. */
  readonly doom: Doom;
  readonly onSwitch: (isPresent: boolean) => void;
};

/** The functions as the rehearsal invokes them. */
export type Handlers = {
  /** One window; its successor ends it, or the time that a function has. */
  readonly runWindow: (msMax: number) => Promise<void>;
  readonly setCut: Uplink['setCut'];
  /** The event as an operator writes it. */
  readonly failover: (event: Readonly<Record<string, unknown>>) => Promise<FailoverAnswer>;
  /** Ends what runs, as the cloud may at any moment, and resolves once nothing does. */
  readonly stop: () => Promise<void>;
};

/** The handlers of functions/, handed the stage where production hands them AWS. */
export function handlersOn(stage: Stage, options: HandlerOptions): Handlers {
  const stopped = new AbortController();
  const stores = storesIn(options);
  const world = worldOf(stage, stores, options, stopped.signal);
  const failover = failoverOn(stage, stores, options, world, stopped.signal);
  const invoker = invokerOf(failover, options, world.sleep, stopped.signal);
  const lookup = stage.resolveAddresses;
  const uplink = makeUplink({
    world: makeOpenProber({ now, dial: stage.dial, lookup }),
    nowhere: makeOpenProber({ now, dial: stage.dialNowhere, lookup }),
  });
  const orders = new Set<Promise<unknown>>();
  const probe = probeHandler(() => ({
    sites: [options.site()],
    deps: {
      ...world,
      digestOf: configDigest,
      store: stores.monitor,
      newId: randomUUID,
      ping: null,
      chance: Math.random,
      controls: stage.controls.map(controlEndpoint),
      openProber: uplink.openProber,
      invokeFailover: invoker.invokeFailover,
    },
  }));
  return {
    runWindow: async (msMax) => {
      await probe({ shard: 0, of: 1, durationMs: msMax }, lasting(FUNCTION_MS));
    },
    setCut: uplink.setCut,
    failover: (event) => {
      const order = failover(event, lasting(FUNCTION_MS));
      const settled: Promise<void> = order.then(ignore, ignore);
      orders.add(settled);
      settled.then(() => orders.delete(settled));
      return order;
    },
    stop: async () => {
      stopped.abort();
      await Promise.all([invoker.idle(), ...orders]);
    },
  };
}

const ignore = () => undefined;

/** What both functions share. No wait outlasts the end of the rehearsal. */
function worldOf(
  stage: Stage,
  stores: FileStores,
  { log, onSwitch }: HandlerOptions,
  stopped: AbortSignal,
) {
  const endingSleep: Sleep = (durationMs, signal) =>
    sleep(durationMs, AbortSignal.any([stopped, ...(signal === undefined ? [] : [signal])]));
  const shownSwitch: Switch = {
    ...stage.switch,
    put: async (site, note) => {
      const isNew = (await stage.switch.read(site)) === null;
      await stage.switch.put(site, note);
      if (isNew) onSwitch(true);
    },
    remove: async (site, tag) => {
      const isRemoved = await stage.switch.remove(site, tag);
      if (isRemoved) onSwitch(false);
      return isRemoved;
    },
  };
  return {
    ...stage,
    stack: 'rehearsal',
    isDeployed: true,
    now,
    elapsed,
    sleep: endingSleep,
    log,
    controllers: stores.controller,
    // Windows live no longer than this process.
    shards: makeMemoryStore<ShardState>('shard'),
    alerts: NOBODY_IS_TOLD,
    escalate: null,
    readHistory: stores.readHistory,
    switch: shownSwitch,
  };
}

/** The failover function. Every invocation has a world of its own, since it may die by itself. */
function failoverOn(
  stage: Stage,
  stores: FileStores,
  { site, doom }: HandlerOptions,
  world: ReturnType<typeof worldOf>,
  stopped: AbortSignal,
): ReturnType<typeof failoverHandler> {
  const monitors = {
    // An evaluation that waits for the name servers reads this at every turn: here it ends.
    load: async (name: string) => {
      stopped.throwIfAborted();
      return stores.monitor.load(name);
    },
  };
  const looks = {
    askNameServer: makeAskNameServer({ dial: stage.dial }),
    distributionOf: async () => null,
    fetchPage: makeFetchPage({ dial: stage.dial, lookup: stage.resolveAddresses }),
    readCertificate: makeReadCertificate({ dial: stage.dial, lookup: stage.resolveAddresses }),
    expect: async (one: Site) => ({ ...stage.expected, configDigest: configDigest(one) }),
    probeOnce: makeProbeOnce(
      makeOpenProber({ now, dial: stage.dial, lookup: stage.resolveAddresses }),
    ),
  };
  return (event, context) => {
    const { action } = event as { readonly action?: unknown };
    const deps = { ...doom.over(world, action), monitors, ...looks };
    return failoverHandler(() => ({ sites: [site()], deps }))(event, context);
  };
}
