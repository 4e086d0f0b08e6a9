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

/**
 * Carries out what the event asks for. Lambda does not say who invoked it, so an event may name
 * somebody; the request's ID leads to the caller in CloudTrail where nobody is named.
 */
export const failoverHandler =
  (world: () => FailoverWorld) =>
  async (
    event: unknown,
    context: Pick<Context, 'getRemainingTimeInMillis' | 'awsRequestId'>,
  ): Promise<FailoverAnswer> => {
    const { deps, sites } = world();
    const caller = { by: `invocation ${context.awsRequestId}`, now: deps.now() };
    const request = parseFailoverEvent(event, caller);
    return carryOut(deps, sites, request, context.getRemainingTimeInMillis() - ENDING_MS);
  };
