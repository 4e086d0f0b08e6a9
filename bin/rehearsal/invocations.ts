import { randomUUID } from 'node:crypto';
import type { failoverHandler } from '../../functions/handlers/failover.ts';
import type { FailoverAnswer } from '../../lib/app/failover-actions.ts';
import type { Log, Sleep } from '../../lib/core/world.ts';
import { elapsed } from '../../lib/io/clock.ts';
import { type Invoker, makeInvoker } from '../../lib/local/invoker.ts';

/** As long as a function may run in production (serverless.yml). */
export const FUNCTION_MS = 300_000;

/** What becomes of events that nobody waits for. */
export type InvocationOptions = {
  readonly log: Log;
  readonly onAnswer: (answer: FailoverAnswer) => void;
  /** The records cannot be kept, or an event failed for good: failover threw at every attempt. */
  readonly onFailure: (error: unknown) => void;
  /** The wait before Lambda tries an event again. */
  readonly retryAfterMs: number;
};

/** The queue in front of the failover function; what it drops after its last attempt is a failure. */
export function invokerOf(
  failover: ReturnType<typeof failoverHandler>,
  { log, onAnswer, onFailure, retryAfterMs }: InvocationOptions,
  sleep: Sleep,
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
    // After one minute, and then after two.
    waitToRetry: (failedAttempts) => sleep(retryAfterMs * failedAttempts),
  });
}

/** Lambda's context, as far as the handlers read it. */
export const lasting = (ms: number) => {
  const endsAt = elapsed() + ms;
  return { getRemainingTimeInMillis: () => endsAt - elapsed(), awsRequestId: randomUUID() };
};
