import type { Site } from '../core/site.ts';
import type { Finding, Outcome } from '../core/verify/finding.ts';
import { COLUMNS, wrap } from './text.ts';

/**
 * The findings for a terminal and for the answer of a function: the worst first, each with what was
 * seen, why it matters and how to mend it; passes are counted and named, since nothing needs doing.
 */
export function findingsText(
  site: Pick<Site, 'name'>,
  findings: readonly Finding[],
  { color = false }: { readonly color?: boolean } = {},
): string {
  const paint = (outcome: Outcome, text: string) =>
    color ? `\u001b[${COLORS[outcome]}m${text}\u001b[0m` : text;
  const troubles = ORDER.flatMap((outcome) =>
    findings.filter((finding) => finding.outcome === outcome).map((each) => trouble(each, paint)),
  );
  const passes = findings.filter(({ outcome }) => outcome === 'pass').map(({ id }) => id);
  return [
    headline(site.name, findings),
    ...troubles,
    ...(passes.length === 0
      ? []
      : [`${paint('pass', 'PASS')}  ${passes.length}\n${indented(passes.join(', '), '      ')}`]),
  ].join('\n\n');
}

/** `www.example.com: 1 fail, 2 warn, 40 pass`; outcomes that did not occur are left out. */
export function headline(site: string, findings: readonly Finding[]): string {
  const counts = ([...ORDER, 'pass'] as const).flatMap((outcome) => {
    const count = findings.filter((finding) => finding.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${outcome}`];
  });
  return `${site}: ${counts.join(', ') || 'nothing was looked at'}`;
}

const ORDER = ['fail', 'unknown', 'warn'] as const;

const COLORS: Record<Outcome, number> = { fail: 31, unknown: 35, warn: 33, pass: 32 };

type Paint = (outcome: Outcome, text: string) => string;

/** One finding in full. What to paste is never wrapped; everything else is. */
export function trouble({ id, outcome, seen, why, mend }: Finding, paint: Paint): string {
  const rows = [
    `${paint(outcome, outcome.toUpperCase())}  ${id}`,
    labelled('seen', seen),
    labelled('why', why),
    ...(mend === null
      ? []
      : [isCommand(mend) ? `${label('mend')}${mend}` : labelled('mend', mend)]),
  ];
  return rows.join('\n');
}

/** Whether a mend is to be pasted, and so never wrapped. */
export const isCommand = (mend: string): boolean => /(^|: )(aws|npm|npx|dig|curl) /.test(mend);

const label = (name: string): string => `      ${name.padEnd(6)}`;

const labelled = (name: string, text: string): string =>
  indented(text, ' '.repeat(12)).replace(/^ {12}/, label(name));

const indented = (text: string, indent: string): string =>
  wrap(text, COLUMNS - indent.length)
    .split('\n')
    .map((line) => indent + line)
    .join('\n');
