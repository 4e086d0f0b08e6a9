import type { Sleep } from '../../core/world.ts';

/** A sleep that ends at its time, when somebody rings, or with the signal. */
export class Alarm {
  readonly #sleep: Sleep;
  readonly #signal: AbortSignal;
  #sleeping: AbortController | null = null;
  #isRung = false;

  constructor(sleep: Sleep, signal: AbortSignal) {
    this.#sleep = sleep;
    this.#signal = signal;
    signal.addEventListener('abort', this.ring, { once: true });
  }

  /** Rung since the last sleep began: then there is none. */
  async sleep(durationMs: number): Promise<void> {
    const sleeping = new AbortController();
    if (this.#isRung || this.#signal.aborted) sleeping.abort();
    this.#sleeping = sleeping;
    await this.#sleep(durationMs, sleeping.signal);
    this.#sleeping = null;
    this.#isRung = false;
  }

  readonly ring = (): void => {
    this.#isRung = true;
    this.#sleeping?.abort();
  };

  close(): void {
    this.#signal.removeEventListener('abort', this.ring);
  }
}
