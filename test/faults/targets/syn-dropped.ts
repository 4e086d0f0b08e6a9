import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Fault } from '../fault.ts';

/** Listens with the shortest backlog there is and accepts nobody until it is woken. */
const HUNG_LISTENER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer((socket) => socket.end());
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(workerData, 0, 0);
  });
`;

/** More than any backlog of 1 takes in. */
const FILLERS_MAX = 8;
const CONNECTS_WITHIN_MS = 100;

/**
 * The machine answers no SYN. For real, on Linux: a process that hangs, whose full backlog makes
 * the kernel drop every further SYN. `wake` lets it accept again.
 */
export const synDropped = (async () => {
  const awake = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(HUNG_LISTENER, { eval: true, workerData: awake });
  const [port]: number[] = await once(worker, 'message');
  const fillers: Socket[] = [];
  const fill = async (): Promise<boolean> => {
    const filler = connect(port ?? 0, '127.0.0.1').on('error', () => undefined);
    fillers.push(filler);
    return Promise.race([
      once(filler, 'connect').then(() => true),
      sleep(CONNECTS_WITHIN_MS, false),
    ]);
  };
  while (fillers.length < FILLERS_MAX && (await fill()));
  const wake = () => {
    for (const filler of fillers) filler.destroy();
    Atomics.store(awake, 0, 1);
    Atomics.notify(awake, 0);
  };
  return {
    endpoint: { port: port ?? 0 },
    open: () => 0,
    wake,
    close: async () => {
      wake();
      await worker.terminate();
    },
  };
}) satisfies Fault;

/** The same, for a probe that only asks for a connection. */
export const synDroppedForTcp: Fault = async () => {
  const target = await synDropped();
  return { ...target, endpoint: { ...target.endpoint, protocol: 'tcp' } };
};
