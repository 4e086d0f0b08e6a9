import type { Course } from '../../core/probing/course.ts';
import type { Endpoint, ProbeResult } from '../../core/probing/probe.ts';
import type { Probe } from '../../core/world.ts';

export type OldConnectionTask = {
  readonly endpoint: Endpoint;
  readonly signal: AbortSignal;
  readonly onOldConnection?: (works: boolean) => void;
};

/**
 * Asks on the kept connection, once in a run of failures, when a fresh probe fails where it worked:
 * "new connections fail, old ones still work" is worth knowing at 3 a.m. It moves no threshold and
 * delays no probe.
 */
export class OldConnection {
  readonly #probe: Probe;
  readonly #task: OldConnectionTask;
  #worked = false;
  #asking: Promise<void> = Promise.resolve();

  constructor(probe: Probe, task: OldConnectionTask) {
    this.#probe = probe;
    this.#task = task;
  }

  follow(result: ProbeResult, { underWay }: Course): void {
    if (!result.fresh) this.#worked = result.verdict === 'healthy';
    const isWorthAsking = result.verdict === 'unhealthy' && this.#worked;
    // A pooled probe that is under way will tell by itself.
    if (!isWorthAsking || underWay.some(({ fresh }) => !fresh)) return;
    const { onOldConnection } = this.#task;
    if (onOldConnection === undefined) return;
    this.#worked = false;
    this.#asking = this.#ask(onOldConnection);
  }

  done(): Promise<void> {
    return this.#asking;
  }

  async #ask(tell: (works: boolean) => void): Promise<void> {
    const { endpoint, signal } = this.#task;
    const { fresh, verdict } = await this.#probe(endpoint, { fresh: false, signal });
    tell(!fresh && verdict === 'healthy');
  }
}
