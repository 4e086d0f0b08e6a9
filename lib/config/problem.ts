/** One thing that is wrong in sites.yml, where it stands, and what to write instead. */
export type Problem = {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Such as `sites[0].primary.port`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  readonly instead: string | null;
};

/** One line for a terminal, in the form that editors turn into a link. */
export function describeProblem(problem: Problem): string {
  const place = `${problem.file}:${problem.line}:${problem.column}`;
  const subject = problem.path === '' ? place : `${place} ${problem.path}`;
  const advice = problem.instead === null ? '' : `; ${problem.instead}`;
  return `${subject}: ${problem.message}${advice}`;
}
