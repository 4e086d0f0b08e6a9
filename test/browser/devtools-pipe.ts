import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** One command of the DevTools protocol, and its answer: https://chromedevtools.github.io/devtools-protocol/ */
export type Send = <T = unknown>(
  method: string,
  params?: Readonly<Record<string, unknown>>,
) => Promise<T>;

type OnEvent = (
  sessionId: string,
  method: string,
  listener: (params: Readonly<Record<string, unknown>>) => void,
) => void;

type Incoming = {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
};

type Waiting = {
  readonly resolve: (result: unknown) => void;
  readonly reject: (why: Error) => void;
};

/** Speaks to a browser through the pipes 3 and 4, so that there is no port to find: JSON, ended by a zero. */
export function openPipe(child: ChildProcess) {
  const input = child.stdio[3] as Writable;
  const output = child.stdio[4] as Readable;
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, (params: Readonly<Record<string, unknown>>) => void>();
  let lastId = 0;
  let rest = '';

  const receive = ({ id, method, sessionId, params, result, error }: Incoming) => {
    listeners.get(`${sessionId} ${method}`)?.(params ?? {});
    if (id === undefined) return;
    if (error) waiting.get(id)?.reject(new Error(error.message));
    else waiting.get(id)?.resolve(result);
    waiting.delete(id);
  };
  output.setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages) receive(JSON.parse(message));
  });
  const giveUp = (why: Error) => {
    for (const { reject } of waiting.values()) reject(why);
    waiting.clear();
  };
  child.once('exit', (code) => giveUp(new Error(`the browser ended with ${code}`)));
  child.once('error', giveUp);
  input.on('error', giveUp);

  const request = (message: object) =>
    new Promise<unknown>((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      input.write(`${JSON.stringify({ id: lastId, ...message })}\0`);
    });
  const send: Send = (method, params = {}) => request({ method, params }) as Promise<never>;
  const sendTo = <T>(sessionId: string, method: string, params: object = {}) =>
    request({ sessionId, method, params }) as Promise<T>;
  const onEvent: OnEvent = (sessionId, method, listener) => {
    listeners.set(`${sessionId} ${method}`, listener);
  };
  return { send, sendTo, onEvent };
}
