import type { Endpoint } from '../../core/probing/probe.ts';
import { deadlineFailure, type Failure, failureOf } from './causes.ts';
import { Connection, type ConnectTools } from './connection.ts';

export type TcpOutcome = {
  readonly connection: Connection;
  readonly failure: Failure | null;
  readonly totalMs: number;
};

/** Opens a connection and closes it again: all that can be said of a port whose protocol is unknown. */
export const probeTcp = (
  endpoint: Endpoint,
  tools: ConnectTools,
  signal: AbortSignal,
): Promise<TcpOutcome> =>
  new Promise((resolve) => {
    const start = tools.elapsed();
    const finish = (failure: Failure | null, since: number) => {
      clearTimeout(deadline);
      signal.removeEventListener('abort', onAbort);
      resolve({ connection, failure, totalMs: tools.elapsed() - since });
    };
    const connection = new Connection(endpoint, tools, (error, socket) => {
      finish(
        error === null ? null : failureOf(error, connection.phase),
        connection.beganAt ?? start,
      );
      socket?.destroy();
    });
    const onAbort = () => {
      finish(
        { verdict: 'inconclusive', cause: 'ours-aborted', detail: 'the probe was cut short' },
        start,
      );
      connection.end(new Error('aborted'));
    };
    const deadline = setTimeout(() => {
      finish(deadlineFailure(connection.phase, endpoint.expect.withinMs), start);
      connection.end(new Error('deadline'));
    }, endpoint.expect.withinMs);
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    connection.open();
  });
