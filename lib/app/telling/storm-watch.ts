import { STORM_SITES_MIN, STORM_WAIT_MS, stormsIn } from '../../core/alerts/storm.ts';
import type { Message, Now, Publish, Sleep } from '../../core/world.ts';
import { stormAlert } from '../../render/alerts/storm-alert.ts';

export type StormWatchDeps = {
  readonly now: Now;
  readonly sleep: Sleep;
  readonly stack: string;
  readonly publish: Publish;
};

/** An alert that waits for others of its kind. */
type Held = {
  readonly site: string;
  readonly event: string;
  readonly message: Message;
  readonly settle: (sending: Promise<void>) => void;
};

/**
 * A storm that begins may be waited for so often in a row: who hears of many sites hears of it some seconds later.
 * Of what else there is to tell none is waited for a second time, since a relapse of its site would wait, too.
 */
const ROUNDS_MAX = 4;

/**
 * Alerts of outages of one window. When the same befalls several sites within seconds, people get one alert that
 * lists them in place of one for each. An alert waits only while another site looks as if it had news, too, and no
 * longer than two seconds for the third; then it goes alone.
 */
export class StormWatch {
  readonly #deps: StormWatchDeps;
  readonly #signal: AbortSignal;
  /** Whether any other site has news, or may have some in a moment. */
  readonly #isStirring: (besides: ReadonlySet<string>) => boolean;
  #held: Held[] = [];

  constructor(
    deps: StormWatchDeps,
    signal: AbortSignal,
    isStirring: (besides: ReadonlySet<string>) => boolean,
  ) {
    this.#deps = deps;
    this.#signal = signal;
    this.#isStirring = isStirring;
  }

  /** Publishes the alert alone, or with others of its kind where that is a storm. */
  readonly publish: Publish = (message) => {
    const { class: kind, site, event } = message.data;
    if (kind !== 'outage' || !this.#mayGather(site)) return this.#deps.publish(message);
    return new Promise((resolve, reject) => {
      const settle = (sending: Promise<void>) => void sending.then(resolve, reject);
      this.#held.push({ site, event, message, settle });
      if (this.#held.length === 1) void this.#gather();
    });
  };

  #mayGather(site: string): boolean {
    if (this.#signal.aborted) return false;
    return this.#held.length > 0 || this.#isStirring(new Set([site]));
  }

  async #gather(): Promise<void> {
    for (let round = 1; round <= ROUNDS_MAX; round++) {
      await this.#deps.sleep(STORM_WAIT_MS, this.#signal);
      const sites = new Set(this.#held.map(({ site }) => site));
      const isStorm = sites.size >= STORM_SITES_MIN;
      const isBeginning = this.#held.every(({ event }) => event === 'outage-opened');
      if (this.#signal.aborted || !isStorm || !isBeginning || !this.#isStirring(sites)) break;
    }
    const { publish, stack, now } = this.#deps;
    const held = this.#held;
    this.#held = [];
    const { storms, alone } = stormsIn(held);
    for (const one of alone) one.settle(publish(one.message));
    for (const storm of storms) {
      const messages = storm.map(({ message }) => message);
      const sending = publish(stormAlert({ stack, messages, now: now() }));
      for (const one of storm) one.settle(sending);
    }
  }
}
