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

/** Left between the end of a window and the next one. */
const GAP_SHARE = 0.05;

/** Invokes `run` every `everyMs` with the time that it may take, a little less than that. */
export function runSchedule(
  deps: ScheduleDeps,
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
        .catch(deps.onFailure)
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
