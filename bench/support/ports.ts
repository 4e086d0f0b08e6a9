import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const START_MS_MAX = 5_000;
const RETRY_MS = 20;

/** A port on loopback that nobody had a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Waits until somebody accepts connections at the port. */
export async function untilAccepting(port: number, complaints: () => string): Promise<void> {
  const deadline = performance.now() + START_MS_MAX;
  while (!(await isAccepting(port))) {
    if (performance.now() > deadline) throw new Error(`nobody at port ${port}: ${complaints()}`);
    await delay(RETRY_MS);
  }
}

const isAccepting = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const finish = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', () => finish(true)).once('error', () => finish(false));
  });
