import type { Happening } from '../../core/rehearsal.ts';
import { unreachable } from '../../core/unreachable.ts';
import type { Finding } from '../../core/verify/finding.ts';
import { type Paint, PLAIN } from '../paint.ts';
import { REASON_TEXT } from '../reasons.ts';
import { quoted, wrap } from '../text.ts';
import { timeColumn } from './rehearsal.ts';

/** What is said of a happening, and of which topic: whoever says the same of it again says nothing new. */
export type Aside = {
  readonly topic: string;
  readonly label: string;
  readonly text: string;
  /** What it amounts to, for texts with times in them. */
  readonly same: string;
};

/** How a step came about, in words; null for what the step's own line says already. */
export function asideOf(happening: Happening): Aside | null {
  switch (happening.kind) {
    case 'detected':
    case 'window':
      return null;
    case 'crash':
      return aside('crash', 'the failover function died');
    case 'mail':
      return aside('mail', happening.message.subject);
    case 'decision':
      return aside('decision', decisionText(happening));
    case 'switch':
      return aside(
        'switch',
        happening.isPresent
          ? 'the object is put: the switch says fail over'
          : 'the object is removed: the switch says stay',
      );
    case 'health-check': {
      const { name, isHealthy } = happening;
      const text = `${name} is ${isHealthy ? 'healthy' : 'unhealthy'}`;
      return { topic: `check ${name}`, label: 'Route 53', text, same: text };
    }
    case 'verified':
      return {
        ...aside('verified', verificationText(happening.findings)),
        same: outcomesIn(happening.findings),
      };
    case 'dns':
      return aside('dns', dnsText(happening));
    case 'trouble':
      return aside('trouble', quoted(happening.text));
    default:
      return unreachable(happening);
  }
}

/** One aside in the columns of the steps, indented and quiet; wrapped so that it fits 80 columns. */
export function asideLine(
  { label, text }: Pick<Aside, 'label' | 'text'>,
  atMs: number,
  paint: Paint = PLAIN,
): string {
  const hanging = wrap(text, TEXT_COLUMNS).replaceAll('\n', `\n${' '.repeat(INDENT_COLUMNS)}`);
  return paint('quiet', `${timeColumn(atMs)}    ${label.padEnd(LABEL_COLUMNS)}  ${hanging}`);
}

/** How many checks pass, and the gravest of those that do not. */
export function verificationText(findings: readonly Finding[]): string {
  const passes = findings.filter(({ outcome }) => outcome === 'pass').length;
  if (passes === findings.length) return `all ${passes} checks pass`;
  const troubles = ORDER.flatMap((outcome) =>
    findings.filter((finding) => finding.outcome === outcome),
  );
  const shown = troubles
    .slice(0, TROUBLES_MAX)
    .map(({ outcome, id, seen }) => `${outcome.toUpperCase()} ${id}: ${quoted(seen)}`);
  const left = troubles.length - shown.length;
  return [
    `${passes} of ${findings.length} checks pass`,
    ...shown,
    ...(left > 0 ? [`and ${left} more`] : []),
  ].join('\n');
}

const ORDER = ['fail', 'unknown', 'warn'] as const;
const TROUBLES_MAX = 3;
const LABEL_COLUMNS = 10;
const INDENT_COLUMNS = 8 + 4 + LABEL_COLUMNS + 2;
const TEXT_COLUMNS = 80 - INDENT_COLUMNS;

const aside = (topic: string, text: string): Aside => ({ topic, label: topic, text, same: text });

const outcomesIn = (findings: readonly Finding[]): string =>
  findings.map(({ id, outcome }) => `${id} ${outcome}`).join();

const decisionText = ({ phase, flipTo, reason }: Happening & { kind: 'decision' }): string =>
  `${phase}${flipTo === null ? '' : `, flip to the ${flipTo}`}. ${REASON_TEXT[reason]}`;

const dnsText = ({ served, addresses }: Happening & { kind: 'dns' }): string =>
  `the name servers answer ${addresses.join(', ') || 'nothing'} (${served})`;
