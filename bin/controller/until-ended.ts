import type { FailoverDeps } from '../../lib/app/failover-actions.ts';
import type { PutByHand } from '../../lib/io/switch-by-hand.ts';

/** What is done to the world, and whether anything has been. */
export type Interruptible = {
  readonly deps: FailoverDeps;
  readonly putByHand: PutByHand;
  /** Whether an order, a drill or a hold was begun: from then on it goes on without this process. */
  readonly hasBegun: () => boolean;
};

/**
 * The same world, in which every wait ends with the signal and nothing is begun after it. What is under
 * way at that moment is finished, as long as the process is let.
 */
export function untilEnded(
  deps: FailoverDeps,
  putByHand: PutByHand,
  signal: AbortSignal,
): Interruptible {
  let hasBegun = false;
  const begin = () => {
    if (!hasBegun) signal.throwIfAborted();
    hasBegun = true;
  };
  return {
    hasBegun: () => hasBegun,
    putByHand: async (note) => {
      begin();
      return putByHand(note);
    },
    deps: {
      ...deps,
      sleep: async (durationMs) => {
        await deps.sleep(durationMs, signal);
        signal.throwIfAborted();
      },
      controllers: {
        ...deps.controllers,
        save: async (site, value, expectedVersion, audit = []) => {
          // Without an entry for the audit trail nothing was ordered, only noted.
          if (audit.length > 0) begin();
          return deps.controllers.save(site, value, expectedVersion, audit);
        },
      },
      switch: {
        ...deps.switch,
        put: async (site, note) => {
          begin();
          await deps.switch.put(site, note);
        },
        remove: async (site, tag) => {
          begin();
          return deps.switch.remove(site, tag);
        },
      },
    },
  };
}
