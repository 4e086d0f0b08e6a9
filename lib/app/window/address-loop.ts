import {
  beginCourse,
  type Course,
  type CourseRules,
  type Due,
  type Sent,
  send,
  take,
  unansweredSinceMs,
  withoutHedge,
} from '../../core/probing/course.ts';
import { type Health, UNKNOWN_HEALTH } from '../../core/probing/health.ts';
import { firstProbe, type Grid, jitterMsMax, untilGridMs } from '../../core/probing/pace.ts';
import type { Endpoint, ProbeResult } from '../../core/probing/probe.ts';
import type { Policy } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Chance, Now, Probe, Sleep } from '../../core/world.ts';
import { Alarm } from './alarm.ts';
import type { Allowance } from './allowance.ts';
import { OldConnection } from './old-connection.ts';

export type AddressLoopDeps = {
  readonly probe: Probe;
  readonly now: Now;
  /** Milliseconds on a monotonic clock: a stepped wall clock must not stop or hurry the probes. */
  readonly elapsed: () => number;
  readonly sleep: Sleep;
  /** For the jitter; there is none without it. */
  readonly chance?: Chance;
  /** How many hedges may be under way at once, of all addresses together; no limit without it. */
  readonly hedges?: Allowance;
};

export type AddressLoop = {
  readonly endpoint: Endpoint;
  readonly policy: Pick<Policy, 'intervalMs' | 'freshEvery' | 'failureThreshold'>;
  /** Health when the window began. */
  readonly health: Health | undefined;
  /**
   * When the last window stopped, null when there was none: the loop goes on with the grid of all
   * windows. Without it the loop stands alone and begins at once.
   */
  readonly lookedUntil?: EpochMs | null;
  /** Ends the loop: the window is over, or somebody else has taken the site. */
  readonly signal: AbortSignal;
  /** Takes the result in and answers with the health that follows from it. */
  readonly onResult: (result: ProbeResult, sentAtMs: number) => Health | Promise<Health>;
  /** Whether a kept connection still answers where new ones fail. Moves no threshold. */
  readonly onOldConnection?: (works: boolean) => void;
  /** The signal came before the answer to the question of this moment, or before it was asked. */
  readonly onCutShort?: (atMs: number) => void;
};

/**
 * Probes one address until the signal comes. Each probe is due on a grid, whatever the last one
 * took, so that slow answers cause no drift; chance delays it a little without moving the grid. A
 * silent probe is not waited for: a hedge is sent beside it (core/course.ts has the rules).
 */
export async function probeAddress(deps: AddressLoopDeps, loop: AddressLoop): Promise<void> {
  const run = new Run(deps, loop);
  try {
    await run.untilSignal();
  } finally {
    await run.end();
  }
}

/** The course of one address, acted out: sends what is due and takes answers in as they come. */
class Run {
  readonly #deps: AddressLoopDeps;
  readonly #loop: AddressLoop;
  readonly #rules: CourseRules;
  readonly #alarm: Alarm;
  readonly #oldConnection: OldConnection;
  readonly #underWay = new Set<Promise<void>>();
  #course: Course;
  #jitterMs = 0;
  #failure: { readonly error: unknown } | null = null;

  constructor(deps: AddressLoopDeps, loop: AddressLoop) {
    const { grid, firstAtMs, firstMomentMs } = gridOf(deps, loop);
    this.#deps = deps;
    this.#loop = loop;
    this.#rules = { ...loop.policy, withinMs: loop.endpoint.expect.withinMs, grid };
    this.#alarm = new Alarm(deps.sleep, loop.signal);
    this.#oldConnection = new OldConnection(deps.probe, loop);
    this.#course = beginCourse(loop.health ?? UNKNOWN_HEALTH, {
      dueAtMs: firstAtMs,
      momentMs: firstMomentMs,
    });
  }

  async untilSignal(): Promise<void> {
    while (!this.#loop.signal.aborted && this.#failure === null) {
      const due = this.#course.next;
      const untilMs = this.#untilMs(due);
      if (due === null || untilMs > 0) await this.#alarm.sleep(untilMs);
      else if (this.#isAllowed(due)) this.#send(due);
      else this.#course = withoutHedge(this.#course);
    }
  }

  /** Nothing is left under way, and what was not answered is told. */
  async end(): Promise<void> {
    this.#alarm.close();
    const endedAtMs = this.#deps.elapsed();
    await Promise.all([...this.#underWay, this.#oldConnection.done()]);
    if (this.#failure !== null) throw this.#failure.error;
    const sinceMs = unansweredSinceMs(this.#course, endedAtMs);
    if (sinceMs !== null) this.#loop.onCutShort?.(sinceMs);
  }

  /** An answer that is all that is waited for comes by its deadline. */
  #untilMs(due: Due | null): number {
    if (due === null) return this.#rules.withinMs;
    return due.dueAtMs + this.#jitterMs - this.#deps.elapsed();
  }

  #isAllowed({ kind }: Due): boolean {
    return kind !== 'hedge' || (this.#deps.hedges?.take() ?? true);
  }

  #send(due: Due): void {
    const { course, sent } = send(this.#course, due, this.#deps.elapsed(), this.#rules);
    this.#course = course;
    this.#jitterMs = 0;
    const answered = this.#follow(sent)
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        if (sent.kind === 'hedge') this.#deps.hedges?.give();
        this.#underWay.delete(answered);
        this.#alarm.ring();
      });
    this.#underWay.add(answered);
  }

  async #follow(sent: Sent): Promise<void> {
    const { probe, elapsed } = this.#deps;
    const { endpoint, signal, onResult } = this.#loop;
    const result = await probe(endpoint, { fresh: sent.fresh, signal });
    if (signal.aborted && result.verdict === 'inconclusive') return;
    const health = await onResult(result, sent.sentAtMs);
    this.#course = take(this.#course, sent, result, health, elapsed(), this.#rules);
    if (sent === this.#course.latest) this.#jitterMs = this.#drawJitterMs();
    this.#oldConnection.follow(result, this.#course);
  }

  /** Only the calm are kept out of step by chance: who is in doubt does not wait for longer than need be. */
  #drawJitterMs(): number {
    const { chance } = this.#deps;
    if (chance === undefined || this.#course.next?.kind !== 'grid') return 0;
    return chance() * jitterMsMax(this.#rules.intervalMs);
  }
}

function gridOf(
  deps: AddressLoopDeps,
  { endpoint, policy: { intervalMs }, health, lookedUntil }: AddressLoop,
): { readonly grid: Grid; readonly firstAtMs: number; readonly firstMomentMs: number } {
  const beganAtMs = deps.elapsed();
  if (lookedUntil === undefined) {
    const grid = { anchorMs: beganAtMs, intervalMs };
    return { grid, firstAtMs: beganAtMs, firstMomentMs: beganAtMs };
  }
  const key = `${endpoint.hostname} ${endpoint.address}`;
  const now = deps.now();
  const anchorMs = beganAtMs + untilGridMs(key, intervalMs, now);
  const first = firstProbe(key, health, { intervalMs, lookedUntil }, now);
  const firstAtMs = beganAtMs + first.delayMs;
  return {
    grid: { anchorMs, intervalMs },
    firstAtMs,
    firstMomentMs: first.overdueMs === 0 ? firstAtMs : beganAtMs - first.overdueMs,
  };
}
