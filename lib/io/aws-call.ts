import { type AwsCall, AwsCallError, whyOf } from './aws-errors.ts';

/** How every AWS client must be made, besides its region: a service that hangs must not hang a window. */
export const AWS_CLIENT_LIMITS = {
  /** The SDK repeats throttled and broken calls itself, with back-off. */
  maxAttempts: 3,
  /** Without `throwOnRequestTimeout` the SDK only writes a warning. */
  requestHandler: { connectionTimeout: 1_500, requestTimeout: 3_000, throwOnRequestTimeout: true },
} as const;

/** How the Route 53 client must be made: the pace repeats its calls, so the SDK must not. */
export const ROUTE53_CLIENT_LIMITS = { ...AWS_CLIENT_LIMITS, maxAttempts: 1 } as const;

/** The longest that one call may take, its repetitions and the reading of the body included. */
export const AWS_CALL_MS_MAX = 10_000;

export type CallOptions = { readonly abortSignal: AbortSignal };

/** Makes one call that ends in time, and names its failure. `attempt` must pass the options to `send`. */
export async function callAws<T>(
  call: AwsCall,
  attempt: (options: CallOptions) => Promise<T>,
  signal: AbortSignal = AbortSignal.timeout(AWS_CALL_MS_MAX),
): Promise<T> {
  try {
    return await attempt({ abortSignal: signal });
  } catch (error) {
    // A call on the way, such as for the credentials of a role, says by itself what it lacked.
    if (error instanceof AwsCallError) throw error;
    const why = signal.aborted ? 'no answer in time' : whyOf(error);
    throw new AwsCallError(call, why, { cause: error });
  }
}
