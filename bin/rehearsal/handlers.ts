import { randomUUID } from 'node:crypto';
import { failoverHandler } from '../../functions/handlers/failover.ts';
import { probeHandler } from '../../functions/handlers/probe.ts';
import type { FailoverAnswer, FailoverRequest } from '../../lib/app/failover-actions.ts';
import type { ShardState } from '../../lib/core/records.ts';
import type { Site } from '../../lib/core/site.ts';
import type { Log, Sleep, Switch } from '../../lib/core/world.ts';
import { elapsed, now, sleep } from '../../lib/io/clock.ts';
import { makeAskNameServer } from '../../lib/io/dns.ts';
import { makeFetchPage } from '../../lib/io/fetch-page.ts';
import { makeOpenProber } from '../../lib/io/probe/prober.ts';
import {
  decodeController,
  decodeMonitor,
  encodeController,
  encodeMonitor,
} from '../../lib/io/state-records.ts';
import { type FileStores, makeFileStores, StateFileError } from '../../lib/local/file-state.ts';
import { type Invoker, makeInvoker } from '../../lib/local/invoker.ts';
import { makeMemoryStore } from '../../lib/local/memory-state.ts';
import type { Stage } from '../../lib/local/stage-type.ts';

/** As long as a function may run in production (serverless.yml). */
const FUNCTION_MS = 60_000;

export type HandlerOptions = {
  readonly site: Site;
  readonly stateFile: string;
  readonly log: Log;
  readonly onSwitch: (isPresent: boolean) => void;
  readonly onAnswer: (answer: FailoverAnswer) => void;
  /** The records cannot be kept, or an event failed for good: failover threw at every attempt. */
  readonly onFailure: (error: unknown) => void;
};

/** The functions as the rehearsal invokes them. */
export type Handlers = {
  readonly runWindow: (durationMs: number) => Promise<void>;
  readonly failover: (request: Partial<FailoverRequest>) => Promise<FailoverAnswer>;
  /** Ends what runs, as the cloud may at any moment, and resolves once nothing does. */
  readonly stop: () => Promise<void>;
};

/** The handlers of functions/, handed the stage where production hands them AWS. */
export function handlersOn(stage: Stage, options: HandlerOptions): Handlers {
  const stopped = new AbortController();
  const stores = storesIn(options);
  const world = worldOf(stage, stores, options, stopped.signal);
  const failover = failoverOn(stage, stores, options, world, stopped.signal);
  const invoker = invokerOf(failover, options, stopped.signal);
  const shards = makeMemoryStore<ShardState>('shard');
  const probe = probeHandler(() => ({
    sites: [options.site],
    deps: {
      ...world,
      stack: 'rehearsal',
      store: stores.monitor,
      // Windows live no longer than this process.
      shards,
      newId: randomUUID,
      chance: Math.random,
      // There is nothing beyond the stage that could tell whether it can see.
      controls: [],
      openProber: makeOpenProber({ now, dial: stage.dial, lookup: stage.resolveAddresses }),
      invokeFailover: invoker.invokeFailover,
    },
  }));
  return {
    runWindow: async (durationMs) => {
      await probe({ shard: 0, of: 1, durationMs }, lasting(FUNCTION_MS));
    },
    failover: (request) => failover(request, lasting(FUNCTION_MS)),
    stop: async () => {
      stopped.abort();
      await invoker.idle();
    },
  };
}

/** A window goes on where its record cannot be kept; the person at the terminal has to know at once. */
function storesIn({ stateFile, onFailure }: HandlerOptions): FileStores {
  const stores = makeFileStores({
    file: stateFile,
    codecs: {
      monitor: { encode: encodeMonitor, decode: decodeMonitor },
      controller: { encode: encodeController, decode: decodeController },
    },
  });
  const telling =
    <Arguments extends unknown[], Result>(work: (...given: Arguments) => Promise<Result>) =>
    (...given: Arguments): Promise<Result> =>
      work(...given).catch((error: unknown) => {
        if (error instanceof StateFileError) onFailure(error);
        throw error;
      });
  const { monitor, controller } = stores;
  return {
    monitor: { load: telling(monitor.load), save: telling(monitor.save) },
    controller: { load: telling(controller.load), save: telling(controller.save) },
  };
}

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
      await stage.switch.put(site, note);
      onSwitch(true);
    },
    remove: async (site) => {
      await stage.switch.remove(site);
      onSwitch(false);
    },
  };
  return {
    ...stage,
    now,
    elapsed,
    sleep: endingSleep,
    log,
    controllers: stores.controller,
    switch: shownSwitch,
  };
}

function failoverOn(
  stage: Stage,
  stores: FileStores,
  { site }: HandlerOptions,
  world: ReturnType<typeof worldOf>,
  stopped: AbortSignal,
) {
  return failoverHandler(() => ({
    sites: [site],
    deps: {
      ...world,
      monitors: {
        // An evaluation that waits for the name servers reads this at every turn: here it ends.
        load: async (name: string) => {
          stopped.throwIfAborted();
          return stores.monitor.load(name);
        },
      },
      askNameServer: makeAskNameServer({ dial: stage.dial }),
      fetchPage: makeFetchPage({ dial: stage.dial, lookup: stage.resolveAddresses }),
    },
  }));
}

/** The queue in front of the failover function; what it drops after its last attempt is a failure. */
export function invokerOf(
  failover: ReturnType<typeof failoverHandler>,
  { log, onAnswer, onFailure }: Pick<HandlerOptions, 'log' | 'onAnswer' | 'onFailure'>,
  stopped: AbortSignal,
): Invoker {
  let latestError: unknown = null;
  return makeInvoker({
    handler: async (event) => {
      if (stopped.aborted) return;
      try {
        onAnswer(await failover(event, lasting(FUNCTION_MS)));
      } catch (error) {
        latestError = error;
        throw error;
      }
    },
    log: (line) => {
      if (stopped.aborted) return;
      log(line);
      if (line.isDropped === true) onFailure(latestError);
    },
  });
}

/** Lambda's context, as far as the handlers read it. */
const lasting = (ms: number) => {
  const endsAt = elapsed() + ms;
  return { getRemainingTimeInMillis: () => endsAt - elapsed() };
};
