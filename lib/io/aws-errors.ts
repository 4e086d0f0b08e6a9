/** What was asked of AWS: the IAM action that it needs, and the thing it was asked about. */
export type AwsCall = { readonly action: string; readonly on: string };

/** AWS did not do what was asked: says what, on what and why, or which permission is missing. */
export class AwsCallError extends Error {
  override readonly name = 'AwsCallError';
  readonly action: string;
  /** The error's own name, for example `NoSuchBucketPolicy`: texts change, names do not. */
  readonly code: string;
  /** Null when no answer came at all. */
  readonly httpStatus: number | null;

  constructor(call: AwsCall, why: string, options?: ErrorOptions) {
    const facts = factsOf(options?.cause);
    super(
      isRefusal(facts)
        ? `${call.action} on ${call.on} was denied: grant it to the role that made this call (${why})`
        : `${call.action} on ${call.on} failed: ${why}`,
      options,
    );
    this.action = call.action;
    this.code = facts.code;
    this.httpStatus = facts.httpStatus;
  }
}

/** Our role lacks a permission. Expired or wrong credentials are another matter. */
export const isDenied = (error: unknown): boolean =>
  isRefusal(error instanceof AwsCallError ? error : factsOf(error));

/** AWS is too busy or too broken to say anything about what was asked: the same call may succeed later. */
export const isPassing = (error: unknown): boolean => {
  const { code, httpStatus } = factsOf(error);
  return PASSING.has(code) || PASSING.has(socketCodeOf(error)) || (httpStatus ?? 0) >= 500;
};

/** Nobody was there to take the call, so nothing of it was sent. */
export const isNeverSent = (error: unknown): boolean => UNSENT.has(socketCodeOf(error));

/** The name that AWS gives an error. */
export const codeOf = (error: unknown): string => factsOf(error).code;

/** Null when no answer came. */
export const httpStatusOf = (error: unknown): number | null => factsOf(error).httpStatus;

/** For `catch`: the error with this name is an expected answer and means `value`. */
export const whenCode =
  <T>(code: string, value: T) =>
  (error: unknown): T => {
    if (error instanceof AwsCallError && error.code === code) return value;
    throw error;
  };

/** The reason in one line, for people. */
export function whyOf(error: unknown): string {
  const { code, httpStatus } = factsOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const status = httpStatus === null ? '' : `, HTTP ${httpStatus}`;
  return `${code}${status}: ${message}`.replace(/\s+/g, ' ').slice(0, WHY_LENGTH_MAX);
}

const WHY_LENGTH_MAX = 500;

type Facts = { readonly code: string; readonly httpStatus: number | null };

function factsOf(error: unknown): Facts {
  if (!(error instanceof Error)) return { code: 'Unknown', httpStatus: null };
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return { code: error.name, httpStatus: $metadata?.httpStatusCode ?? null };
}

const socketCodeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

const isRefusal = ({ code, httpStatus }: Facts): boolean =>
  REFUSALS.has(code) || (httpStatus === 403 && NAMELESS.has(code));

const REFUSALS = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'UnauthorizedOperation',
]);

/** The answer to a HEAD has no body, so the SDK finds no name for the error in it. */
const NAMELESS = new Set(['403', 'Forbidden', 'Unknown', 'UnknownError']);

const UNSENT = new Set(['EAI_AGAIN', 'ECONNREFUSED', 'ENOTFOUND']);

const PASSING = new Set([
  'PriorRequestNotComplete',
  'RequestLimitExceeded',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);
