import type { Dispatcher } from 'undici';
import type { Ping } from '../core/world.ts';
import type { ReadSecret } from './ssm.ts';
import { Agent, requestOver } from './undici-parts.ts';

export type DeadManDeps = {
  readonly readSecret: ReadSecret;
  /** Name of the parameter that holds the URL. */
  readonly parameter: string;
  /** Where requests go; tests bring their own. */
  readonly dispatcher?: Dispatcher;
};

/**
 * The service that waits for our calls did not take one. Whoever knows its URL can keep the alarm from sounding, so
 * neither the message nor a cause carries it: errors of the HTTP client may quote it.
 */
export class DeadManError extends Error {
  override readonly name = 'DeadManError';
  constructor(problem: string) {
    super(`the dead-man URL was not called: ${problem}`);
  }
}

const CALL_MS_MAX = 5_000;

/** Calls the URL. It is read once, and anew only when that failed: a new one is taken up by the next cold start. */
export function makeDeadManPing({
  readSecret,
  parameter,
  dispatcher = new Agent(),
}: DeadManDeps): Ping {
  let reading: Promise<string> | null = null;
  return async () => {
    reading ??= readSecret(parameter);
    const url = await reading.catch((error: unknown) => {
      reading = null;
      throw error;
    });
    const status = await call(dispatcher, url);
    if (status < 200 || status >= 300) throw new DeadManError(`it answered with status ${status}`);
  };
}

async function call(dispatcher: Dispatcher, url: string): Promise<number> {
  if (!URL.canParse(url)) throw new DeadManError('the parameter holds no URL');
  const signal = AbortSignal.timeout(CALL_MS_MAX);
  try {
    const answer = await requestOver(dispatcher, url, { method: 'GET', signal });
    await answer.body.dump();
    return answer.statusCode;
  } catch {
    throw new DeadManError(signal.aborted ? 'no answer in 5 s' : 'no answer');
  }
}
