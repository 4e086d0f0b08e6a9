/** Steps that must not overtake each other: what has to be written or sent because of what was seen. */
export class StepQueue {
  #latest: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | null = null;
  readonly #stopped = new AbortController();

  /** Aborted by the first step that fails; those behind it are left out. */
  get stopped(): AbortSignal {
    return this.#stopped.signal;
  }

  add(step: () => Promise<void>): void {
    this.#latest = this.#latest.then(async () => {
      if (this.#stopped.signal.aborted) return;
      try {
        await step();
      } catch (error) {
        this.#failure = { error };
        this.#stopped.abort();
      }
    });
  }

  /** Resolves once all the steps are done; rejects as the one that failed did. */
  async done(): Promise<void> {
    await this.#latest;
    if (this.#failure !== null) throw this.#failure.error;
  }
}
