import type { Dispatcher } from 'undici';
import type { Sleep } from '../core/world.ts';
import { Agent, requestOver } from './undici-parts.ts';

/** Posts a payload to an incoming webhook. Resolves once Slack accepted it. */
export type PostToSlack = (webhookUrl: string, payload: object) => Promise<void>;

export type SlackWebhookDeps = {
  readonly sleep: Sleep;
  /** Where requests go; tests bring their own. */
  readonly dispatcher?: Dispatcher;
};

/**
 * Slack did not take the message. The webhook's URL is a secret, so neither the message nor a cause
 * carries it: errors of the HTTP client may quote the URL or its path.
 */
export class SlackWebhookError extends Error {
  override readonly name = 'SlackWebhookError';
  readonly status: number | null;
  constructor(problem: string, status: number | null) {
    super(`Slack did not take the message: ${problem}`);
    this.status = status;
  }
}

/**
 * Waits as long as Slack asks after a 429, twice at most, and tries a 5xx once more. A request that
 * broke off is not repeated, since Slack may have taken the message.
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
export function makePostToSlack({
  sleep,
  dispatcher = new Agent(),
}: SlackWebhookDeps): PostToSlack {
  return async (webhookUrl, payload) => {
    const left = { rateLimited: RATE_LIMIT_RETRIES, serverError: SERVER_ERROR_RETRIES };
    for (;;) {
      const answer = await post(dispatcher, webhookUrl, payload);
      if (answer.status >= 200 && answer.status < 300) return;
      const waitMs = retryAfterMs(answer, left);
      if (waitMs === null) throw new SlackWebhookError(problemOf(answer), answer.status);
      await sleep(waitMs);
    }
  };
}

const RATE_LIMIT_RETRIES = 2;
const SERVER_ERROR_RETRIES = 1;
const SERVER_ERROR_WAIT_MS = 1_000;
const ATTEMPT_TIMEOUT_MS = 4_000;
/** Three attempts and two waits stay within the function's 30 seconds. */
const RETRY_AFTER_MS_MAX = 8_000;
const RETRY_AFTER_MS_DEFAULT = 1_000;
const ANSWER_CHARS_MAX = 1_000;

type Answer = {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
};

async function post(dispatcher: Dispatcher, url: string, payload: object): Promise<Answer> {
  try {
    const { statusCode, headers, body } = await requestOver(dispatcher, url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
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
    throw new SlackWebhookError(`no answer (${codeOf(error)})`, null);
  }
}

/** How long to wait before the next attempt, or null when there is none. Uses up one attempt. */
function retryAfterMs(
  { status, retryAfter }: Answer,
  left: { rateLimited: number; serverError: number },
): number | null {
  if (status >= 500) return left.serverError-- > 0 ? SERVER_ERROR_WAIT_MS : null;
  if (status !== 429 || left.rateLimited-- <= 0) return null;
  const seconds = Number(retryAfter ?? Number.NaN);
  const ms = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : RETRY_AFTER_MS_DEFAULT;
  return ms <= RETRY_AFTER_MS_MAX ? ms : null;
}

/** Slack answers errors with a word such as `no_service`; anything else is not repeated. */
function problemOf({ status, retryAfter, text }: Answer): string {
  const word = /^[a-z_]{1,60}$/.test(text.trim()) ? ` (${text.trim()})` : '';
  const wait =
    status === 429 && retryAfter !== null ? `, to be tried after ${Number(retryAfter)} s` : '';
  return `status ${status}${word}${wait}`;
}

/** A code or a class name: short words that cannot hold the URL. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return /^\w{1,40}$/.test(code) ? code : 'error';
}
