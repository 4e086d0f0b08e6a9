import type { InvokeFailover, Log } from '../core/world.ts';

type Event = Parameters<InvokeFailover>[0];

/** Lambda's asynchronous invocation: accepted at once, run one at a time, retried on error. */
export type Invoker = {
  readonly invokeFailover: InvokeFailover;
  /** Resolves once nothing is queued, running or waiting for another attempt. */
  readonly idle: () => Promise<void>;
};

export type InvokerDeps = {
  readonly handler: (event: Event) => Promise<unknown>;
  readonly log: Log;
  /** The wait before another attempt, which holds up no other event; there is none without it. */
  readonly waitToRetry?: (failedAttempts: number) => Promise<void>;
};

/** After the first attempt; https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
export const RETRIES_MAX = 2;

/** Queues events for the handler. An event that fails three times is logged and dropped. */
export function makeInvoker(deps: InvokerDeps): Invoker {
  const { waitToRetry = async () => undefined } = deps;
  const waiting = new Set<Promise<void>>();
  let queue: Promise<void> = Promise.resolve();
  const enqueue = (event: Event, tries: number) => {
    queue = queue.then(async () => {
      if ((await attempt(deps, event, tries)) || tries > RETRIES_MAX) return;
      const wait = waitToRetry(tries).then(() => {
        waiting.delete(wait);
        enqueue(event, tries + 1);
      });
      waiting.add(wait);
    });
  };
  return {
    invokeFailover: async (event) => enqueue(event, 1),
    idle: async () => {
      let seen: Promise<void> | null = null;
      while (seen !== queue || waiting.size > 0) {
        seen = queue;
        await Promise.all([seen, ...waiting]);
      }
    },
  };
}

async function attempt({ handler, log }: InvokerDeps, event: Event, tries: number) {
  try {
    await handler(event);
    return true;
  } catch (error) {
    log({
      message: 'failover function failed',
      site: event.site,
      attempt: tries,
      isDropped: tries > RETRIES_MAX,
      error: String(error),
    });
    return false;
  }
}
