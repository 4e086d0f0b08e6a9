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
  /** The page that a visitor gets who resolves the name first. */
  readonly fetchThroughDns: () => Promise<Page>;
  /** Moments that others reported, by the monotonic clock: health changes and alerts. */
  readonly reported: (step: RehearsalStep) => number | null;
  readonly onSeen: (step: RehearsalStep, atMs: number, page: Page | null) => void;
};

export type RehearsalScript = {
  /** Text that only the secondary's page contains. */
  readonly secondaryMarker: string;
  /** How long one step may take before it counts as not observed. */
  readonly stepMsMax: number;
  /** How long visitors stay on the secondary before the primary comes back. */
  readonly outageMs: number;
  readonly signal: AbortSignal;
};

const LOOK_EVERY_MS = 50;

/** The rehearsal was ended from outside. */
export class RehearsalEndedError extends Error {
  override readonly name = 'RehearsalEndedError';
}

/**
 * Plays the bad day: the primary is killed, comes back later, and everything else is only watched.
 * Returns the moments that were really observed; a step that is not seen in time ends the script.
 */
export async function playBadDay(
  deps: RehearsalDeps,
  script: RehearsalScript,
): Promise<ReadonlyMap<RehearsalStep, number>> {
  const seen = new Map<RehearsalStep, number>();
  const failedAt = deps.elapsed();
  const note = (step: RehearsalStep, at: number, page: Page | null = null) => {
    seen.set(step, at - failedAt);
    deps.onSeen(step, at - failedAt, page);
    return true;
  };
  const noteReported = async (step: RehearsalStep) => {
    const at = deps.reported(step);
    return at !== null && note(step, at);
  };
  const notePage = async () => {
    const page = await deps.fetchThroughDns();
    const isSecondary = page.status === 200 && page.body.includes(script.secondaryMarker);
    return isSecondary && note('page-served', deps.elapsed(), page);
  };
  const stayThenRevive = async () => {
    await deps.sleep(script.outageMs - (deps.elapsed() - failedAt), script.signal);
    return doing(deps.revivePrimary, () => note('primary-back', deps.elapsed()));
  };
  const noteServed = async (step: RehearsalStep, target: Served) =>
    (await deps.served()) === target && note(step, deps.elapsed());
  const attempts = [
    () => doing(deps.killPrimary, () => note('failure', failedAt)),
    () => noteReported('detected'),
    () => noteReported('alerted'),
    () => noteServed('dns-changed', 'secondary'),
    notePage,
    stayThenRevive,
    () => noteServed('failed-back', 'primary'),
    () => noteReported('resolved'),
  ];
  for (const attempt of attempts) {
    if (!(await until(deps, script, attempt))) break;
  }
  return seen;
}

/** Tries again until it is so, or the time of a step is over. */
export async function until(
  deps: Pick<RehearsalDeps, 'elapsed' | 'sleep'>,
  { stepMsMax, signal }: Pick<RehearsalScript, 'stepMsMax' | 'signal'>,
  attempt: () => Promise<boolean>,
): Promise<boolean> {
  const giveUpAt = deps.elapsed() + stepMsMax;
  for (;;) {
    if (signal.aborted) throw new RehearsalEndedError('the rehearsal was ended before its time');
    if (await attempt()) return true;
    if (deps.elapsed() >= giveUpAt) return false;
    await deps.sleep(LOOK_EVERY_MS, signal);
  }
}

async function doing(act: () => Promise<void>, after: () => boolean): Promise<boolean> {
  await act();
  return after();
}
