import type { Finding, Outcome } from '../core/verify/finding.ts';
import { headline, trouble } from './findings.ts';
import type { Paint } from './paint.ts';
import { cut } from './text.ts';

/**
 * The findings of one site as a table, a row a check in the order of the checks, and below it what
 * does not pass: why it matters and how to mend it, the gravest first.
 */
export function findingsTable(
  site: string,
  findings: readonly Finding[],
  { paint, columns }: { readonly paint: Paint; readonly columns: number },
): string {
  const troubles = GRAVEST_FIRST.flatMap((outcome) =>
    findings.filter((finding) => finding.outcome === outcome),
  );
  const idColumns = Math.max(0, ...findings.map(({ id }) => id.length));
  const rows = findings.map(({ id, outcome, seen }) => {
    const fixed = `${outcome.toUpperCase().padEnd(OUTCOME_COLUMNS)}${id.padEnd(idColumns)}  `;
    const colored = paint(STYLES[outcome], fixed.slice(0, OUTCOME_COLUMNS));
    return colored + fixed.slice(OUTCOME_COLUMNS) + cut(onOneLine(seen), room(columns, fixed));
  });
  return [
    [headline(site, findings), ...rows].join('\n'),
    ...troubles.map((finding) => trouble(finding, (outcome, text) => paint(STYLES[outcome], text))),
  ].join('\n\n');
}

const GRAVEST_FIRST = ['fail', 'unknown', 'warn'] as const;
const STYLES = { fail: 'bad', unknown: 'strong', warn: 'warn', pass: 'good' } as const;
/** `UNKNOWN` and two spaces. */
const OUTCOME_COLUMNS = 9;
const SEEN_COLUMNS_MIN = 20;

const room = (columns: number, fixed: string): number =>
  Math.max(SEEN_COLUMNS_MIN, columns - fixed.length);

const onOneLine = (text: string): string => text.replace(/\s+/g, ' ');

/** What a verification says to a shell: 0 pass, 1 fail, 2 could not look. */
export function exitCodeFor(outcomes: readonly Outcome[]): 0 | 1 | 2 {
  if (outcomes.includes('fail')) return 1;
  return outcomes.length === 0 || outcomes.includes('unknown') ? 2 : 0;
}
