import type { RecordSet } from '../../lib/core/verify/snapshot.ts';
import { simpleRecord } from '../../lib/local/zone.ts';
import { answerFor, type ZoneData } from '../../lib/local/zone-answer.ts';

const WEBSITE = 's3-website-eu-west-1.amazonaws.com';
const SOA = simpleRecord('example.com', 'SOA', 900, [
  'ns-1.example.net hostmaster.example.com 1 7200 900 1209600 86400',
]);
const primary: RecordSet = {
  ...simpleRecord('www.example.com', 'A', 30, ['203.0.113.10']),
  routing: 'failover',
  failover: 'PRIMARY',
  setIdentifier: 'primary',
  healthCheckId: 'primary-check',
};
const secondary: RecordSet = {
  ...primary,
  ttlSeconds: null,
  values: [],
  alias: { dnsName: WEBSITE, hostedZoneId: 'Z1BKCTXD74EZPE', evaluateTargetHealth: true },
  failover: 'SECONDARY',
  setIdentifier: 'secondary',
  healthCheckId: null,
};
const zoneOf = (...records: readonly RecordSet[]): ZoneData => ({
  name: 'example.com',
  records: [SOA, ...records],
  aliasAddresses: { [WEBSITE]: ['198.51.100.20'] },
});

const valuesOf = (answer: ReturnType<typeof answerFor>) =>
  answer.kind === 'answer' ? answer.sets.flatMap(({ values }) => values) : answer.kind;
const healthy =
  (...ids: readonly string[]) =>
  (id: string) =>
    ids.includes(id);

describe('the failover rule', () => {
  const checkedSecondary = { ...secondary, healthCheckId: 'secondary-check' };

  test.each([
    ['the primary is healthy', secondary, ['primary-check'], '203.0.113.10'],
    ['both are healthy', checkedSecondary, ['primary-check', 'secondary-check'], '203.0.113.10'],
    ['the primary is not, and the secondary has no check', secondary, [], '198.51.100.20'],
    [
      'the primary is not, and the secondary is',
      checkedSecondary,
      ['secondary-check'],
      '198.51.100.20',
    ],
    ['both are unhealthy', checkedSecondary, [], '203.0.113.10'],
    ['only the secondary is unhealthy', checkedSecondary, ['primary-check'], '203.0.113.10'],
  ])('when %s', (_name, second, ids, expected) => {
    const answer = answerFor(zoneOf(primary, second), healthy(...ids), 'www.example.com', 'A');
    expect(valuesOf(answer)).toEqual([expected]);
  });

  const LOAD_BALANCER = 'lb-1.eu-central-1.elb.amazonaws.com';
  const balanced = (evaluateTargetHealth: boolean): RecordSet => ({
    ...primary,
    ttlSeconds: null,
    values: [],
    alias: { dnsName: LOAD_BALANCER, hostedZoneId: 'Z215JYRZR1TBD5', evaluateTargetHealth },
  });

  test.each([
    ['it and its switch check are healthy', true, [], ['primary-check'], '203.0.113.77'],
    ['its switch check is unhealthy', true, [], [], '198.51.100.20'],
    ['it is unhealthy', true, [LOAD_BALANCER], ['primary-check'], '198.51.100.20'],
    [
      'it is unhealthy and nobody evaluates that',
      false,
      [LOAD_BALANCER],
      ['primary-check'],
      '203.0.113.77',
    ],
    ['another one is unhealthy', true, ['lb-2.example'], ['primary-check'], '203.0.113.77'],
  ])('of a load balancer, when %s', (_name, evaluates, unhealthyTargets, ids, expected) => {
    const zone: ZoneData = { ...zoneOf(balanced(evaluates), secondary), unhealthyTargets };
    const aliasAddresses = { ...zone.aliasAddresses, [LOAD_BALANCER]: ['203.0.113.77'] };
    const answer = answerFor({ ...zone, aliasAddresses }, healthy(...ids), 'www.example.com', 'A');
    expect(valuesOf(answer)).toEqual([expected]);
  });

  test('half a pair is served whatever its health', () => {
    const alone = (record: RecordSet) =>
      valuesOf(answerFor(zoneOf(record), healthy(), 'www.example.com', 'A'));
    expect(alone(primary)).toEqual(['203.0.113.10']);
    expect(alone(secondary)).toEqual(['198.51.100.20']);
  });

  test('the order of the records does not matter', () => {
    const answer = answerFor(zoneOf(secondary, primary), healthy(), 'www.example.com', 'A');
    expect(valuesOf(answer)).toEqual(['198.51.100.20']);
  });
});

