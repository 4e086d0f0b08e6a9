import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { withinBudget } from '../../lib/app/telling/hourly-budget.ts';
import type { Log } from '../../lib/core/world.ts';
import { now } from '../../lib/io/clock.ts';
import { makeBudgetStore } from '../../lib/io/state-table.ts';
import type { Telling } from './telling.ts';

export type BudgetPlace = {
  readonly dynamo: DynamoDBClient;
  readonly stateTable: string;
  readonly stack: string;
  readonly perHourMax: number;
  readonly log: Log;
};

/** Both functions count in the same record, so that the budget is the stack's; others are told out of it, too. */
export function tellWithinBudget(place: BudgetPlace, { publish, escalate }: Telling): Telling {
  const { dynamo, stateTable, ...rest } = place;
  const deps = { ...rest, now, budget: makeBudgetStore(dynamo, stateTable) };
  return {
    publish: withinBudget(deps, publish),
    escalate: escalate === null ? null : withinBudget(deps, escalate),
  };
}
