import type { InvokeFailover, Log } from '../core/world.ts';

type Event = Parameters<InvokeFailover>[0];

/** Lambda's asynchronous invocation: accepted at once, run one at a time, retried on error. */
export type Invoker = {
  readonly invokeFailover: InvokeFailover;
  /** Resolves once nothing is queued or running. */
  readonly idle: () => Promise<void>;
};

/** After the first attempt; https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
export const RETRIES_MAX = 2;

/** Queues events for the handler. An event that fails three times is logged and dropped; retries do not wait. */
export function makeInvoker(deps: {
  readonly handler: (event: Event) => Promise<unknown>;
  readonly log: Log;
}): Invoker {
  let queue: Promise<void> = Promise.resolve();
  return {
    invokeFailover: async (event) => {
      queue = queue.then(() => attempt(deps, event));
    },
    idle: async () => {
      let seen: Promise<void> | null = null;
      while (seen !== queue) {
        seen = queue;
        await seen;
      }
    },
  };
}

async function attempt(deps: Parameters<typeof makeInvoker>[0], event: Event): Promise<void> {
  for (let tries = 1; tries <= 1 + RETRIES_MAX; tries += 1) {
    try {
      await deps.handler(event);
      return;
    } catch (error) {
      deps.log({
        message: 'failover function failed',
        site: event.site,
        attempt: tries,
        isDropped: tries > RETRIES_MAX,
        error: String(error),
      });
    }
  }
}
