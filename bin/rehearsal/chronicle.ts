import { type Happening, type RehearsalStep, stepOf } from '../../lib/core/rehearsal.ts';
import type { Page } from '../../lib/core/verify/snapshot.ts';
import type { Message } from '../../lib/core/world.ts';
import { mailText, stepLine } from '../../lib/render/rehearsal.ts';
import { type Aside, asideLine, asideOf } from '../../lib/render/rehearsal-aside.ts';
import type { Terminal } from '../terminal.ts';

/** Writes down the bad day: the steps, and between them how they came about, each at its time. */
export class Chronicle {
  readonly #terminal: Pick<Terminal, 'line' | 'paint'>;
  readonly #reported = new Map<RehearsalStep, { at: number; message: Message | null }>();
  readonly #told = new Map<string, string>();
  #pending: { readonly aside: Aside; readonly at: number }[] = [];
  #beganAt: number | null = null;

  constructor(terminal: Pick<Terminal, 'line' | 'paint'>) {
    this.#terminal = terminal;
  }

  /** What happened before was another day: from here on everything is news, and counted from here. */
  begin(at: number): void {
    this.#reported.clear();
    this.#told.clear();
    this.#pending = [];
    this.#beganAt = at;
  }

  /** Takes in what happened on the stage; the same thing twice in a row is news once. */
  take(happening: Happening, at: number): void {
    const step = stepOf(happening);
    const message = happening.kind === 'mail' ? happening.message : null;
    if (step !== null) {
      if (!this.#reported.has(step)) this.#reported.set(step, { at, message });
      return;
    }
    const aside = asideOf(happening);
    if (aside === null || this.#told.get(aside.topic) === aside.text) return;
    this.#told.set(aside.topic, aside.text);
    this.#pending.push({ aside, at });
  }

  /** When a step was reported, by the monotonic clock. */
  reported(step: RehearsalStep): number | null {
    return this.#reported.get(step)?.at ?? null;
  }

  /** Tells of a step, after everything that came before it. */
  step(step: RehearsalStep, atMs: number, page: Page | null): void {
    this.flush((this.#beganAt ?? 0) + atMs);
    const { line, paint } = this.#terminal;
    line(stepLine(step, atMs, page === null ? '' : `, at ${page.address}`, paint));
    const message = this.#reported.get(step)?.message ?? null;
    if (message !== null) line(mailText(message, paint));
  }

  /** Tells of what has happened until a moment. */
  flush(until = Number.POSITIVE_INFINITY): void {
    const beganAt = this.#beganAt;
    if (beganAt === null) return;
    const due = this.#pending.filter(({ at }) => at <= until);
    this.#pending = this.#pending.filter(({ at }) => at > until);
    for (const { aside, at } of due)
      this.#terminal.line(asideLine(aside, at - beganAt, this.#terminal.paint));
  }
}
