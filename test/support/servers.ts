import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions, Server as TlsServer } from 'node:tls';

/** A listener on loopback with a script for each connection; it counts what it accepted. */
export type ScriptedServer = {
  readonly port: number;
  readonly accepted: () => number;
  /** Connections that are open at this moment. */
  readonly open: () => number;
  /** Shows another certificate from the next handshake on. */
  readonly showInstead: (certificate: TlsOptions) => void;
  /** Closes the listener and leaves the open connections alone. */
  readonly stopListening: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Where to listen, and with which certificate; plain TCP on IPv4 when nothing is said. */
export type Listening = { readonly host?: string; readonly tls?: TlsOptions };

/** What happens to a connection; over TLS, once the handshake is done. */
export type Script = (socket: Socket) => void;

/** Starts a server that hands every accepted socket to `script`. */
export async function serve(script: Script, listening: Listening = {}): Promise<ScriptedServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const { host = '127.0.0.1', tls } = listening;
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  server.on('connection', (socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.on(tls === undefined ? 'connection' : 'secureConnection', (socket) => {
    socket.on('error', () => undefined);
    script(socket);
    // What no script reads is thrown away, or the end of the connection would never be seen.
    if (socket.readableFlowing === null) socket.resume();
  });
  server.listen(0, host);
  await once(server, 'listening');
  const stopListening = () => closeListener(server);
  return {
    port: portOf(server),
    accepted: () => accepted,
    open: () => sockets.size,
    showInstead: (certificate) => {
      if (server instanceof TlsServer) server.setSecureContext(certificate);
    },
    stopListening,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await stopListening();
    },
  };
}

/** Answers each request on the connection with what `answer` returns; null closes it. */
export const answering =
  (answer: (request: string) => string | null): Script =>
  (socket) => {
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
