import { type Happening, isReported } from '../../lib/core/rehearsal.ts';
import type { Script, ScriptStep } from '../../lib/core/rehearsal-script.ts';
import type { Seen } from '../../lib/local/rehearsal.ts';
import { leadText, mailText, stepLine } from '../../lib/render/rehearsal/rehearsal.ts';
import { type Aside, asideLine, asideOf } from '../../lib/render/rehearsal/rehearsal-aside.ts';
import type { Terminal } from '../terminal.ts';

/** Tells of the bad day: the steps, and between them how they came about, each at its time. */
export class Chronicle {
  readonly #terminal: Pick<Terminal, 'line' | 'paint'>;
  readonly #script: Pick<Script, 'steps' | 'mails'>;
  readonly #told = new Map<string, string>();
  readonly #steps = new Set<ScriptStep>();
  #pending: { readonly aside: Aside; readonly at: number }[] = [];
  #beganAt: number | null = null;

  constructor(terminal: Pick<Terminal, 'line' | 'paint'>, script: Pick<Script, 'steps' | 'mails'>) {
    this.#terminal = terminal;
    this.#script = script;
  }

  /** What happened before was another day: from here on everything is news, and counted from here. */
  begin(at: number): void {
    this.#told.clear();
    this.#steps.clear();
    this.#pending = [];
    this.#beganAt = at;
  }

  /** Takes in what happened on the stage, unless a step tells of it; the same thing twice in a row is news once. */
  take(happening: Happening, at: number): void {
    if (this.#isStep(happening)) return;
    const aside = asideOf(happening);
    if (aside === null || this.#told.get(aside.topic) === aside.same) return;
    this.#told.set(aside.topic, aside.same);
    this.#pending.push({ aside, at });
  }

  /** Tells of a step, after everything that came before it, and shows the mail that it is about. */
  step(step: ScriptStep, atMs: number, { page, mail }: Seen): void {
    this.flush((this.#beganAt ?? 0) + atMs);
    this.#steps.add(step);
    const { line, paint } = this.#terminal;
    line(stepLine(step, atMs, page === undefined ? '' : `, at ${page.address}`, paint));
    if (mail === undefined) return;
    line(this.#script.mails === 'whole' ? mailText(mail, paint) : leadText(mail, paint));
  }

  /** Tells of what has happened until a moment. */
  flush(until = Number.POSITIVE_INFINITY): void {
    const beganAt = this.#beganAt;
    if (beganAt === null) return;
    const due = this.#pending.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
    this.#pending = this.#pending.filter(({ at }) => at > until);
    for (const { aside, at } of due)
      this.#terminal.line(asideLine(aside, at - beganAt, this.#terminal.paint));
  }

  /** Whether a step that is still to come says it; only what a verification found is worth both. */
  #isStep(happening: Happening): boolean {
    if (happening.kind === 'verified') return false;
    return this.#script.steps
      .filter((step) => !this.#steps.has(step))
      .flatMap(({ sees }) => sees)
      .some((sight) => sight.kind === 'reported' && isReported(sight.report, happening));
  }
}
