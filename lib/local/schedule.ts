import type { Sleep } from '../core/world.ts';

/** Like the scheduler of the cloud: invokes again and again, whatever became of the last time. */
export type Schedule = {
  /** Resolves once nothing that was invoked is running any more. */
  readonly stop: () => Promise<void>;
};

export type ScheduleDeps = {
  readonly sleep: Sleep;
  readonly elapsed: () => number;
  /** Told of every invocation that failed; the next one comes all the same. */
  readonly onFailure: (error: unknown) => void;
};

/**
 * Invokes `run` at once, after `firstMs`, and then every `everyMs`. It waits for none of them to end:
 * as in production a window goes on until the next one takes over.
 */
export function runSchedule(
  deps: ScheduleDeps,
  { firstMs, everyMs }: { readonly firstMs: number; readonly everyMs: number },
  run: () => Promise<void>,
): Schedule {
  const stopped = new AbortController();
  const running = new Set<Promise<void>>();
  const invoke = () => {
    const one: Promise<void> = run()
      .catch(deps.onFailure)
      .finally(() => running.delete(one));
    running.add(one);
  };
  const loop = async () => {
    invoke();
    for (let dueAt = deps.elapsed() + firstMs; ; dueAt += everyMs) {
      await deps.sleep(dueAt - deps.elapsed(), stopped.signal);
      if (stopped.signal.aborted) return;
      invoke();
    }
  };
  const looping = loop();
  return {
    stop: async () => {
      stopped.abort();
      await looping;
      await Promise.all(running);
    },
  };
}
