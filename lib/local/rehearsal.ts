import type { Served } from '../core/failover.ts';
import type { RehearsalStep } from '../core/rehearsal.ts';
import type { Page } from '../core/verify/snapshot.ts';
import type { Sleep } from '../core/world.ts';

/** What the script does to the stage and looks at on it. */
export type RehearsalDeps = {
  readonly elapsed: () => number;
  readonly sleep: Sleep;
  readonly killPrimary: () => Promise<void>;
  readonly revivePrimary: () => Promise<void>;
  /** What the name servers answer with at this moment, by real DNS packets. */
  readonly served: () => Promise<Served>;
  /** The page that a visitor gets who resolves the name first; null when there is none. */
  readonly fetchThroughDns: () => Promise<Page | null>;
  /** Moments that others reported, by the monotonic clock: health changes and alerts. */
  readonly reported: (step: RehearsalStep) => number | null;
  readonly onSeen: (step: RehearsalStep, atMs: number, page: Page | null) => void;
};

export type RehearsalScript = {
  /** By the monotonic clock: the moment of the failure, which every time is counted from. */
  readonly failedAt: number;
  /** Text that only the secondary's page contains. */
  readonly secondaryMarker: string;
  /** How long one step may take before it counts as not observed. */
  readonly stepMsMax: number;
  /** How long after the failure the primary comes back. */
  readonly outageMs: number;
  /** Ends the script at once: the promise rejects with the signal's reason. */
  readonly signal: AbortSignal;
};

const LOOK_EVERY_MS = 50;

/**
 * Plays the bad day: the primary is killed, comes back later, and everything else is only watched.
 * Returns the moments that were really observed; a step that is not seen in time ends the script.
 */
export async function playBadDay(
  deps: RehearsalDeps,
  script: RehearsalScript,
): Promise<ReadonlyMap<RehearsalStep, number>> {
  const notebook = openNotebook(deps, script.failedAt);
  for (const attempt of attemptsOf(deps, script, notebook)) {
    if (!(await until(deps, script, attempt))) break;
  }
  return notebook.seen;
}

/** Tries again until it is so, or the time of a step is over. */
export async function until(
  deps: Pick<RehearsalDeps, 'elapsed' | 'sleep'>,
  { stepMsMax, signal }: Pick<RehearsalScript, 'stepMsMax' | 'signal'>,
  attempt: () => Promise<boolean>,
): Promise<boolean> {
  const giveUpAt = deps.elapsed() + stepMsMax;
  for (;;) {
    signal.throwIfAborted();
    if (await attempt()) return true;
    if (deps.elapsed() >= giveUpAt) return false;
    await deps.sleep(LOOK_EVERY_MS, signal);
  }
}

type Notebook = {
  readonly seen: ReadonlyMap<RehearsalStep, number>;
  /** Writes a step down and is true, so that it can end an attempt. */
  readonly note: (step: RehearsalStep, at: number, page?: Page) => boolean;
};

function openNotebook(deps: RehearsalDeps, failedAt: number): Notebook {
  const seen = new Map<RehearsalStep, number>();
  let latestAt = failedAt;
  const note = (step: RehearsalStep, at: number, page: Page | null = null) => {
    // A report may be a moment older than the sighting that the script waited for before it.
    latestAt = Math.max(latestAt, at);
    seen.set(step, latestAt - failedAt);
    deps.onSeen(step, latestAt - failedAt, page);
    return true;
  };
  return { seen, note };
}

/** One attempt a step; each is tried until it is true. */
function attemptsOf(
  deps: RehearsalDeps,
  script: RehearsalScript,
  { note }: Notebook,
): readonly (() => Promise<boolean>)[] {
  const { failedAt } = script;
  // What was reported before the failure belongs to another day.
  const noteReported = async (step: RehearsalStep) => {
    const at = deps.reported(step);
    return at !== null && at >= failedAt && note(step, at);
  };
  const noteServed = async (step: RehearsalStep, target: Served) =>
    (await deps.served()) === target && note(step, deps.elapsed());
  const notePage = async () => {
    const page = await deps.fetchThroughDns();
    const isSecondary = page?.status === 200 && page.body.includes(script.secondaryMarker);
    return isSecondary && note('page-served', deps.elapsed(), page);
  };
  const stayThenRevive = async () => {
    while (deps.elapsed() - failedAt < script.outageMs) {
      script.signal.throwIfAborted();
      await deps.sleep(LOOK_EVERY_MS, script.signal);
    }
    await deps.revivePrimary();
    return note('primary-back', deps.elapsed());
  };
  const kill = async () => {
    await deps.killPrimary();
    return note('failure', failedAt);
  };
  return [
    kill,
    () => noteReported('detected'),
    () => noteReported('alerted'),
    () => noteServed('dns-changed', 'secondary'),
    notePage,
    stayThenRevive,
    () => noteServed('failed-back', 'primary'),
    () => noteReported('resolved'),
  ];
}
