import type { Finding, Outcome } from './finding.ts';
import { READABLE_CHECKS, type ReadableTopic } from './readable.ts';

/** What a check is about, for people: `docs/checks.md` and `verify --explain` are made of it. */
export type CheckFacts = {
  /** `topic.rule`, stable: people's CI and their filters name it. */
  readonly id: string;
  /** The gravest outcome that it may have; `information` never asks for anything. */
  readonly severity: 'fail' | 'warn' | 'information';
  /** What must hold, in full sentences. */
  readonly rule: string;
  /** Where the rule comes from; empty when it is our own. */
  readonly sources: readonly string[];
  /** Why the rule matters to a visitor. */
  readonly why: string;
};

/** One verification check: `judge` holds the rule against what was read. */
export type Check<T> = CheckFacts & {
  /** Null when there is nothing to judge: what is missing is another check's finding. */
  readonly judge: (subject: T) => Judgement | null;
};

export type Judgement =
  | { readonly outcome: 'pass'; readonly seen: string }
  | {
      readonly outcome: Exclude<Outcome, 'pass'>;
      readonly seen: string;
      readonly mend: string;
      /** Takes the place of the check's own `why` where this case hurts in another way. */
      readonly why?: string;
    };

/** The findings of all the checks that had something to judge, in the order of the checks. */
export const judgeAll = <T>(checks: readonly Check<T>[], subject: T): Finding[] =>
  checks.flatMap((check) => {
    const judgement = check.judge(subject);
    return judgement === null ? [] : [{ id: check.id, why: check.why, mend: null, ...judgement }];
  });

export const pass = (seen: string): Judgement => ({ outcome: 'pass', seen });

export const warn = (seen: string, mend: string, why?: string): Judgement =>
  problem('warn', seen, mend, why);

export const fail = (seen: string, mend: string, why?: string): Judgement =>
  problem('fail', seen, mend, why);

export const unknown = (seen: string, mend: string): Judgement => problem('unknown', seen, mend);

/** What could not be looked at is never a pass: one finding stands for the whole topic. */
export const unreadable = (topic: ReadableTopic, reason: string, mend: string): Finding => ({
  id: READABLE_CHECKS[topic].id,
  outcome: 'unknown',
  seen: reason,
  why: READABLE_CHECKS[topic].why,
  mend,
});

/** Values for a person: `a, b and c`, or `none`. */
export const listed = (values: readonly string[]): string =>
  values.length < 2
    ? (values[0] ?? 'none')
    : `${values.slice(0, -1).join(', ')} and ${values.at(-1)}`;

const problem = (
  outcome: 'warn' | 'fail' | 'unknown',
  seen: string,
  mend: string,
  why?: string,
): Judgement => ({ outcome, seen, mend, ...(why === undefined ? {} : { why }) });
