import * as dnsPacket from 'dns-packet';
import type { DnsAnswer } from '../core/verify/snapshot.ts';
import type { AskedType } from '../core/world.ts';
import { decodeServiceBinding, MalformedServiceBindingError } from './service-binding.ts';

export type DnsQuestion = {
  readonly id: number;
  readonly name: string;
  readonly type: AskedType;
  /** Resolvers look further only when that is desired; a zone's own name servers never do. */
  readonly isRecursionDesired: boolean;
};

/** What one packet says about our question. */
export type DnsReply =
  /** It did not fit into a datagram: ask again over TCP. */
  | { readonly kind: 'truncated' }
  | { readonly kind: 'answer'; readonly answer: Content }
  /** It is the answer, and nobody can read it: asking again would bring the same. */
  | { readonly kind: 'malformed'; readonly error: MalformedServiceBindingError };

type Content = Omit<DnsAnswer, 'elapsedMs'>;

/** Larger answers travel in fragments, which get lost; whatever does not fit comes over TCP. */
const UDP_BYTES_MAX = 1_232;
const CNAMES_MAX = 8;
const HEADER_BYTES = 12;

export const encodeQuestion = ({ id, name, type, isRecursionDesired }: DnsQuestion): Buffer =>
  dnsPacket.encode({
    type: 'query',
    id,
    flags: isRecursionDesired ? dnsPacket.RECURSION_DESIRED : 0,
    questions: [{ type: wireType(type), name, class: 'IN' }],
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
  return isTruncated ? { kind: 'truncated' } : replyWith(decoded, question);
}

const RESPONSE_FLAG = 0x80_00;

/** The packet library knows HTTPS records by number only, and hands over their data as it came. */
const HTTPS_WIRE_TYPE = 'UNKNOWN_65';
const wireType = (type: AskedType) =>
  (type === 'HTTPS' ? HTTPS_WIRE_TYPE : type) as dnsPacket.RecordType;

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
  return (
    questions.length === 1 &&
    first.type === wireType(type) &&
    plainName(first.name) === plainName(name)
  );
}

function replyWith(decoded: Decoded, question: DnsQuestion): DnsReply {
  try {
    return { kind: 'answer', answer: contentOf(decoded, question) };
  } catch (error) {
    if (error instanceof MalformedServiceBindingError) return { kind: 'malformed', error };
    throw error;
  }
}

/** What is at the end of the chain of CNAMEs; other records in the answer are not ours to believe. */
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
  const found = answers.filter(
    (each) => each.type === wireType(type) && plainName(each.name) === owner,
  );
  ttls.push(...found.map((each) => ('ttl' in each && each.ttl) || 0));
  return {
    rcode: decoded.rcode,
    isAuthoritative: decoded.flag_aa,
    ...whereTo(found, [plainName(name), owner]),
    ttlSeconds: found.length === 0 ? null : Math.min(...ttls),
  };
}

/** A target that is the name itself leads nowhere else. */
function whereTo(
  found: readonly dnsPacket.Answer[],
  ownNames: readonly string[],
): Pick<Content, 'addresses' | 'targetNames'> {
  const addresses = found.flatMap((each) =>
    each.type === 'A' || each.type === 'AAAA' ? [each.data] : [],
  );
  const bindings = found.flatMap((each) =>
    'data' in each && Buffer.isBuffer(each.data) ? [decodeServiceBinding(each.data)] : [],
  );
  const targetNames = bindings.flatMap(({ targetName }) =>
    targetName === null || ownNames.includes(targetName) ? [] : [targetName],
  );
  return { addresses: [...addresses, ...bindings.flatMap(({ hints }) => hints)], targetNames };
}

const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, '');
