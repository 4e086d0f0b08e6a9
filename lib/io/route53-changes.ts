import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import { ChangeRefusedError, ChangeUncertainError } from '../core/record-change.ts';
import type { ChangeRecords, IsInSync } from '../core/world.ts';
import type { CallOptions } from './aws-call.ts';
import { AwsCallError, httpStatusOf, isNeverSent, whyOf } from './aws-errors.ts';
import type { CallPace } from './call-pace.ts';
import { toSdkChange } from './route53-batch.ts';
import { paced, zoneText } from './route53-call.ts';
import { isRefusedChange, refusalReasons } from './route53-refusal.ts';

/** A comment may not be longer (API_ChangeBatch, ResourceDescription). */
const COMMENT_LENGTH_MAX = 256;
/** Better to wait for the answer of a change than never to know it. */
const CHANGE_ANSWER_MS_MAX = 12_000;

/**
 * Sends one batch. It is repeated only when it certainly was not made: Route 53 said that it is busy,
 * or the batch never left. Rejects with ChangeUncertainError when the answer was lost.
 */
export const makeChangeRecords =
  (client: Route53Client, pace: CallPace, answerMsMax = CHANGE_ANSWER_MS_MAX): ChangeRecords =>
  async (zoneId, changes, comment) => {
    const call = { action: 'route53:ChangeResourceRecordSets', on: zoneText(zoneId) };
    const input = {
      HostedZoneId: zoneId,
      ChangeBatch: {
        Comment: comment.slice(0, COMMENT_LENGTH_MAX),
        Changes: changes.map(toSdkChange),
      },
    };
    try {
      return await paced(pace, call, (options) =>
        sendOnce(client, input, { ...options, requestTimeout: answerMsMax }),
      );
    } catch (error) {
      throw error instanceof AwsCallError ? verdictOn(error) : error;
    }
  };

/** Asks how far a change has come: https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetChange.html */
export const makeIsInSync =
  (client: Route53Client, pace: CallPace): IsInSync =>
  async (changeId) => {
    const call = { action: 'route53:GetChange', on: `change ${changeId}` };
    const request = new GetChangeCommand({ Id: changeId });
    const answer = await paced(pace, call, (options) => client.send(request, options));
    return answer.ChangeInfo?.Status === 'INSYNC';
  };

type Input = ConstructorParameters<typeof ChangeResourceRecordSetsCommand>[0];

async function sendOnce(
  client: Route53Client,
  input: Input,
  options: CallOptions & { readonly requestTimeout: number },
): Promise<string> {
  const request = new ChangeResourceRecordSetsCommand(input);
  let mayHaveArrived = false;
  // Innermost: what fails before it, for example credentials that cannot be found, sent nothing.
  request.middlewareStack.add(
    (next) => (args) => {
      mayHaveArrived = true;
      return next(args).catch((error: unknown) => {
        mayHaveArrived = !isNeverSent(error);
        throw error;
      });
    },
    { step: 'deserialize', priority: 'low' },
  );
  try {
    const id = (await client.send(request, options)).ChangeInfo?.Id;
    if (id === undefined) throw new Error('the answer names no change');
    return id.replace(/^\/change\//, '');
  } catch (error) {
    if (!mayHaveArrived || isRefusal(httpStatusOf(error))) throw error;
    const why = options.abortSignal.aborted ? 'no answer in time' : whyOf(error);
    throw new ChangeUncertainError(why, { cause: error });
  }
}

/** Route 53 answered, and it answered no. */
const isRefusal = (httpStatus: number | null): boolean =>
  httpStatus !== null && httpStatus >= 400 && httpStatus < 500;

function verdictOn(error: AwsCallError): Error {
  if (error.cause instanceof ChangeUncertainError) return error.cause;
  if (!isRefusedChange(error.cause)) return error;
  return new ChangeRefusedError(refusalReasons(error.cause), { cause: error });
}
