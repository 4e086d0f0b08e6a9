import type { Socket } from 'node:net';
import { eventually } from '../../support/eventually.ts';
import { httpAnswer, type Listening, type ScriptedServer, serve } from '../../support/servers.ts';
import type { FaultyTarget } from '../fault.ts';
import { tls } from './certificates.ts';

/** A target whose kept-alive connection goes wrong after its first answer. */
export type KeptAlive = FaultyTarget & {
  /** What happens between the first probe and the second. */
  readonly between: () => Promise<void>;
};

const OK = httpAnswer('ok');
const well = (socket: Socket) => void socket.write(OK);

/**
 * The peer vanished without a word. Emulated: its kernel still acknowledges the request, which a
 * probe cannot tell from one that is lost. own-faults.test.ts has the real thing.
 */
export const halfOpen = kept((socket, count) => count === 1 && socket.write(OK));

/** Closes the connection as the second request comes. */
export const closedUnderRequest = kept((socket, count) =>
  count === 1 ? socket.write(OK) : socket.destroy(),
);

/** Says that it will close, and does, after every answer. */
export const closesEachTime = kept((socket) =>
  socket.end(httpAnswer('ok', '200 OK', 'connection: close\r\n')),
);

/** A server of HTTP/1.0: every answer is the connection's last. */
export const keptHttp10 = kept((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nok'));

/** Sends more than it announced: what follows must not be taken for the next answer. */
export const tooMuch = kept((socket) =>
  socket.write(`${OK}HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n`),
);

/** Answers the first request long after its deadline: that answer is not the second one's. */
export const answersLate = kept((socket) => {
  setTimeout(() => socket.write(httpAnswer('late', '500 Late')), 300);
});

/** Closes the idle connection: its idle time-out is shorter than our interval. */
export const closedBetween = kept(
  well,
  goneBy((socket) => socket.end()),
);

/** Resets the idle connection. */
export const resetBetween = kept(
  well,
  goneBy((socket) => socket.resetAndDestroy()),
);

/** Tells the idle connection that it waited too long, as Apache and HAProxy do. */
export const unaskedAnswer = kept(
  well,
  goneBy((socket) => socket.end(httpAnswer('', '408 Request Timeout', 'connection: close\r\n'))),
);

/** Nobody listens any more; old connections are still served. */
export const listenerGone = kept(well, (server) => void server.stopListening());

/** The certificate expires while a connection lives that was opened under it. */
export const certificateExpires = kept(well, (server) => server.showInstead(tls('expired')), {
  tls: tls('site'),
});

type Between = (server: ScriptedServer, sockets: readonly Socket[]) => unknown;

/** Answers the requests of each connection, which are counted. */
function kept(
  answer: (socket: Socket, count: number) => unknown,
  between: Between = () => undefined,
  listening: Listening = {},
): () => Promise<KeptAlive> {
  return async () => {
    const sockets: Socket[] = [];
    const server = await serve((socket) => {
      sockets.push(socket);
      let count = 0;
      socket.on('data', () => {
        count += 1;
        answer(socket, count);
      });
    }, listening);
    const protocol = listening.tls === undefined ? 'http' : 'https';
    return {
      ...server,
      endpoint: { protocol, port: server.port },
      between: async () => {
        await between(server, sockets);
      },
    };
  };
}

/** Does something to every connection and waits until it is gone on both sides. */
function goneBy(act: (socket: Socket) => void): Between {
  return async (server, sockets) => {
    for (const socket of sockets) act(socket);
    await eventually('the connection is gone', () => server.open() === 0);
  };
}
