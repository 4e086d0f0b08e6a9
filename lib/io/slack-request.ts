import type { Dispatcher } from 'undici';
import type { Sleep } from '../core/world.ts';
import { requestOver } from './undici-parts.ts';

export type SlackDeps = {
  readonly sleep: Sleep;
  /** Where requests go; tests bring their own. */
  readonly dispatcher?: Dispatcher;
};

/** What Slack answered, as far as it is read. */
export type SlackAnswer = {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
};

/**
 * Slack did not take the message. A webhook's URL and a bot's token are secrets, so neither the message
 * nor a cause carries them: errors of the HTTP client may quote the URL or the headers.
 */
export class SlackError extends Error {
  override readonly name = 'SlackError';
  /** Null when there was no answer. */
  readonly status: number | null;
  /** Slack's own word for it, such as `no_service`. */
  readonly word: string | null;
  constructor(problem: string, status: number | null, word: string | null = null) {
    super(`Slack did not take the message: ${problem}`);
    this.status = status;
    this.word = word;
  }
}

type SlackRequest = {
  readonly url: string;
  readonly payload: object;
  /** Null: the URL is the secret. */
  readonly token: string | null;
};

/**
 * Posts until Slack answers with a 2xx. Waits as long as Slack asks after a 429, twice at most, and tries
 * a 5xx once more. A request that broke off is not repeated, since Slack may have taken the message.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
export async function postPatiently(
  { sleep, dispatcher }: Required<SlackDeps>,
  request: SlackRequest,
): Promise<SlackAnswer> {
  const left = { rateLimited: RATE_LIMIT_RETRIES, serverError: SERVER_ERROR_RETRIES };
  for (;;) {
    const answer = await post(dispatcher, request);
    if (answer.status >= 200 && answer.status < 300) return answer;
    const waitMs = retryAfterMs(answer, left);
    if (waitMs === null) throw refusalOf(answer);
    await sleep(waitMs);
  }
}

const RATE_LIMIT_RETRIES = 2;
const SERVER_ERROR_RETRIES = 1;
const SERVER_ERROR_WAIT_MS = 1_000;
const ATTEMPT_TIMEOUT_MS = 4_000;
/** Four attempts and three waits, the most there can be for one request, stay within the function's 30 seconds. */
const RETRY_AFTER_MS_MAX = 5_000;
const RETRY_AFTER_MS_DEFAULT = 1_000;
/** chat.postMessage answers with the whole message. */
const ANSWER_CHARS_MAX = 200_000;

async function post(
  dispatcher: Dispatcher,
  { url, payload, token }: SlackRequest,
): Promise<SlackAnswer> {
  try {
    const { statusCode, headers, body } = await requestOver(dispatcher, url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(payload),
      signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS),
    });
    const text = (await body.text()).slice(0, ANSWER_CHARS_MAX);
    const retryAfter = headers['retry-after'];
    return {
      status: statusCode,
      retryAfter: retryAfter === undefined ? null : `${retryAfter}`,
      text,
    };
  } catch (error) {
    throw new SlackError(`no answer (${codeOf(error)})`, null);
  }
}

/** How long to wait before the next attempt, or null when there is none. Uses up one attempt. */
function retryAfterMs(
  { status, retryAfter }: SlackAnswer,
  left: { rateLimited: number; serverError: number },
): number | null {
  if (status >= 500) return left.serverError-- > 0 ? SERVER_ERROR_WAIT_MS : null;
  if (status !== 429 || left.rateLimited-- <= 0) return null;
  const seconds = Number(retryAfter ?? Number.NaN);
  const ms = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : RETRY_AFTER_MS_DEFAULT;
  return ms <= RETRY_AFTER_MS_MAX ? ms : null;
}

/** A webhook answers errors with a word such as `no_service`; anything else is not repeated. */
function refusalOf({ status, retryAfter, text }: SlackAnswer): SlackError {
  const word = /^[a-z_]{1,60}$/.test(text.trim()) ? text.trim() : null;
  const wait =
    status === 429 && retryAfter !== null ? `, to be tried after ${Number(retryAfter)} s` : '';
  const said = word === null ? '' : ` (${word})`;
  return new SlackError(`status ${status}${said}${wait}`, status, word);
}

/** A code or a class name: short words that cannot hold a secret. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return /^\w{1,40}$/.test(code) ? code : 'error';
}
