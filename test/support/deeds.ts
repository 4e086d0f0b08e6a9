/** What a fake world was asked to do, in order, and which of it failed. */
export type Deeds = {
  readonly done: readonly string[];
  /** Those that begin with one of the words. */
  readonly of: (...words: readonly string[]) => readonly string[];
  /** Notes the deed, does it, and answers with what came of it, unless the world refuses. */
  readonly act: <T>(deed: string, effect: () => T | Promise<T>) => Promise<T>;
  /** From now on: an error for a deed that fails, null for one that works; asked before the effect. */
  refuse: (deed: string) => Error | null;
  /** The same, asked after the effect: the answer got lost. */
  lose: (deed: string) => Error | null;
  /** Waits before the effect: others may come first. */
  delay: (deed: string) => Promise<void>;
};

export function makeDeeds(): Deeds {
  const done: string[] = [];
  const deeds: Deeds = {
    done,
    of: (...words) => done.filter((deed) => words.some((word) => deed.startsWith(word))),
    refuse: () => null,
    lose: () => null,
    delay: () => Promise.resolve(),
    act: async (deed, effect) => {
      done.push(deed);
      throwIfAny(deeds.refuse(deed));
      await deeds.delay(deed);
      const value = await effect();
      throwIfAny(deeds.lose(deed));
      return value;
    },
  };
  return deeds;
}

/** Refuses every deed that begins with one of the words. */
export const refusing =
  (...words: readonly string[]) =>
  (deed: string): Error | null =>
    words.some((word) => deed.startsWith(word)) ? new Error(`${deed}: out of order`) : null;

function throwIfAny(error: Error | null): void {
  if (error !== null) throw error;
}
