/** `unknown`: we could not look, which is never a pass. */
export type Outcome = 'pass' | 'warn' | 'fail' | 'unknown';

/** The result of one verification check, for a person who has to act on it. */
export type Finding = {
  /** Stable name of the check, for example `records.pair-complete`. */
  readonly id: string;
  readonly outcome: Outcome;
  /** What was found, with the values. */
  readonly seen: string;
  /** Why it matters to a visitor. */
  readonly why: string;
  /** A command or a setting that mends it; null when nothing needs mending. */
  readonly mend: string | null;
};

/** Something that was looked at, or why it could not be looked at. */
export type Look<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: string };

const SEVERITY: Record<Outcome, number> = { pass: 0, warn: 1, unknown: 2, fail: 3 };

/** The gravest outcome; a site without findings has not been looked at. */
export const worst = (findings: readonly Finding[]): Outcome =>
  findings
    .map(({ outcome }) => outcome)
    .reduce<Outcome>(
      (a, b) => (SEVERITY[b] > SEVERITY[a] ? b : a),
      findings.length === 0 ? 'unknown' : 'pass',
    );
