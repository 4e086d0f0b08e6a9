import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import * as dnsPacket from 'dns-packet';

const LIMIT_MS = 5_000;

/** The library decodes more than its types say. */
export type DecodedResponse = dnsPacket.DecodedPacket & {
  readonly rcode: string;
  readonly opcode: string;
};

export const decodeResponse = (packet: Buffer): DecodedResponse =>
  dnsPacket.decode(packet) as DecodedResponse;

/** Sends one datagram to a local port and waits for the one that comes back. */
export async function askOverUdp(port: number, packet: Buffer): Promise<Buffer> {
  const socket = createSocket('udp4');
  try {
    socket.send(packet, port, '127.0.0.1');
    const [answer] = await once(socket, 'message', { signal: AbortSignal.timeout(LIMIT_MS) });
    return answer;
  } finally {
    socket.close();
  }
}

/** Sends bytes over TCP, in the given pieces, and reads as many framed messages as are expected. */
export async function askOverTcp(
  port: number,
  pieces: readonly Buffer[],
  expected = 1,
): Promise<readonly Buffer[]> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    for (const piece of pieces) await new Promise((resolve) => socket.write(piece, resolve));
    let received = Buffer.alloc(0);
    while (messagesIn(received).length < expected) {
      const [chunk] = await once(socket, 'data', { signal: AbortSignal.timeout(LIMIT_MS) });
      received = Buffer.concat([received, chunk]);
    }
    return messagesIn(received);
  } finally {
    socket.destroy();
  }
}

export function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

function messagesIn(received: Buffer): readonly Buffer[] {
  const messages: Buffer[] = [];
  let rest = received;
  while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
    const end = 2 + rest.readUInt16BE(0);
    messages.push(rest.subarray(2, end));
    rest = rest.subarray(end);
  }
  return messages;
}
