import type { Sleep } from '../core/world.ts';

/** Like the scheduler of the cloud: invokes again and again, whatever became of the last time. */
export type Schedule = {
  /** Resolves once nothing that was invoked is running any more. */
  readonly stop: () => Promise<void>;
};

/** Left between the end of a window and the next one. */
const GAP_SHARE = 0.05;

/** Invokes `run` every `everyMs` with the time that it may take, a little less than that. */
export function runSchedule(
  deps: { readonly sleep: Sleep; readonly elapsed: () => number },
  everyMs: number,
  run: (durationMs: number) => Promise<void>,
): Schedule {
  const stopped = new AbortController();
  const running = new Set<Promise<void>>();
  const loop = async () => {
    for (let dueAt = deps.elapsed(); !stopped.signal.aborted; dueAt += everyMs) {
      await deps.sleep(dueAt - deps.elapsed(), stopped.signal);
      if (stopped.signal.aborted) return;
      const one: Promise<void> = run(everyMs * (1 - GAP_SHARE))
        .catch(() => undefined)
        .finally(() => running.delete(one));
      running.add(one);
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
