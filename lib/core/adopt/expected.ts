import { canonicalAddress } from '../canonical-address.ts';
import { told } from '../served.ts';
import { unreachable } from '../unreachable.ts';
import type { Look } from '../verify/finding.ts';
import type { DnsAnswer, NameServerAnswer, RecordSet } from '../verify/snapshot.ts';

/** What every name server must answer, for each type that leads visitors somewhere. */
export type Expected = {
  readonly a: ExpectedAnswer;
  readonly aaaa: ExpectedAnswer;
  readonly https: ExpectedAnswer;
};

export type ExpectedAnswer =
  | { readonly kind: 'nothing' }
  /** At least one of these addresses, and no other. */
  | { readonly kind: 'among'; readonly addresses: readonly string[] }
  /** Some address, and none of the secondary's: nobody knows those of an alias beforehand. */
  | { readonly kind: 'not-the-secondary' }
  /** The same, or no address: a load balancer that has no IPv6 leaves its AAAA alias without an answer. */
  | { readonly kind: 'nothing-of-the-secondary' }
  | { readonly kind: 'anything' };

/** `silent`: it gave no answer that says anything about the name. */
export type AnswerJudgement = 'as-expected' | 'otherwise' | 'silent';

/** What the name servers answer with while the primary of these records is served. */
export const expectedOf = (records: readonly RecordSet[]): Expected => ({
  a: expectedFor(records, 'A'),
  aaaa: expectedFor(records, 'AAAA'),
  https: records.some(({ type }) => type === 'HTTPS') ? { kind: 'anything' } : { kind: 'nothing' },
});

/** Holds all that one name server said against what it should say; the gravest counts. */
export function judgeAnswer(
  expected: Expected,
  { answer, aaaa, https }: NameServerAnswer,
  secondaryAddresses: readonly string[],
): AnswerJudgement {
  const judgements = [
    judge(expected.a, answer, secondaryAddresses),
    judge(expected.aaaa, aaaa, secondaryAddresses),
    judge(expected.https, https, secondaryAddresses),
  ];
  if (judgements.includes('otherwise')) return 'otherwise';
  return judgements.includes('silent') ? 'silent' : 'as-expected';
}

function expectedFor(records: readonly RecordSet[], type: 'A' | 'AAAA'): ExpectedAnswer {
  const ofType = records.filter((record) => record.type === type);
  const served = ofType.find(({ failover }) => failover === 'PRIMARY') ?? ofType[0];
  if (served === undefined) return { kind: 'nothing' };
  if (served.alias === null)
    return { kind: 'among', addresses: served.values.map(canonicalAddress) };
  return { kind: type === 'A' ? 'not-the-secondary' : 'nothing-of-the-secondary' };
}

function judge(
  expected: ExpectedAnswer,
  look: Look<DnsAnswer>,
  secondaryAddresses: readonly string[],
): AnswerJudgement {
  const [answer] = told(look);
  if (answer === undefined) return expected.kind === 'anything' ? 'as-expected' : 'silent';
  const addresses = answer.addresses.map(canonicalAddress);
  return holds(expected, answer, addresses, secondaryAddresses) ? 'as-expected' : 'otherwise';
}

function holds(
  expected: ExpectedAnswer,
  answer: DnsAnswer,
  addresses: readonly string[],
  secondaryAddresses: readonly string[],
): boolean {
  switch (expected.kind) {
    case 'nothing':
      return addresses.length === 0 && answer.ttlSeconds === null;
    case 'among':
      return (
        addresses.length > 0 && addresses.every((address) => expected.addresses.includes(address))
      );
    case 'not-the-secondary':
      return addresses.length > 0 && isNoneOf(secondaryAddresses, addresses);
    case 'nothing-of-the-secondary':
      return isNoneOf(secondaryAddresses, addresses);
    case 'anything':
      return true;
    default:
      return unreachable(expected);
  }
}

function isNoneOf(secondaryAddresses: readonly string[], addresses: readonly string[]): boolean {
  const secondary = new Set(secondaryAddresses.map(canonicalAddress));
  return !addresses.some((address) => secondary.has(address));
}
