import * as dnsPacket from 'dns-packet';

/** A question that can be answered, or how to refuse the packet. */
export type DnsQuery =
  | {
      readonly kind: 'question';
      readonly id: number;
      readonly isRecursionDesired: boolean;
      /** The question as it stood in the packet, so that its case is given back. */
      readonly rawQuestion: Buffer;
      readonly name: string;
      readonly type: string;
      /** False for a class other than `IN`. */
      readonly isInternet: boolean;
      readonly edns: { readonly udpBytes: number; readonly version: number } | null;
    }
  | { readonly kind: 'malformed' | 'other-opcode'; readonly id: number; readonly opcode: number }
  | { readonly kind: 'ignore' };

const HEADER_BYTES = 12;
/** The question's type and class. */
const QUESTION_TAIL_BYTES = 4;
const LABEL_BYTES_MAX = 63;
/** Types that the packet library does not know by name (RFC 9460). */
const TYPES_BY_NUMBER: ReadonlyMap<string, string> = new Map([
  ['UNKNOWN_64', 'SVCB'],
  ['UNKNOWN_65', 'HTTPS'],
]);

/** Reads a packet from anybody; answers and packets without a header are none of our business. */
export function readQuery(packet: Buffer): DnsQuery {
  if (packet.length < HEADER_BYTES) return { kind: 'ignore' };
  const id = packet.readUInt16BE(0);
  const flags = packet.readUInt16BE(2);
  if ((flags & 0x80_00) !== 0) return { kind: 'ignore' };
  const opcode = (flags >> 11) & 0x0f;
  if (opcode !== 0) return { kind: 'other-opcode', id, opcode };
  const rawQuestion = questionBytes(packet);
  const decoded = decode(packet);
  const question = decoded?.questions?.[0];
  if (rawQuestion === null || decoded === null || question === undefined)
    return { kind: 'malformed', id, opcode };
  return {
    kind: 'question',
    id,
    isRecursionDesired: decoded.flag_rd,
    rawQuestion,
    name: question.name,
    type: TYPES_BY_NUMBER.get(question.type) ?? question.type,
    isInternet: question.class === 'IN',
    edns: ednsOf(decoded),
  };
}

/** The one question of the packet, or null if there is another number of them or it is not whole. */
function questionBytes(packet: Buffer): Buffer | null {
  if (packet.readUInt16BE(4) !== 1) return null;
  let offset = HEADER_BYTES;
  let length = packet[offset] ?? 0;
  while (length > 0) {
    if (length > LABEL_BYTES_MAX) return null;
    offset += 1 + length;
    length = packet[offset] ?? 0;
  }
  const end = offset + 1 + QUESTION_TAIL_BYTES;
  return end > packet.length ? null : packet.subarray(HEADER_BYTES, end);
}

function decode(packet: Buffer): dnsPacket.DecodedPacket | null {
  try {
    return dnsPacket.decode(packet);
  } catch {
    return null;
  }
}

function ednsOf(packet: dnsPacket.DecodedPacket) {
  const opt = packet.additionals?.find((record) => record.type === 'OPT');
  return opt === undefined ? null : { udpBytes: opt.udpPayloadSize, version: opt.ednsVersion };
}
