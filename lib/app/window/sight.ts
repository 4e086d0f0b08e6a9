import {
  type Answers,
  type Failure,
  isEverythingFailing,
  sightFor,
} from '../../core/probing/blind.ts';
import type { Endpoint } from '../../core/probing/probe.ts';
import type { Log, Probe } from '../../core/world.ts';

export type SightDeps = {
  readonly probe: Probe;
  readonly elapsed: () => number;
  readonly log: Log;
  /** Places of other owners; without any the monitor never takes itself for blind. */
  readonly controls: readonly Endpoint[];
};

/** Whether one window can see, from what answers it and, when nothing does, from the controls. */
export class Sight {
  readonly #deps: SightDeps;
  readonly #signal: AbortSignal;
  readonly #onChange: (isBlind: boolean) => void;
  readonly #answeredAtMs = new Map<string, number | null>();
  readonly #failing = new Map<string, boolean>();
  readonly #failingSinceMs = new Map<string, number>();
  #controls: Answers['controls'] = { answeredAtMs: null, darkAtMs: null };
  #asking: Promise<void> | null = null;
  #isBlind: boolean;
  #wasBlind: boolean;

  constructor(
    deps: SightDeps,
    signal: AbortSignal,
    isBlind: boolean,
    onChange: (isBlind: boolean) => void,
  ) {
    this.#deps = deps;
    this.#signal = signal;
    this.#isBlind = isBlind;
    this.#wasBlind = isBlind;
    this.#onChange = onChange;
  }

  get isBlind(): boolean {
    return this.#isBlind;
  }

  /** Whether the window was blind at any moment. */
  get wasBlind(): boolean {
    return this.#wasBlind;
  }

  /** Addresses that will be probed: nothing is said of everything before each was tried. */
  expect(addresses: readonly string[]): void {
    for (const address of addresses) {
      this.#answeredAtMs.set(address, null);
      this.#failing.set(address, false);
    }
  }

  answered(address: string): void {
    this.#answeredAtMs.set(address, this.#deps.elapsed());
    this.#failing.set(address, false);
    this.#failingSinceMs.delete(address);
    this.#set(false);
  }

  /**
   * Whether the failure of the probe that was sent then says something about the target. The
   * controls are asked when nothing else can tell, once for all who want to know.
   */
  async failed(address: string, sentAtMs: number): Promise<boolean> {
    const sinceMs = this.#failingSinceMs.get(address) ?? sentAtMs;
    // A probe that was sent before the latest answer, and was silent, tells of a time that is over.
    if ((this.#answeredAtMs.get(address) ?? Number.NEGATIVE_INFINITY) <= sentAtMs) {
      this.#failingSinceMs.set(address, sinceMs);
      this.#failing.set(address, true);
    }
    if (this.#deps.controls.length === 0) return true;
    const sight = await this.#lookFor({ address, sinceMs, sentAtMs });
    if (sight === 'blind' && isEverythingFailing(this.#failing)) this.#set(true);
    return sight === 'sees';
  }

  async #lookFor(failure: Failure): Promise<'sees' | 'blind'> {
    for (;;) {
      const sight = sightFor(failure, { targets: this.#answeredAtMs, controls: this.#controls });
      if (sight !== 'unsure') return sight;
      if (this.#signal.aborted) return 'blind';
      this.#asking ??= this.#askControls();
      await this.#asking;
    }
  }

  async #askControls(): Promise<void> {
    const { probe, elapsed, log, controls } = this.#deps;
    const askedAtMs = elapsed();
    const answers = controls.map(async (control) => {
      const { verdict, detail } = await probe(control, { fresh: true, signal: this.#signal });
      if (verdict !== 'healthy') throw new Error(`${control.hostname}: ${detail}`);
    });
    try {
      await Promise.any(answers);
      this.#controls = { ...this.#controls, answeredAtMs: elapsed() };
      this.#set(false);
    } catch (error) {
      if (this.#signal.aborted) return;
      this.#controls = { ...this.#controls, darkAtMs: askedAtMs };
      log({ message: 'no control answers', errors: (error as AggregateError).errors.map(String) });
    } finally {
      this.#asking = null;
    }
  }

  #set(isBlind: boolean): void {
    if (this.#isBlind === isBlind) return;
    this.#isBlind = isBlind;
    this.#wasBlind ||= isBlind;
    this.#onChange(isBlind);
  }
}
