import type { Evidence, Phase, Reason, Served } from '../core/failover.ts';
import type { FlipOutcome } from '../core/outcome.ts';
import type { RuleId } from '../core/rules.ts';
import type { EpochMs } from '../core/time.ts';
import { utc } from './duration.ts';
import { REASON_TEXT } from './reasons.ts';
import { row } from './status.ts';
import { wrap } from './text.ts';

export type OrderFacts = {
  readonly site: string;
  readonly outcome: FlipOutcome;
  readonly phase: Phase;
  readonly reason: Reason | null;
  readonly blockedBy: readonly string[];
  readonly overridden: readonly string[];
  readonly evidence: Evidence;
  readonly steps: readonly { readonly at: EpochMs; readonly text: string }[];
};

/** What came of an order, for the person who gave it. */
export function orderText(facts: OrderFacts): string {
  const { site, outcome, phase, reason, evidence, steps } = facts;
  return [
    wrap(`${site}: ${outcomeText(facts)}`),
    ...blockLines(facts),
    ...overriddenLines(facts, outcome === 'would-flip'),
    '',
    row('served', evidence.served),
    row('primary', evidence.primary),
    row('secondary', evidence.secondary),
    row('phase', phase),
    ...(reason === null ? [] : [row('reason', REASON_TEXT[reason])]),
    ...stepLines(steps),
  ].join('\n');
}

/** Each rule that blocks, with its text and, where that is possible, how to overrule it. */
export function blockLines(
  { blockedBy }: Pick<OrderFacts, 'blockedBy'>,
  never: readonly string[] = [],
): readonly string[] {
  if (blockedBy.length === 0) return [];
  const override = JSON.stringify(blockedBy);
  return [
    ...blockedBy.map((rule) => wrap(`- ${rule}: ${BLOCK_TEXT[rule] ?? rule}`)),
    blockedBy.some((rule) => never.includes(rule))
      ? wrap('Nobody can override that: wait until visitors are on the primary.')
      : wrap(`To do it all the same, add "override":${override} to the event.`),
  ];
}

export const overriddenLines = (
  { overridden }: Pick<OrderFacts, 'overridden'>,
  isDryRun: boolean,
): readonly string[] =>
  overridden.length === 0
    ? []
    : [wrap(`${isDryRun ? 'It would override' : 'Overridden'}: ${overridden.join(', ')}.`)];

export const stepLines = (steps: OrderFacts['steps']): readonly string[] =>
  steps.length === 0 ? [] : ['', ...steps.map(({ at, text }) => `${utc(at)}  ${text}`)];

/** What a drill asks for beside the safety rules. */
const BLOCK_TEXT: Readonly<Record<string, string>> = {
  ...(REASON_TEXT satisfies Record<RuleId, string>),
  'incident-open': 'The site has an open incident: nobody rehearses on a bad day.',
  'outside-window': 'Drills may begin only in the window of policy.drill.window.',
  'not-verified': 'The verification found something that fails or could not be looked at.',
};

function outcomeText({ outcome, phase, evidence: { served } }: OrderFacts): string {
  const text: Readonly<Record<FlipOutcome, string>> = {
    flipped: `flipped: the name servers answer with the ${served}.`,
    already: `nothing to do: the name servers answer with the ${served} already.`,
    'not-yet-served': notYetText(phase, served),
    'served-without-flip': `nothing was flipped. The name servers answer with the ${served} at this moment, but the switch does not keep visitors there: Route 53 has moved by itself, or a flip is under way.`,
    blocked: 'blocked; nothing was done.',
    'would-flip': 'it would flip now. This was a dry run: nothing was done.',
    superseded:
      'somebody else changed the site at the same time; nothing more was done. Try again.',
  };
  return text[outcome];
}

/** A failback is called off when the primary relapses; all else goes on, or is Route 53's to decide. */
function notYetText(phase: Phase, served: Served): string {
  if (phase === 'failing-over' || phase === 'failing-back')
    return 'begun, and not confirmed by the name servers so far. It goes on by itself: ask for the status in a minute.';
  return phase === 'on-secondary' && served === 'secondary'
    ? 'begun, and called off: the primary relapsed, so visitors stay on the secondary.'
    : 'nothing to flip: the switch stands where you want it, but the name servers answer otherwise. Ask for a verification: it says why.';
}
