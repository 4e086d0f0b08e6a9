import * as dnsPacket from 'dns-packet';
import { type DnsQuery, readQuery } from './dns-query.ts';
import { toResourceRecords } from './dns-records.ts';
import type { ZoneAnswer } from './zone-answer.ts';

/** Answers a question about one name and type. */
export type AnswerZone = (name: string, type: string) => ZoneAnswer;

type Question = Extract<DnsQuery, { kind: 'question' }>;
type Content = {
  readonly rcode: number;
  readonly isAuthoritative: boolean;
  readonly answers: readonly dnsPacket.Answer[];
  readonly authorities: readonly dnsPacket.Answer[];
};

const RCODE = {
  noError: 0,
  formErr: 1,
  nxDomain: 3,
  notImp: 4,
  refused: 5,
  badVersion: 16,
} as const;
/** What fits without EDNS (RFC 1035), and what arrives unfragmented nearly everywhere. */
const UDP_BYTES_PLAIN = 512;
const UDP_BYTES_MAX = 1_232;
const EDNS_VERSION = 0;

/** The response to one packet, or null for one that deserves none. `isUdp` cuts what is too long and says so. */
export function respond(packet: Buffer, answerZone: AnswerZone, isUdp: boolean): Buffer | null {
  const query = readQuery(packet);
  if (query.kind === 'ignore') return null;
  if (query.kind !== 'question')
    return bareHeader(query, query.kind === 'malformed' ? RCODE.formErr : RCODE.notImp);
  const whole = encode(query, contentFor(query, answerZone), false);
  if (!isUdp || whole.length <= udpBytes(query)) return whole;
  return encode(query, EMPTY, true);
}

const REFUSED: Content = {
  rcode: RCODE.refused,
  isAuthoritative: false,
  answers: [],
  authorities: [],
};
const EMPTY: Content = { ...REFUSED, rcode: RCODE.noError, isAuthoritative: true };

/** Zone transfers are not for strangers. */
const TRANSFERS = new Set(['AXFR', 'IXFR']);

const udpBytes = ({ edns }: Question): number =>
  Math.min(UDP_BYTES_MAX, Math.max(UDP_BYTES_PLAIN, edns?.udpBytes ?? 0));

function contentFor(query: Question, answerZone: AnswerZone): Content {
  if ((query.edns?.version ?? 0) > EDNS_VERSION) return { ...REFUSED, rcode: RCODE.badVersion };
  if (!query.isInternet || TRANSFERS.has(query.type)) return REFUSED;
  const answer = answerZone(query.name, query.type);
  if (answer.kind === 'not-in-zone') return REFUSED;
  if (answer.kind === 'answer')
    return { ...EMPTY, answers: answer.sets.flatMap((set) => toResourceRecords(set, query.name)) };
  const rcode = answer.kind === 'no-such-name' ? RCODE.nxDomain : RCODE.noError;
  const soa = answer.soa === null ? [] : toResourceRecords(answer.soa, answer.soa.name);
  return { ...EMPTY, rcode, authorities: soa };
}

/**
 * Encodes everything but the question, which is put back byte for byte: resolvers compare its case,
 * and types that the codec does not know must survive. Nothing is compressed, so no pointer breaks.
 */
function encode(query: Question, content: Content, isTruncated: boolean): Buffer {
  const flags =
    (content.isAuthoritative ? dnsPacket.AUTHORITATIVE_ANSWER : 0) |
    (isTruncated ? dnsPacket.TRUNCATED_RESPONSE : 0) |
    (query.isRecursionDesired ? dnsPacket.RECURSION_DESIRED : 0) |
    (content.rcode & 0x0f);
  const packet = dnsPacket.encode({
    type: 'response',
    id: query.id,
    flags,
    answers: [...content.answers],
    authorities: [...content.authorities],
    additionals: query.edns === null ? [] : [optRecord(content.rcode >> 4)],
  });
  packet.writeUInt16BE(1, QUESTION_COUNT_OFFSET);
  return Buffer.concat([
    packet.subarray(0, HEADER_BYTES),
    query.rawQuestion,
    packet.subarray(HEADER_BYTES),
  ]);
}

const HEADER_BYTES = 12;
const QUESTION_COUNT_OFFSET = 4;

const optRecord = (extendedRcode: number): dnsPacket.OptAnswer => ({
  type: 'OPT',
  name: '.',
  udpPayloadSize: UDP_BYTES_MAX,
  extendedRcode,
  ednsVersion: EDNS_VERSION,
  flags: 0,
  flag_do: false,
  options: [],
});

/** A refusal without a question, for a packet that has none that can be given back. */
const bareHeader = (query: { readonly id: number; readonly opcode: number }, rcode: number) =>
  dnsPacket.encode({ type: 'response', id: query.id, flags: (query.opcode << 11) | rcode });
