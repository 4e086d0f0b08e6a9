import fc from 'fast-check';
import type {
  AliasTarget,
  CheckerObservation,
  DnsAnswer,
  HealthCheck,
  NameServerAnswer,
  RecordSet,
} from '../../../lib/core/verify/snapshot.ts';
import {
  ENDPOINT_CHECK,
  nameServerAnswer,
  PARENT_CHECK,
  PRIMARY_RECORD,
  SECONDARY_RECORD,
  SWITCH_CHECK,
} from '../../fixtures/snapshot.ts';
import { look, mostly } from './mostly.ts';

/** The pair, changed in some way, and now and then others beside it. */
export const anyRecords = (): fc.Arbitrary<readonly RecordSet[]> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(changedRecord(PRIMARY_RECORD), changedRecord(SECONDARY_RECORD), few(anyRecord()))
        .map(([primary, secondary, others]) => [primary, secondary, ...others]),
    },
    { weight: 1, arbitrary: few(anyRecord()) },
  );

export const anyRecordsBeside = (): fc.Arbitrary<readonly RecordSet[]> => few(anyRecord());

export const anyHealthChecks = (): fc.Arbitrary<readonly HealthCheck[]> =>
  fc
    .tuple(
      changedCheck(PARENT_CHECK),
      fc.option(changedCheck(ENDPOINT_CHECK), { freq: 15 }),
      fc.option(changedCheck(SWITCH_CHECK), { freq: 15 }),
    )
    .map((checks) => checks.filter((check) => check !== null));

export const anyAnswers = (): fc.Arbitrary<readonly NameServerAnswer[]> =>
  fc.oneof(
    { weight: 4, arbitrary: answersWith('203.0.113.10', '198.51.100.20') },
    { weight: 1, arbitrary: answersWith('198.51.100.20', '203.0.113.10') },
  );

/** The same address from all of them for the most part: of the target that is served. */
const answersWith = (served: string, other: string): fc.Arbitrary<readonly NameServerAnswer[]> =>
  fc.array(
    fc
      .record({
        nameServer: mostly('ns-1.example.net', 'NS-2.example.net.', 'ns.other.example'),
        nameServerAddress: mostly('192.0.2.1', '192.0.2.77', '2001:db8::53'),
        answer: look(anyAnswer([served], [other], ['192.0.2.200'])),
        aaaa: look(anyAnswer([], ['2001:db8::10'], ['2001:db8::20'], ['2001:db8::99'])),
        https: look(anyAnswer([], ['203.0.113.10'], ['198.51.100.20'])),
      })
      .map((answer) => ({ ...nameServerAnswer(1), ...answer })),
    { maxLength: 3 },
  );

const few = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(value, { minLength: 1, maxLength: 3 }) },
  );

const aliasTo = (dnsName: string, hostedZoneId: string): AliasTarget => ({
  dnsName,
  hostedZoneId,
  evaluateTargetHealth: false,
});

const CLOUDFRONT = aliasTo('d1.cloudfront.net', 'Z2FDTNDATAQYW2');

/** CloudFront is as good a secondary as an S3 website. */
const anySecondaryAlias = (usual: AliasTarget): fc.Arbitrary<AliasTarget | null> =>
  fc.oneof(
    { weight: 4, arbitrary: mostly(usual, ...ALIASES) },
    { weight: 1, arbitrary: fc.constant(CLOUDFRONT) },
  );

const ALIASES: readonly (AliasTarget | null)[] = [
  null,
  aliasTo('lb-1.elb.amazonaws.com', 'Z0'),
  CLOUDFRONT,
  aliasTo('www.example.com', 'Z0EXAMPLE'),
  aliasTo('s3-website-us-east-1.amazonaws.com', 'Z3AQBSTGFYJSTF'),
];

const changedRecord = (record: RecordSet): fc.Arbitrary<RecordSet> =>
  fc.record({
    name: mostly(record.name, 'example.com'),
    type: mostly(record.type, 'CNAME', 'NS'),
    ttlSeconds: mostly(record.ttlSeconds, 300, null),
    values: mostly(record.values, [], ['203.0.113.99'], ['203.0.113.10', '203.0.113.11']),
    alias: record.alias === null ? mostly(null, ...ALIASES) : anySecondaryAlias(record.alias),
    routing: mostly(record.routing, 'simple', 'weighted', 'traffic-policy'),
    failover: mostly(record.failover, 'PRIMARY', 'SECONDARY', null),
    setIdentifier: mostly(record.setIdentifier, 'primary', null),
    healthCheckId: mostly(record.healthCheckId, null, 'parent', 'endpoint', 'switch', 'gone'),
  });

const anyRecord = (): fc.Arbitrary<RecordSet> =>
  fc.record({
    name: fc.constantFrom('www.example.com', 'example.com', '*.example.com'),
    type: fc.constantFrom('A', 'AAAA', 'CNAME', 'HTTPS', 'SVCB', 'NS', 'TXT'),
    ttlSeconds: fc.constantFrom(null, 60, 300),
    values: fc.constantFrom([], ['203.0.113.10'], ['www.example.com.']),
    alias: fc.constantFrom(...ALIASES),
    routing: fc.constantFrom('simple', 'failover', 'weighted', 'traffic-policy'),
    failover: fc.constantFrom(null, 'PRIMARY', 'SECONDARY'),
    setIdentifier: fc.constantFrom(null, 'primary', 'third'),
    healthCheckId: fc.constantFrom(null, 'parent', 'gone'),
  });

const checkersOf = (seen: readonly boolean[]): readonly CheckerObservation[] =>
  seen.map((isHealthy) => ({ region: 'eu-west-1', address: '192.0.2.1', isHealthy, text: '' }));

const changedCheck = (check: HealthCheck): fc.Arbitrary<HealthCheck> =>
  fc.record({
    id: fc.constant(check.id),
    type: mostly(check.type, 'HTTP', 'HTTPS', 'HTTP_STR_MATCH', 'TCP', 'CLOUDWATCH_METRIC'),
    ipAddress: mostly(check.ipAddress, null, '203.0.113.99', '10.0.0.10'),
    domainName: mostly(check.domainName, null, 'www.example.com', 'shop.example.com'),
    port: mostly(check.port, null, 8080),
    path: mostly(check.path, null, '/', '/switch/other.example.com'),
    searchString: mostly(check.searchString, 'ok', '© 2026 ok', 'x'.repeat(300)),
    intervalSeconds: mostly(check.intervalSeconds, null, 30),
    failureThreshold: mostly(check.failureThreshold, null, 9),
    inverted: mostly(check.inverted, !check.inverted),
    disabled: mostly(false, true),
    enableSni: mostly(check.enableSni, !check.enableSni),
    regions: mostly<readonly string[]>([], ['eu-west-1']),
    childIds: mostly(check.childIds, [], ['endpoint'], ['endpoint', 'switch', 'gone']),
    healthThreshold: mostly(check.healthThreshold, null, 0, 1, 9),
    checkers: mostly(check.checkers, null, [], checkersOf([true, true]), checkersOf([false])),
  });

const anyAnswer = (
  usual: readonly string[],
  ...others: readonly (readonly string[])[]
): fc.Arbitrary<DnsAnswer> =>
  fc.record({
    rcode: mostly('NOERROR', 'NXDOMAIN', 'REFUSED', 'SERVFAIL'),
    isAuthoritative: mostly(true, false),
    addresses: mostly(usual, [], ...others),
    targetNames: mostly<readonly string[]>([], ['lb.example.net']),
    ttlSeconds: mostly(usual.length === 0 ? null : 60, null, 3_600),
    elapsedMs: fc.constant(12),
  });
