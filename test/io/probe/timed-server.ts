import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { tls } from '../../faults/targets/certificates.ts';
import { type ScriptedServer, serve } from '../../support/servers.ts';

/** How long the target takes for each phase. All differ, so that no phase passes for another. */
export const DELAYS_MS = { tls: 40, firstByte: 60, transfer: 25 } as const;

/** What the phases of the last probe took and when they ended, as the target saw it with the same clock. */
export type Truth = { tls: number; firstByte: number; transfer: number; endedAt: number };

export type TimedServer = {
  readonly port: number;
  readonly truth: Truth;
  readonly close: () => Promise<void>;
};

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-length: 8\r\nconnection: close\r\n\r\n';

/** A target that takes its time in every phase and writes down how long it really was. */
export async function startTimedServer(): Promise<TimedServer> {
  const truth: Truth = { tls: 0, firstByte: 0, transfer: 0, endedAt: 0 };
  let acceptedAt = 0;
  const origin = await serve(
    (socket) => {
      truth.tls = performance.now() - acceptedAt;
      socket.once('data', () => void answerSlowly(socket, truth));
    },
    { tls: tls('site') },
  );
  const front = await serve((socket) => {
    acceptedAt = performance.now();
    void passOnLate(socket, origin);
  });
  const close = async () => {
    await Promise.all([front.close(), origin.close()]);
  };
  return { port: front.port, truth, close };
}

async function answerSlowly(socket: Socket, truth: Truth): Promise<void> {
  const askedAt = performance.now();
  await sleep(DELAYS_MS.firstByte);
  const beganAt = performance.now();
  truth.firstByte = beganAt - askedAt;
  socket.write(`${HEAD}half`);
  await sleep(DELAYS_MS.transfer);
  truth.endedAt = performance.now();
  truth.transfer = truth.endedAt - beganAt;
  socket.write('half');
}

/** Lets the connection be, and the handshake wait: only then is the greeting passed on. */
async function passOnLate(socket: Socket, origin: ScriptedServer): Promise<void> {
  socket.pause();
  await sleep(DELAYS_MS.tls);
  const behind = connect({ port: origin.port, host: '127.0.0.1', noDelay: true });
  behind.on('error', () => socket.destroy());
  socket.pipe(behind);
  behind.pipe(socket);
}
