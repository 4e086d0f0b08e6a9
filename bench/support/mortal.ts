import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { elapsed } from '../../lib/io/clock.ts';

/** A healthy server on loopback that will die. */
export type Mortal = {
  readonly port: number;
  /** Closes everything at a random moment from now on. */
  readonly dieWithin: (spreadMs: number) => Promise<void>;
  /** On the monotonic clock. */
  readonly diedAtMs: () => number;
};

export async function startMortal(): Promise<Mortal> {
  let diedAtMs = Number.NaN;
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/plain');
    response.end('ok');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const dieWithin = async (spreadMs: number) => {
    await delay(Math.random() * spreadMs);
    diedAtMs = elapsed();
    server.closeAllConnections();
    server.close();
  };
  return { port: portOf(server), dieWithin, diedAtMs: () => diedAtMs };
}

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}
