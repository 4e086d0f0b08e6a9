import { createServer as createHttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { listen, stopListening } from './listen.ts';

/** The world around the site, as far as the monitor's own network is concerned. */
export type Outside = {
  /** Answers as the control pages of other owners do. */
  readonly controlsPort: number;
  /** Takes every connection and never says a word: where a cut network leads. */
  readonly nowherePort: number;
  readonly close: () => Promise<void>;
};

export async function startOutside(): Promise<Outside> {
  const controls = createHttpServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end('192.0.2.1\n');
  });
  const open = new Set<Socket>();
  const nowhere = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    socket.resume();
  });
  const controlsPort = await listen(controls, 0);
  const nowherePort = await listen(nowhere, 0);
  return {
    controlsPort,
    nowherePort,
    close: async () => {
      const stopped = Promise.all([stopListening(controls), stopListening(nowhere)]);
      controls.closeAllConnections();
      for (const socket of open) socket.destroy();
      await stopped;
    },
  };
}
