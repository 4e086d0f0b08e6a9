import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** A listener on loopback with a script for each connection; it counts what it accepted. */
export type ScriptedServer = {
  readonly port: number;
  readonly accepted: () => number;
  /** Connections that are open at this moment. */
  readonly open: () => number;
  /** Closes the listener and leaves the open connections alone. */
  readonly stopListening: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts a server that hands every accepted socket to `script`. */
export async function serve(script: (socket: Socket) => void): Promise<ScriptedServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer((socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    script(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stopListening = () => closeListener(server);
  return {
    port: portOf(server),
    accepted: () => accepted,
    open: () => sockets.size,
    stopListening,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await stopListening();
    },
  };
}

/** Answers each request on the connection with what `answer` returns; null closes it. */
export const answering =
  (answer: (request: string) => string | null) =>
  (socket: Socket): void => {
    socket.on('data', (data) => {
      const text = answer(data.toString('latin1'));
      if (text === null) socket.destroy();
      else socket.write(text, 'latin1');
    });
  };

/** A whole HTTP answer with a right content length. */
export const httpAnswer = (body: string, status = '200 OK', headers = ''): string =>
  `HTTP/1.1 ${status}\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
}

/** Resolves once the last connection is gone too; new ones are refused at once. */
const closeListener = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    if (server.listening) server.close(() => resolve());
    else resolve();
  });
