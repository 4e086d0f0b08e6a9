import type { FailoverAnswer } from '../../lib/app/failover-actions.ts';
import type { Happening } from '../../lib/core/rehearsal.ts';
import type { Act } from '../../lib/core/rehearsal-script.ts';
import type { Policy } from '../../lib/core/site.ts';
import { unreachable } from '../../lib/core/unreachable.ts';
import type { Stage } from '../../lib/local/stage-type.ts';
import { type Doom, FunctionDiedError } from './doom.ts';
import type { Handlers } from './handlers.ts';

export type StagehandDeps = {
  readonly stage: Stage;
  readonly handlers: Pick<Handlers, 'failover' | 'setCut'>;
  readonly doom: Doom;
  readonly deploy: (policy: Partial<Policy>) => void;
  readonly tell: (happening: Happening) => void;
  readonly onFailure: (error: unknown) => void;
};

/** Does to the stage what a script says. An order is given and not waited for. */
export function stagehandOf(deps: StagehandDeps): (act: Act) => Promise<void> {
  const { stage, handlers, doom, deploy } = deps;
  const policyOnDay1 = website(stage).policy;
  return async (act) => {
    switch (act.kind) {
      case 'kill-primary':
        return stage.primary.kill();
      case 'revive-primary':
        return stage.primary.revive();
      case 'break-page':
        website(stage).policy = null;
        return;
      case 'mend-page':
        website(stage).policy = policyOnDay1;
        return;
      case 'cut-off-prober':
        return handlers.setCut(true);
      case 'reconnect-prober':
        return handlers.setCut(false);
      case 'doom':
        return doom.set(act.moment);
      case 'order':
        return giveOrder(deps, act.event);
      case 'deploy':
        return deploy(act.policy);
      default:
        return unreachable(act);
    }
  };
}

/** The bucket of the stage's website, which is there from the beginning to the end. */
function website({ buckets, site }: Stage) {
  const bucket = buckets.find(site.secondary.bucket);
  if (bucket === null) throw new Error(`the stage has no bucket ${site.secondary.bucket}`);
  return bucket;
}

/** The answer is told when it comes; an invocation that dies as planned has none. */
function giveOrder(
  { handlers, tell, onFailure }: StagehandDeps,
  event: Extract<Act, { kind: 'order' }>['event'],
): void {
  handlers.failover(event).then(
    (answer) => tellAnswer(answer, tell),
    (error: unknown) => {
      if (!(error instanceof FunctionDiedError || isAggregateOfDeaths(error))) onFailure(error);
    },
  );
}

const isAggregateOfDeaths = (error: unknown): boolean =>
  error instanceof AggregateError &&
  error.errors.every((each) => each instanceof FunctionDiedError);

/** What an answer of the failover function says beyond the decisions that were told already. */
export function tellAnswer(answer: FailoverAnswer, tell: (happening: Happening) => void): void {
  if ('verifications' in answer)
    for (const { findings } of answer.verifications) tell({ kind: 'verified', findings });
  if (!('drills' in answer)) return;
  for (const { outcome, blockedBy } of answer.drills)
    if (outcome === 'blocked')
      tell({ kind: 'trouble', text: `the drill is blocked: ${blockedBy.join(', ')}` });
}
