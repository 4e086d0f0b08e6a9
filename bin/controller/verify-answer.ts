import type { Verification } from '../../lib/app/verifying/verify-site.ts';
import { nearest } from '../../lib/config/nearest.ts';
import { ALL_CHECKS } from '../../lib/core/verify/all-checks.ts';
import { checkText } from '../../lib/render/check-facts.ts';
import { exitCodeFor, findingsTable } from '../../lib/render/findings-table.ts';
import type { Paint } from '../../lib/render/paint.ts';
import { UsageError } from '../command.ts';

/** A verification is written for people, or as one JSON object a site and line for programs. */
export type VerifyView = {
  readonly only: readonly string[] | null;
  readonly json: boolean;
  readonly paint: Paint;
  readonly columns: number;
};

/** What is written of a verification, and the exit code that says it to a shell. */
export function verifyAnswer(
  verifications: readonly Verification[],
  { only, json, paint, columns }: VerifyView,
): { readonly text: string; readonly exitCode: 0 | 1 | 2 } {
  const shown = verifications.map((one) => narrowed(one, only));
  const texts = shown.map((one) =>
    json ? JSON.stringify(one) : findingsTable(one.site, one.findings, { paint, columns }),
  );
  const outcomes = shown.map(({ findings }) => exitCodeFor(findings.map(({ outcome }) => outcome)));
  return {
    text: texts.join(json ? '\n' : '\n\n'),
    exitCode: outcomes.includes(1) ? 1 : outcomes.includes(2) ? 2 : 0,
  };
}

/** Refuses a name that is neither a topic nor a check, before anything is asked of AWS. */
export function refuseUnknownChecks(only: readonly string[] | null): void {
  for (const name of only ?? [])
    if (!ALL_CHECKS.some(({ id }) => isOf(id, name))) throw unknown(name);
}

/** What `--explain` prints. */
export function explainCheck(id: string): string {
  const check = ALL_CHECKS.find((one) => one.id === id);
  if (check === undefined) throw unknown(id);
  return checkText(check);
}

function unknown(name: string): UsageError {
  const topics = [...new Set(ALL_CHECKS.map(({ id }) => id.slice(0, id.indexOf('.'))))];
  const near = nearest(name, [...topics, ...ALL_CHECKS.map(({ id }) => id)]);
  const hint = near === null ? `the topics are ${topics.join(', ')}` : `did you mean ${near}?`;
  return new UsageError(`there is no check ${name}; ${hint} docs/checks.md has them all`);
}

const isOf = (id: string, name: string): boolean => id === name || id.startsWith(`${name}.`);

const narrowed = (verification: Verification, only: readonly string[] | null): Verification =>
  only === null
    ? verification
    : {
        ...verification,
        findings: verification.findings.filter(({ id }) => only.some((name) => isOf(id, name))),
      };
