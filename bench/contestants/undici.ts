import { Client, type Dispatcher } from 'undici';
import {
  at,
  type Contestant,
  isGood,
  lanesOf,
  type MakeContestant,
  type Task,
  WITHIN_MS,
} from './contestant.ts';

/** The floor under every JavaScript prober: one client a lane, nothing timed, nothing asserted. */
export const undiciDispatch: MakeContestant = async (task) => {
  const clients = clientsOf(task, { headersTimeout: 0, bodyTimeout: 0 });
  const request = { path: '/health', method: 'GET' } as const;
  return (lane) =>
    new Promise((resolve) => {
      at(clients, lane).dispatch(request, new Drain(resolve));
    });
};

class Drain implements Dispatcher.DispatchHandler {
  readonly #done: (isDone: boolean) => void;

  constructor(done: (isDone: boolean) => void) {
    this.#done = done;
  }

  onRequestStart(): void {}
  onResponseStart(): void {}
  onResponseData(): void {}

  onResponseEnd(): void {
    this.#done(true);
  }

  onResponseError(): void {
    this.#done(false);
  }
}

/** As its manual shows it: body as text, a signal for the deadline. */
export const undiciRequest: MakeContestant = async (task): Promise<Contestant> => {
  const clients = clientsOf(task);
  const reset = task.mode === 'fresh';
  return async (lane) => {
    const { statusCode, body } = await at(clients, lane).request({
      path: '/health',
      method: 'GET',
      reset,
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    return isGood(statusCode, await body.text());
  };
};

const clientsOf = (task: Task, options: Client.Options = {}): readonly Client[] =>
  lanesOf(
    task,
    () =>
      new Client(`http://127.0.0.1:${task.port}`, {
        pipelining: task.mode === 'fresh' ? 0 : 1,
        allowH2: false,
        ...options,
      }),
  );
