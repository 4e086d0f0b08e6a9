import type { Plan } from './plan.ts';
import type { ChangeState } from './state-of.ts';

/** A plan with the name by which it is known again. */
export type NamedPlan = Plan & { readonly id: string };

/** Where a change ended. Each says what of the zone was changed, if anything. */
export type AdoptOutcome =
  /** Nothing was to be applied, only planned. */
  | { readonly kind: 'planned' }
  | { readonly kind: 'nothing-to-do' }
  | { readonly kind: 'applied'; readonly file: string; readonly tookMs: number }
  /** Nothing was changed. */
  | { readonly kind: 'blocked' }
  | { readonly kind: 'not-ready'; readonly waitedMs: number }
  | { readonly kind: 'changed-since'; readonly expectedId: string }
  | { readonly kind: 'not-saved'; readonly why: string; readonly file: string | null }
  | { readonly kind: 'refused'; readonly reasons: readonly string[]; readonly file: string }
  | { readonly kind: 'not-sent'; readonly why: string; readonly file: string }
  | { readonly kind: 'interrupted'; readonly file: string | null }
  /** It was changed and taken back, and the name servers answer as before. */
  | { readonly kind: 'rolled-back'; readonly why: string; readonly file: string }
  /** It was changed, and may not be as it should. */
  | { readonly kind: 'interrupted-after'; readonly file: string }
  | {
      readonly kind: 'rollback-failed';
      readonly why: string;
      readonly rollbackWhy: string;
      readonly state: ChangeState | 'unknown';
      readonly file: string;
    }
  /** The answer was lost, and the records could not tell. */
  | {
      readonly kind: 'uncertain';
      readonly why: string;
      readonly state: 'other' | 'unknown';
      readonly file: string;
    };

export type AdoptResult = { readonly plan: NamedPlan; readonly outcome: AdoptOutcome };

/** Whether it came to what was asked for; a plan counts when it could be carried out. */
export const isGood = ({ plan, outcome }: AdoptResult): boolean => {
  switch (outcome.kind) {
    case 'planned':
      return plan.blocks.length === 0;
    case 'nothing-to-do':
    case 'applied':
      return true;
    default:
      return false;
  }
};
