/** What of the shard and of the controls answered when, in milliseconds on the monotonic clock. */
export type Answers = {
  /** The latest healthy probe of each address, null when there was none in this window. */
  readonly targets: ReadonlyMap<string, number | null>;
  readonly controls: {
    /** When one of them answered last. */
    readonly answeredAtMs: number | null;
    /** When all of them were asked last in vain. */
    readonly darkAtMs: number | null;
  };
};

/** An address that does not answer: since when, and the probe that has just found that again. */
export type Failure = {
  readonly address: string;
  readonly sinceMs: number;
  readonly sentAtMs: number;
};

/**
 * Whether a failure says something about the target. It does once anything else has answered since
 * the address began to fail: another address of the shard, or a control. Without that the controls
 * have to be asked (`unsure`); when none answers we could not look (`blind`), and the failure is held
 * back. So one dead site is an outage as long as a control answers, also when it is the only site.
 */
export function sightFor(failure: Failure, answers: Answers): 'sees' | 'blind' | 'unsure' {
  const hasAnswered = (atMs: number | null) => atMs !== null && atMs >= failure.sinceMs;
  const { targets, controls } = answers;
  if (hasAnswered(controls.answeredAtMs)) return 'sees';
  for (const [address, atMs] of targets)
    if (address !== failure.address && hasAnswered(atMs)) return 'sees';
  const { darkAtMs } = controls;
  return darkAtMs !== null && darkAtMs >= failure.sentAtMs - DARK_MS_MAX ? 'blind' : 'unsure';
}

/**
 * The monitor is blind when the controls are dark and the latest probe of every address of the shard
 * failed. Until every address was tried, failures are held back but nobody is told.
 */
export const isEverythingFailing = (failing: ReadonlyMap<string, boolean>): boolean =>
  failing.size > 0 && [...failing.values()].every(Boolean);

/** Dark controls are asked again after so long, not for each of a thousand failures. */
export const DARK_MS_MAX = 2_000;
