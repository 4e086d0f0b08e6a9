import type { NameServerAnswer } from '../../../../lib/core/verify/snapshot.ts';
import { nameServerAnswer } from '../../../fixtures/snapshot.ts';
import { findingIn, HEALTHY, troubleIn, type World, withSnapshot } from '../breaks.ts';

const silent: NameServerAnswer = { ...nameServerAnswer(4), answer: { ok: false, why: 'timeout' } };
const withAnswers = (...answers: readonly NameServerAnswer[]): World =>
  withSnapshot({ dns: { ok: true, value: answers } });
const secondary = (number: number) =>
  nameServerAnswer(number, { addresses: [`198.51.100.${19 + number}`] });

test.each<[string, World, string[]]>([
  ['the primary is served by all', HEALTHY, []],
  ['the secondary is, with other addresses each time', withAnswers(secondary(1), secondary(2)), []],
  ['one is silent', withAnswers(nameServerAnswer(1), silent), ['dns.all-answer warn']],
  ['all are silent', withAnswers(silent, silent), ['dns.readable unknown']],
  ['there are none', withAnswers(), ['dns.readable unknown']],
  ['they differ', withAnswers(nameServerAnswer(1), secondary(2)), ['dns.alike warn']],
  [
    'one mixes both targets in its answer',
    withAnswers(nameServerAnswer(1, { addresses: ['203.0.113.10', '198.51.100.20'] })),
    ['dns.alike warn'],
  ],
  [
    'one of two mixes both targets in its answer',
    withAnswers(
      nameServerAnswer(1, { addresses: ['203.0.113.10', '198.51.100.20'] }),
      nameServerAnswer(2, { addresses: ['198.51.100.20', '203.0.113.10'] }),
    ),
    ['dns.alike warn'],
  ],
  [
    'the name does not exist',
    withAnswers(nameServerAnswer(1, { rcode: 'NXDOMAIN', addresses: [] })),
    ['dns.answers-with-address fail'],
  ],
  [
    'the answer is empty',
    withAnswers(nameServerAnswer(1, { addresses: [], ttlSeconds: null })),
    ['dns.answers-with-address fail'],
  ],
  [
    'the answer lives for an hour',
    withAnswers(nameServerAnswer(1, { ttlSeconds: 3_600 })),
    ['dns.ttl warn'],
  ],
  [
    'the answer is hearsay',
    withAnswers(nameServerAnswer(1, { isAuthoritative: false })),
    ['dns.authoritative warn'],
  ],
  [
    'a stranger is served',
    withAnswers(nameServerAnswer(1, { addresses: ['192.0.2.200'] })),
    ['dns.served warn'],
  ],
])('when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

test('who is served is told', () => {
  expect(findingIn(HEALTHY, 'dns.served')?.seen).toBe('the primary is served: 203.0.113.10');
});

test('name servers that could not be asked are unknown', () => {
  const world = withSnapshot({ dns: { ok: false, why: 'no delegation found' } });
  expect(troubleIn(world)).toEqual(['dns.readable unknown']);
});
