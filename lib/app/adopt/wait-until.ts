import type { Now, Sleep } from '../../core/world.ts';

type WaitDeps = { readonly now: Now; readonly sleep: Sleep };

/** How long to wait at most, how often to look, and what ends the waiting early. */
export type Patience = {
  readonly limitMs: number;
  readonly everyMs: number;
  readonly signal: AbortSignal | null;
};

/** Looks again and again until there is something, or the time is over, or the signal ends it: then null. */
export async function waitUntil<T>(
  { now, sleep }: WaitDeps,
  { limitMs, everyMs, signal }: Patience,
  look: (elapsedMs: number) => Promise<T | null>,
): Promise<T | null> {
  const startedAt = now();
  const isEnded = () => signal?.aborted === true;
  for (;;) {
    const found = await look(now() - startedAt);
    if (found !== null) return found;
    if (isEnded() || now() - startedAt + everyMs > limitMs) return null;
    await sleep(everyMs, signal ?? undefined);
    if (isEnded()) return null;
  }
}
