import type { Answer } from 'dns-packet';
import { encodeServiceBinding } from './service-binding-text.ts';
import { type AnsweredSet, plainName } from './zone-answer.ts';

/** A record set as resource records. The owner is written as it was asked for, case and all. */
export function toResourceRecords(set: AnsweredSet, asked: string): readonly Answer[] {
  const name = plainName(asked) === set.name ? asked : set.name;
  return set.values
    .map((value) => toResourceRecord({ name, ttl: set.ttlSeconds, class: 'IN' }, set.type, value))
    .filter((record) => record !== null);
}

/** Null for a type that the stage does not speak. */
function toResourceRecord(
  base: { readonly name: string; readonly ttl: number; readonly class: 'IN' },
  type: string,
  value: string,
): Answer | null {
  switch (type) {
    case 'A':
    case 'AAAA':
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return { ...base, type, data: value };
    case 'TXT':
      return { ...base, type, data: textsIn(value) };
    case 'MX': {
      const [preference, exchange = '.'] = value.split(' ');
      return { ...base, type, data: { preference: Number(preference), exchange } };
    }
    case 'SOA':
      return { ...base, type, data: soaIn(value) };
    case 'SVCB':
    case 'HTTPS':
      return serviceBinding(base, type, value);
    default:
      return null;
  }
}

/** The packet library takes types that it does not know by number, and writes their data as it is. */
function serviceBinding(base: object, type: 'SVCB' | 'HTTPS', value: string): Answer | null {
  const data = encodeServiceBinding(value);
  const numbered = type === 'SVCB' ? 'UNKNOWN_64' : 'UNKNOWN_65';
  return data === null ? null : ({ ...base, type: numbered, data } as unknown as Answer);
}

/** Route 53 writes every text in quotes. */
const textsIn = (value: string): string[] =>
  [...value.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');

function soaIn(value: string) {
  const [mname = '.', rname = '.', ...numbers] = value.split(' ');
  const [serial, refresh, retry, expire, minimum] = numbers.map(Number);
  return { mname, rname, serial, refresh, retry, expire, minimum };
}
