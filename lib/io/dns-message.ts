import * as dnsPacket from 'dns-packet';
import type { DnsAnswer } from '../core/verify/snapshot.ts';

export type DnsQuestion = {
  readonly id: number;
  readonly name: string;
  readonly type: 'A' | 'AAAA';
};

/** What one packet says about our question. */
export type DnsReply =
  /** It did not fit into a datagram: ask again over TCP. */
  { readonly kind: 'truncated' } | { readonly kind: 'answer'; readonly answer: Content };

type Content = Omit<DnsAnswer, 'elapsedMs'>;

/** Larger answers travel in fragments, which get lost; whatever does not fit comes over TCP. */
const UDP_BYTES_MAX = 1_232;
const CNAMES_MAX = 8;
const HEADER_BYTES = 12;

/** A question to an authoritative server: recursion is not desired. */
export const encodeQuestion = ({ id, name, type }: DnsQuestion): Buffer =>
  dnsPacket.encode({
    type: 'query',
    id,
    flags: 0,
    questions: [{ type, name, class: 'IN' }],
    additionals: [OPT],
  });

/** Null for a packet that is not an answer to this very question: go on waiting for one that is. */
export function readReply(packet: Buffer, question: DnsQuestion): DnsReply | null {
  if (packet.length < HEADER_BYTES || packet.readUInt16BE(0) !== question.id) return null;
  const flags = packet.readUInt16BE(2);
  if ((flags & RESPONSE_FLAG) === 0) return null;
  const decoded = decode(packet);
  const isTruncated = (flags & dnsPacket.TRUNCATED_RESPONSE) !== 0;
  if (decoded === null) return isTruncated ? { kind: 'truncated' } : null;
  if (!isAbout(decoded, question)) return null;
  return isTruncated
    ? { kind: 'truncated' }
    : { kind: 'answer', answer: contentOf(decoded, question) };
}

const RESPONSE_FLAG = 0x80_00;

const OPT: dnsPacket.OptAnswer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: UDP_BYTES_MAX,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

/** The library decodes the response code, and its types do not know. */
type Decoded = dnsPacket.DecodedPacket & { readonly rcode: string };

function decode(packet: Buffer): Decoded | null {
  try {
    return dnsPacket.decode(packet) as Decoded;
  } catch {
    return null;
  }
}

/** A server that understood nothing gives no question back, only an error. */
function isAbout({ questions = [], rcode }: Decoded, { name, type }: DnsQuestion): boolean {
  const [first] = questions;
  if (first === undefined) return rcode !== 'NOERROR';
  return questions.length === 1 && first.type === type && plainName(first.name) === plainName(name);
}

/** The addresses at the end of the chain of CNAMEs; other records in the answer are not ours to believe. */
function contentOf(decoded: Decoded, { name, type }: DnsQuestion): Content {
  const answers = decoded.answers ?? [];
  const ttls: number[] = [];
  let owner = plainName(name);
  for (let links = 0; links < CNAMES_MAX; links += 1) {
    const cname = answers.find((each) => each.type === 'CNAME' && plainName(each.name) === owner);
    if (cname?.type !== 'CNAME') break;
    ttls.push(cname.ttl ?? 0);
    owner = plainName(cname.data);
  }
  const found = answers.flatMap((each) =>
    each.type === type && plainName(each.name) === owner ? [each] : [],
  );
  ttls.push(...found.map(({ ttl }) => ttl ?? 0));
  return {
    rcode: decoded.rcode,
    isAuthoritative: decoded.flag_aa,
    addresses: found.map(({ data }) => data),
    ttlSeconds: found.length === 0 ? null : Math.min(...ttls),
  };
}

const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, '');
