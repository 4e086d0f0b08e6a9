import type { Context } from 'aws-lambda';
import {
  carryOut,
  type FailoverAnswer,
  type FailoverDeps,
} from '../../lib/app/failover-actions.ts';
import type { Site } from '../../lib/core/site.ts';
import { parseFailoverEvent } from './events.ts';

/** Left over after waiting for the name servers, to verify and to answer. */
const ENDING_MS = 20_000;

export type FailoverWorld = { readonly deps: FailoverDeps; readonly sites: readonly Site[] };

/** Verifies, tells the status, or evaluates and flips, for one site or for all. */
export const failoverHandler =
  (world: () => FailoverWorld) =>
  async (
    event: unknown,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<FailoverAnswer> => {
    const request = parseFailoverEvent(event);
    const { deps, sites } = world();
    return carryOut(deps, sites, request, context.getRemainingTimeInMillis() - ENDING_MS);
  };
