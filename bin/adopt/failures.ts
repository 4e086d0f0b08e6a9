import { SeveralZonesError } from '../../lib/app/adopt/look-at-zone.ts';
import { AwsCallError } from '../../lib/io/aws-errors.ts';
import { UsageError } from '../command.ts';
import { areBadCredentials, ControllerError, CredentialsError } from '../controller/failures.ts';

/** A failure in words for this terminal. Whatever is thrown was thrown before anything was changed. */
export function adoptFailureOf(error: unknown): unknown {
  if (error instanceof SeveralZonesError) return new UsageError(error.message, { cause: error });
  if (areBadCredentials(error))
    return new CredentialsError(`AWS does not accept these credentials (${error.code})`, {
      cause: error,
    });
  if (error instanceof AwsCallError)
    return new ControllerError(`${error.message}; nothing was changed; try again`, {
      cause: error,
    });
  return error;
}
