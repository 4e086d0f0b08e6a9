import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';
import { type AnswerZone, respond } from './dns-response.ts';
import { LOOPBACK, listen, stopListening } from './listen.ts';
import { asPortInUse, PortInUseError } from './port-in-use.ts';

export type DnsServer = {
  /** The same for UDP and TCP. */
  readonly port: number;
  readonly close: () => Promise<void>;
};

const PORT_TRIES_MAX = 20;
const TCP_IDLE_MS = 10_000;
const TCP_BUFFERED_BYTES_MAX = 64 * 1024 + 2;
const LENGTH_BYTES = 2;

/** Starts an authoritative name server on loopback, over UDP and TCP. No packet can stop it. */
export async function startDnsServer(answerZone: AnswerZone, port = 0): Promise<DnsServer> {
  const open = new Set<Socket>();
  const tcp = createServer((socket) => serveTcp(socket, open, answerZone));
  const udp = await bindBoth(tcp, port, answerZone);
  let closing: Promise<void> | null = null;
  const closeAll = async () => {
    const stopped = stopListening(tcp);
    for (const socket of open) socket.destroy();
    await Promise.all([stopped, new Promise<void>((resolve) => udp.close(() => resolve()))]);
  };
  return {
    port: udp.address().port,
    close: () => {
      closing ??= closeAll();
      return closing;
    },
  };
}

/** Finds a port that is free for both; with a given port there is only one try. */
async function bindBoth(tcp: Server, port: number, answerZone: AnswerZone): Promise<UdpSocket> {
  for (let tries = 1; ; tries += 1) {
    const udp = await bindUdp(port, answerZone);
    try {
      await listen(tcp, udp.address().port);
      return udp;
    } catch (error) {
      await new Promise<void>((resolve) => udp.close(() => resolve()));
      const isTaken = error instanceof PortInUseError;
      if (port !== 0 || !isTaken || tries === PORT_TRIES_MAX) throw error;
    }
  }
}

function bindUdp(port: number, answerZone: AnswerZone): Promise<UdpSocket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', (error) => {
      socket.close();
      reject(asPortInUse(error, port));
    });
    socket.on('message', (packet, from) => {
      const response = respond(packet, answerZone, true);
      if (response !== null) socket.send(response, from.port, from.address, ignoreSendError);
    });
    socket.bind({ port, address: LOOPBACK, exclusive: true }, () => {
      socket.removeAllListeners('error');
      socket.on('error', ignoreSendError);
      resolve(socket);
    });
  });
}

/** An asker that is gone cannot be told anything. */
const ignoreSendError = () => {};

/** Messages with a length before each; several may come on one connection, in pieces of any size. */
function serveTcp(socket: Socket, open: Set<Socket>, answerZone: AnswerZone): void {
  let buffered = Buffer.alloc(0);
  open.add(socket);
  socket.on('close', () => open.delete(socket));
  socket.on('error', () => socket.destroy());
  socket.setTimeout(TCP_IDLE_MS, () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    while (hasMessage(buffered)) {
      const end = LENGTH_BYTES + buffered.readUInt16BE(0);
      const response = respond(buffered.subarray(LENGTH_BYTES, end), answerZone, false);
      if (response !== null) socket.write(framed(response));
      buffered = buffered.subarray(end);
    }
    if (buffered.length > TCP_BUFFERED_BYTES_MAX) socket.destroy();
  });
}

const hasMessage = (buffered: Buffer): boolean =>
  buffered.length >= LENGTH_BYTES && buffered.length >= LENGTH_BYTES + buffered.readUInt16BE(0);

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
