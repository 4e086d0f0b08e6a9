import { createSocket } from 'node:dgram';
import { connect, isIP } from 'node:net';

export type Place = { readonly address: string; readonly port: number };

/** Reads a packet; null when it is not the one that is waited for. */
export type ReadPacket<T> = (packet: Buffer) => T | null;

/** Nobody answered in time. */
export class NoAnswerInTimeError extends Error {
  override readonly name = 'NoAnswerInTimeError';
  constructor(durationMs: number, options?: ErrorOptions) {
    super(`no answer within ${durationMs} ms`, options);
  }
}

/**
 * Sends a datagram and waits for the packet that `read` accepts; sends it again when that does not
 * come in time. All tries share a socket, so a late answer to the first still counts. The socket is
 * connected: the kernel lets nobody else answer.
 */
export function exchangeOverUdp<T>(
  place: Place,
  question: Buffer,
  read: ReadPacket<T>,
  limits: { readonly tries: number; readonly tryMs: number },
): Promise<T> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIP(place.address) === 6 ? 'udp6' : 'udp4');
    let timer: NodeJS.Timeout | undefined;
    let tries = 0;
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      socket.removeAllListeners().on('error', () => {});
      socket.close();
      settle();
    };
    const attempt = (why: Error) => {
      clearTimeout(timer);
      if (tries === limits.tries) return finish(() => reject(why));
      tries += 1;
      timer = setTimeout(() => attempt(new NoAnswerInTimeError(limits.tryMs)), limits.tryMs);
      socket.send(question);
    };
    socket.on('error', (why) => (tries === 0 ? finish(() => reject(why)) : attempt(why)));
    socket.on('message', (packet) => {
      const reply = read(packet);
      if (reply !== null) finish(() => resolve(reply));
    });
    socket.on('connect', () => attempt(new NoAnswerInTimeError(0)));
    socket.connect(place.port, place.address);
  });
}

const LENGTH_BYTES = 2;

/** Asks over TCP on a connection of its own; the message has its length before it. */
export function exchangeOverTcp<T>(
  place: Place,
  question: Buffer,
  read: ReadPacket<T>,
  timeoutMs: number,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: place.address, port: place.port });
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      socket.removeAllListeners().on('error', () => {});
      socket.destroy();
      settle();
    };
    const fail = (why: Error) => finish(() => reject(why));
    const timer = setTimeout(() => fail(new NoAnswerInTimeError(timeoutMs)), timeoutMs);
    let received = Buffer.alloc(0);
    socket.on('connect', () => socket.write(framed(question)));
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('the connection was closed before the answer')));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const message = wholeMessage(received);
      if (message === null) return;
      const reply = read(message);
      if (reply === null) fail(new Error('the answer is not about the question'));
      else finish(() => resolve(reply));
    });
  });
}

/** At most 64 KiB, since the length has two bytes. */
function wholeMessage(received: Buffer): Buffer | null {
  if (received.length < LENGTH_BYTES) return null;
  const end = LENGTH_BYTES + received.readUInt16BE(0);
  return received.length < end ? null : received.subarray(LENGTH_BYTES, end);
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
