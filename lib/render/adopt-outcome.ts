import type { AdoptOutcome, NamedPlan } from '../core/adopt/outcome.ts';
import { unreachable } from '../core/unreachable.ts';
import { PLAN_COLUMNS } from './adopt.ts';
import { wrap } from './text.ts';

/** Commands for whoever reads an outcome, as they are to be pasted. */
export type NextCommands = {
  /** The same again, without --apply. */
  readonly plan: string;
  /** Exactly this plan, applied. */
  readonly apply: string;
  /** The way back, with the file that was saved. */
  readonly back: (file: string) => string;
};

/** What came of it, where things stand, and what to do next. */
export function outcomeText(outcome: AdoptOutcome, plan: NamedPlan, next: NextCommands): string {
  const { lead, lines, commands } = told(outcome, plan, next);
  return [
    wrap(lead, PLAN_COLUMNS),
    ...lines.map((line) => wrap(line, PLAN_COLUMNS)),
    ...commands.map(({ why, command }) => `${wrap(why, PLAN_COLUMNS)}\n  ${command}`),
  ].join('\n');
}

type Told = {
  readonly lead: string;
  readonly lines: readonly string[];
  readonly commands: readonly { readonly why: string; readonly command: string }[];
};

const NOTHING_CHANGED = 'Nothing was changed.';
const LOOK_AND_PLAN = 'See what is there now, and plan again:';

function told(outcome: AdoptOutcome, plan: NamedPlan, next: NextCommands): Told {
  switch (outcome.kind) {
    case 'planned':
      return plan.blocks.length > 0
        ? only(`${NOTHING_CHANGED} The plan cannot be applied while something blocks it.`)
        : only(`${NOTHING_CHANGED} This was the plan only.`, {
            why: 'To apply exactly this plan:',
            command: next.apply,
          });
    case 'nothing-to-do':
      return only('Nothing to do: the records are as they should be.');
    case 'blocked':
      return only(`${NOTHING_CHANGED} What blocks it stands above.`);
    case 'interrupted':
      return only(`${NOTHING_CHANGED} You ended it before the batch was sent.`);
    case 'changed-since':
      return only(
        `${NOTHING_CHANGED} The plan is no longer ${outcome.expectedId} but ${plan.id}: somebody changed records or health checks since, or you made other choices. The new plan stands above.`,
        { why: 'To apply the new one, if it is what you want:', command: next.apply },
      );
    case 'not-ready':
    case 'not-saved':
    case 'refused':
    case 'not-sent':
      return toldBefore(outcome, next);
    default:
      return toldAfter(outcome, next);
  }
}

const only = (lead: string, ...commands: Told['commands']): Told => ({ lead, lines: [], commands });

type Before = Extract<
  AdoptOutcome,
  { readonly kind: 'not-ready' | 'not-saved' | 'refused' | 'not-sent' }
>;

/** It was to be done and was not, so that it can be tried again. */
function toldBefore(outcome: Before, next: NextCommands): Told {
  const again = { why: LOOK_AND_PLAN, command: next.plan };
  switch (outcome.kind) {
    case 'not-ready':
      return only(
        `${NOTHING_CHANGED} The health checks did not become healthy in time; attached now, they could fail over at once. A longer --wait gives them more.`,
        again,
      );
    case 'not-saved':
      return only(
        `${NOTHING_CHANGED} The way back could not be saved, and without it nothing is sent: ${outcome.why}`,
        again,
      );
    case 'refused':
      return {
        lead: `${NOTHING_CHANGED} Route 53 refused the batch, in its own words:`,
        lines: outcome.reasons.map((reason) => `- ${reason}`),
        commands: [again],
      };
    case 'not-sent':
      return only(`${NOTHING_CHANGED} The batch was not made: ${outcome.why}`, again);
    default:
      return unreachable(outcome);
  }
}

type After = Extract<
  AdoptOutcome,
  {
    readonly kind:
      | 'applied'
      | 'interrupted-after'
      | 'rolled-back'
      | 'rollback-failed'
      | 'uncertain';
  }
>;

function toldAfter(outcome: After, next: NextCommands): Told {
  const { file } = outcome;
  const back = { why: 'The way back:', command: next.back(file) };
  const look = { why: LOOK_AND_PLAN, command: next.plan };
  switch (outcome.kind) {
    case 'applied':
      return {
        lead: `Done in ${Math.round(outcome.tookMs / 1_000)} s: every name server answers as it should.`,
        lines: [`The way back is saved in ${file} and in the state table.`],
        commands: [{ why: 'Should you want to go back:', command: next.back(file) }],
      };
    case 'interrupted-after':
      return {
        lead: 'The batch was sent and the records are changed, but you ended it before every name server had confirmed that visitors are served as before.',
        lines: [],
        commands: [look, back],
      };
    case 'rolled-back':
      return {
        lead: `Taken back: ${outcome.why}.`,
        lines: ['The records are as they were before, and every name server answers as before.'],
        commands: [look],
      };
    case 'rollback-failed':
      return {
        lead: `ATTENTION: the change was not confirmed (${outcome.why}), and taking it back was not confirmed either (${outcome.rollbackWhy}).`,
        lines: [STATE_TEXT[outcome.state]],
        commands: [look, back],
      };
    case 'uncertain':
      return {
        lead: `ATTENTION: the batch was sent and its answer was lost (${outcome.why}).`,
        lines: [STATE_TEXT[outcome.state]],
        commands: [look, back],
      };
    default:
      return unreachable(outcome);
  }
}

const STATE_TEXT: Readonly<Record<'before' | 'after' | 'other' | 'unknown', string>> = {
  before: 'The records are as they were before the change.',
  after: 'The records are still as the change made them.',
  other: 'The records are neither as before nor as planned: somebody else is changing them.',
  unknown: 'The records could not be read, so nobody can say which of the two they are.',
};
