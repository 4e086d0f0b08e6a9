import type { Act, Script, ScriptStep, Sight } from '../core/rehearsal-script.ts';
import type { Page } from '../core/verify/snapshot.ts';
import type { Message, Sleep } from '../core/world.ts';

/** A sight at its moment by the monotonic clock, with the page or the mail that was seen. */
export type Seen = {
  readonly at: number;
  readonly page?: Page;
  readonly mail?: Message;
};

/** What a script does to the stage and looks at on it. */
export type RehearsalDeps = {
  readonly elapsed: () => number;
  readonly sleep: Sleep;
  readonly perform: (act: Act) => Promise<void>;
  /** Null while it is not so. What was reported counts from a moment on, by the monotonic clock. */
  readonly look: (sight: Sight, since: number) => Promise<Seen | null>;
  readonly onAwaited: (step: ScriptStep) => void;
  readonly onSeen: (step: ScriptStep, atMs: number, seen: Seen) => void;
};

export type Play = {
  /** By the monotonic clock: every time is counted from it. */
  readonly beganAt: number;
  /** Ends the script at once: the promise rejects with the signal's reason. */
  readonly signal: AbortSignal;
};

const LOOK_EVERY_MS = 50;

/**
 * Plays a script: what it says is done, and everything else is only watched. Returns the moments that
 * were really observed; a step that is not seen in time ends the script.
 */
export async function playScript(
  deps: RehearsalDeps,
  { steps }: Pick<Script, 'steps'>,
  play: Play,
): Promise<ReadonlyMap<string, number>> {
  const { beganAt, signal } = play;
  const seenAtMs = new Map<string, number>();
  let latestAt = beganAt;
  let since = beganAt;
  for (const step of steps) {
    deps.onAwaited(step);
    await waitFor(deps, step, seenAtMs, play);
    if (step.acts.length > 0) since = Math.max(latestAt, deps.elapsed());
    for (const act of step.acts) await deps.perform(act);
    const seen = await seeStep(deps, step, since, signal);
    if (seen === null) break;
    // A report may be a moment older than the sighting that the script waited for before it.
    latestAt = Math.max(latestAt, seen.at);
    seenAtMs.set(step.name, latestAt - beganAt);
    deps.onSeen(step, latestAt - beganAt, seen);
  }
  return seenAtMs;
}

/** Tries again until it is so, or the time is over. */
export async function until<T>(
  deps: Pick<RehearsalDeps, 'elapsed' | 'sleep'>,
  { limitMs, signal }: { readonly limitMs: number; readonly signal: AbortSignal },
  attempt: () => Promise<T | null>,
): Promise<T | null> {
  const giveUpAt = deps.elapsed() + limitMs;
  for (;;) {
    signal.throwIfAborted();
    const result = await attempt();
    if (result !== null) return result;
    if (deps.elapsed() >= giveUpAt) return null;
    await deps.sleep(LOOK_EVERY_MS, signal);
  }
}

async function waitFor(
  deps: Pick<RehearsalDeps, 'elapsed' | 'sleep'>,
  { notBefore }: ScriptStep,
  seenAtMs: ReadonlyMap<string, number>,
  { beganAt, signal }: Play,
): Promise<void> {
  if (notBefore === null) return;
  const dueAt = beganAt + (seenAtMs.get(notBefore.step) ?? 0) + notBefore.ms;
  while (deps.elapsed() < dueAt) {
    signal.throwIfAborted();
    await deps.sleep(Math.min(LOOK_EVERY_MS, dueAt - deps.elapsed()), signal);
  }
}

/** An act is seen at its beginning; what has to be so at one moment, when the last of it is. */
async function seeStep(
  deps: RehearsalDeps,
  { sees, limitMs }: ScriptStep,
  since: number,
  signal: AbortSignal,
): Promise<Seen | null> {
  if (sees.length === 0) {
    signal.throwIfAborted();
    return { at: since };
  }
  return until(deps, { limitMs, signal }, async () => {
    const sights = await Promise.all(sees.map((sight) => deps.look(sight, since)));
    const seen = sights.filter((sight) => sight !== null);
    if (seen.length < sees.length) return null;
    return Object.assign({}, ...seen, { at: Math.max(...seen.map(({ at }) => at)) }) as Seen;
  });
}
