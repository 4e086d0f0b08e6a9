import type { Rto } from './drill.ts';
import { doubtMs, jitterMsMax, silenceMs } from './probing/pace.ts';
import type { Site } from './site.ts';

/** The switch check looks every 10 s and believes the first answer; 3 of its 16 checkers are enough. */
const SWITCH_CHECK_INTERVAL_MS = 10_000;
const TTL_MS = 60_000;

/**
 * The longest that visitors of a dead primary wait, as the settings promise: until it is believed
 * (a silent death takes longer than a refusal), until the switch is seen, and until the caches of
 * resolvers forget the old answer. The TTL is the one that verification asks for.
 */
export function expectedRto({ policy, primary }: Site): Rto['expected'] {
  const { intervalMs, failureThreshold } = policy;
  const { withinMs } = primary.expect;
  const noticedMs = intervalMs + jitterMsMax(intervalMs);
  const refusedMs = noticedMs + (failureThreshold - 1) * doubtMs(intervalMs);
  const hedgeMs = Math.min(silenceMs(intervalMs, withinMs, 0), withinMs);
  const silentMs = noticedMs + failureThreshold * hedgeMs + withinMs;
  return {
    detectMs: Math.max(refusedMs, silentMs),
    moveMs: SWITCH_CHECK_INTERVAL_MS,
    cachesMs: TTL_MS,
  };
}