describe('an answer', () => {
  const ask = (zone: ZoneData, name: string, type: string, ...ids: readonly string[]) =>
    answerFor(zone, healthy(...ids), name, type);

  test('has the TTL of its record, or 60 seconds for an alias to an AWS resource', () => {
    const ttl = (...ids: readonly string[]) => {
      const answer = ask(zoneOf(primary, secondary), 'www.example.com', 'A', ...ids);
      return answer.kind === 'answer' ? answer.sets[0]?.ttlSeconds : null;
    };
    expect(ttl('primary-check')).toBe(30);
    expect(ttl()).toBe(60);
  });

  test('does not depend on the case of the name, nor on a trailing dot', () => {
    const answer = ask(zoneOf(primary), 'WwW.eXample.COM.', 'A', 'primary-check');
    expect(valuesOf(answer)).toEqual(['203.0.113.10']);
  });

  test.each(['AAAA', 'HTTPS'])('a pair of %s records follows the health of its own', (type) => {
    const pair = [primary, secondary].map((record, index) => ({
      ...record,
      type,
      alias: null,
      values: [`${index}`],
    }));
    const zone = zoneOf(primary, secondary, ...pair);
    expect(valuesOf(ask(zone, 'www.example.com', type, 'primary-check'))).toEqual(['0']);
    expect(valuesOf(ask(zone, 'www.example.com', type))).toEqual(['1']);
  });

  test('follows an alias within the zone, under the name that was asked', () => {
    const apex: RecordSet = {
      ...simpleRecord('example.com', 'A', 60, []),
      ttlSeconds: null,
      alias: { dnsName: 'www.example.com', hostedZoneId: 'Z0', evaluateTargetHealth: true },
    };
    expect(ask(zoneOf(apex, primary), 'example.com', 'A')).toEqual({
      kind: 'answer',
      sets: [{ name: 'example.com', type: 'A', ttlSeconds: 30, values: ['203.0.113.10'] }],
    });
  });

  test('an alias that leads to itself ends', () => {
    const loop: RecordSet = {
      ...secondary,
      alias: { dnsName: 'www.example.com', hostedZoneId: 'Z0', evaluateTargetHealth: true },
    };
    expect(ask(zoneOf(loop), 'www.example.com', 'A').kind).toBe('no-data');
  });

  test('a CNAME is given for every type, and followed while it stays in the zone', () => {
    const cname = simpleRecord('shop.example.com', 'CNAME', 300, ['www.example.com.']);
    const zone = zoneOf(cname, primary);
    expect(valuesOf(ask(zone, 'shop.example.com', 'A', 'primary-check'))).toEqual([
      'www.example.com.',
      '203.0.113.10',
    ]);
    expect(valuesOf(ask(zone, 'shop.example.com', 'TXT'))).toEqual(['www.example.com.']);
    expect(valuesOf(ask(zone, 'shop.example.com', 'CNAME'))).toEqual(['www.example.com.']);
  });

  test('CNAMEs in a circle end', () => {
    const a = simpleRecord('a.example.com', 'CNAME', 300, ['b.example.com']);
    const b = simpleRecord('b.example.com', 'CNAME', 300, ['a.example.com']);
    expect(ask(zoneOf(a, b), 'a.example.com', 'A').kind).toBe('answer');
  });

  test('ANY asks for every type at the name', () => {
    const text = simpleRecord('example.com', 'TXT', 60, ['"hello"']);
    expect(valuesOf(ask(zoneOf(text), 'example.com', 'ANY'))).toEqual([...SOA.values, '"hello"']);
  });

  test.each([
    ['a type that the name lacks', 'www.example.com', 'AAAA', 'no-data'],
    ['an HTTPS record that the name lacks', 'www.example.com', 'HTTPS', 'no-data'],
    ['the S3 website by IPv6, which it has not', 'www.example.com', 'AAAA', 'no-data'],
    ['a name between existing ones', 'deep.example.com', 'A', 'no-data'],
    ['a name that does not exist', 'nope.example.com', 'A', 'no-such-name'],
    ['a name that only ends alike', 'wwwexample.com', 'A', 'not-in-zone'],
    ['another domain', 'example.org', 'A', 'not-in-zone'],
    ['the root', '.', 'NS', 'not-in-zone'],
  ])('%s', (_name, name, type, kind) => {
    const deep = simpleRecord('very.deep.example.com', 'A', 60, ['203.0.113.99']);
    expect(ask(zoneOf(primary, secondary, deep), name, type).kind).toBe(kind);
  });

  test('a name that does not exist comes with the SOA, for the memory of resolvers', () => {
    expect(ask(zoneOf(), 'nope.example.com', 'A')).toMatchObject({ soa: { ttlSeconds: 900 } });
  });
});
