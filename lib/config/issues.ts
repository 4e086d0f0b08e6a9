import type { core } from 'zod';
import type { Path, PlacedComplaint } from './complaint.ts';
import { decode } from './wording.ts';

/** Turns what zod found into complaints with their places. */
export const complaintsOf = (issues: readonly core.$ZodIssue[]): PlacedComplaint[] =>
  issues.flatMap((issue) => ofIssue(issue, []));

function ofIssue(issue: core.$ZodIssue, parent: Path): PlacedComplaint[] {
  const path = [
    ...parent,
    ...issue.path.map((step) => (typeof step === 'number' ? step : String(step))),
  ];
  if (issue.code === 'unrecognized_keys')
    return decode(issue.message).map((complaint, index) => ({
      ...complaint,
      path: [...path, issue.keys[index] ?? ''],
      at: 'key',
    }));
  if (issue.code === 'invalid_key')
    return issue.issues.flatMap((inner) =>
      ofIssue(inner, path).map((complaint): PlacedComplaint => ({ ...complaint, at: 'key' })),
    );
  const meant = issue.code === 'invalid_union' ? meantBranch(issue.errors) : undefined;
  if (meant !== undefined) return meant.flatMap((inner) => ofIssue(inner, path));
  return decode(issue.message).map((complaint) => ({ ...complaint, path, at: 'value' }));
}

/** The alternative that the value has the right type for; without one, the union speaks for itself. */
const meantBranch = (
  branches: readonly (readonly core.$ZodIssue[])[],
): readonly core.$ZodIssue[] | undefined => branches.find((issues) => !issues.some(isOfWrongType));

const isOfWrongType = (issue: core.$ZodIssue): boolean =>
  issue.path.length === 0 &&
  (issue.code === 'invalid_type' ||
    (issue.code === 'invalid_union' && meantBranch(issue.errors) === undefined));
