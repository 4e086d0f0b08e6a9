import { BrokenRecordError } from '../../lib/core/records.ts';
import { AwsCallError } from '../../lib/io/aws-errors.ts';
import type { ControllerAction } from './action-lines.ts';

/** What went wrong, and what to do about it, on one line. */
export class ControllerError extends Error {
  override readonly name: string = 'ControllerError';
}

/** Nobody can be asked anything without credentials that are valid. */
export class CredentialsError extends ControllerError {
  override readonly name = 'CredentialsError';
  constructor(what: string, options?: ErrorOptions) {
    super(
      `${what}; sign in again (aws sso login), choose a profile with AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`,
      options,
    );
  }
}

/** AWS does not know the caller: every other service would say the same. */
export const areBadCredentials = (error: unknown): error is AwsCallError =>
  error instanceof AwsCallError && BAD_CREDENTIALS.has(error.code);

const BAD_CREDENTIALS: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

/** Those that order nothing. */
export const READS: ReadonlySet<ControllerAction> = new Set([
  'status',
  'verify',
  'history',
  'alert-test',
]);

/** What is known of the run that failed. */
export type Run = {
  readonly action: ControllerAction;
  /** Whether anything was changed already. */
  readonly hasBegun: boolean;
  readonly region: string;
};

/** The same failure in words that say what to do at this terminal. */
export function failureOf(error: unknown, run: Run): unknown {
  if (error instanceof AggregateError)
    return new AggregateError(
      error.errors.map((one) => failureOf(one, run)),
      error.message,
    );
  if (areBadCredentials(error))
    return new CredentialsError(`AWS does not accept these credentials (${error.code})`, {
      cause: error,
    });
  if (isOfStateTable(error))
    return new ControllerError(tableProblem(error, run) + afterTable(run), { cause: error });
  if (error instanceof AwsCallError)
    return new ControllerError(`${error.message}; ${afterCall(error, run)}`, { cause: error });
  return error;
}

/** The record could not be read or written, so that nothing that needs it can be done. */
export const isOfStateTable = (error: unknown): error is AwsCallError | BrokenRecordError =>
  error instanceof BrokenRecordError ||
  (error instanceof AwsCallError && error.action.startsWith('dynamodb:'));

function tableProblem(error: AwsCallError | BrokenRecordError, { region }: Run): string {
  const isMissing = error instanceof AwsCallError && error.code === 'ResourceNotFoundException';
  return isMissing
    ? `the state table is not in ${region} of this account (${error.message}): --stage, --state-table and AWS_REGION say where it is`
    : `the state table cannot be used: ${error.message}`;
}

function afterTable({ action, hasBegun }: Run): string {
  if (hasBegun) return '; what was begun goes on by itself; ask for the status';
  if (READS.has(action)) return '';
  if (action === 'failover')
    return '; nothing was done; --switch-only puts the switch all the same';
  if (action === 'failback')
    return '; nothing was done; --switch-only removes the switch all the same';
  return '; nothing was done';
}

function afterCall({ code }: AwsCallError, { action, hasBegun }: Run): string {
  if (code === 'NoSuchBucket') return '--stage, --account and --switch-bucket say where it is';
  if (READS.has(action)) return 'try again';
  return hasBegun
    ? 'what was begun is saved and is done by the next evaluation; or try again'
    : 'nothing was done; try again';
}
