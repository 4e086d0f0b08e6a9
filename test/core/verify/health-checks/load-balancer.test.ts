import type { HealthCheck, RecordSet } from '../../../../lib/core/verify/snapshot.ts';
import {
  dnsAnswer,
  ENDPOINT_CHECK,
  nameServerAnswer,
  PARENT_CHECK,
  PRIMARY_RECORD,
  SECONDARY_RECORD,
  SWITCH_CHECK,
} from '../../../fixtures/snapshot.ts';
import {
  findingIn,
  HEALTHY,
  troubleIn,
  type World,
  withPrimary,
  withRecords,
  withSitePrimary,
  withSnapshot,
} from '../breaks.ts';

const ALIAS = {
  dnsName: 'lb-1.eu-central-1.elb.amazonaws.com',
  hostedZoneId: 'Z215JYRZR1TBD5',
  evaluateTargetHealth: true,
};
const behindLoadBalancer = (world: World): World =>
  withSitePrimary({ where: { kind: 'load-balancer', dnsName: ALIAS.dnsName } }, world);

test.each<[string, World, string[]]>([
  ['names the load balancer', withPrimary({ alias: ALIAS, values: [], ttlSeconds: null }), []],
  [
    'names it as the console writes it',
    withPrimary({
      alias: { ...ALIAS, dnsName: `dualstack.${ALIAS.dnsName}` },
      values: [],
      ttlSeconds: null,
    }),
    [],
  ],
  [
    'names another one',
    withPrimary({
      alias: { ...ALIAS, dnsName: 'lb-2.eu-central-1.elb.amazonaws.com' },
      values: [],
      ttlSeconds: null,
    }),
    ['records.primary-value fail'],
  ],
  [
    'names one of that name in another region',
    withPrimary({
      alias: { ...ALIAS, dnsName: 'lb-1.eu-west-1.elb.amazonaws.com' },
      values: [],
      ttlSeconds: null,
    }),
    ['records.primary-value fail'],
  ],
  [
    'does not ask it for its health',
    withPrimary({ alias: { ...ALIAS, evaluateTargetHealth: false }, values: [], ttlSeconds: null }),
    ['records.primary-evaluates-target warn'],
  ],
  ['names an address', HEALTHY, ['records.primary-value fail']],
])('of a site behind a load balancer, when the PRIMARY record %s', (_name, world, trouble) => {
  expect(troubleIn(behindLoadBalancer(world))).toEqual(trouble);
});

test('an alias without any health check needs EvaluateTargetHealth', () => {
  const alias = { ...ALIAS, evaluateTargetHealth: false };
  const world = withPrimary({ alias, values: [], ttlSeconds: null, healthCheckId: null });
  expect(troubleIn(behindLoadBalancer(world))).toEqual(['records.primary-has-health-check fail']);
});

test('an alias with a health check needs EvaluateTargetHealth too', () => {
  const alias = { ...ALIAS, evaluateTargetHealth: false };
  const world = withPrimary({ alias, values: [], ttlSeconds: null });
  expect(troubleIn(behindLoadBalancer(world))).toEqual(['records.primary-evaluates-target warn']);
});

describe('CloudFront', () => {
  const cloudFront = (name: string) => ({
    dnsName: `${name}.cloudfront.net`,
    hostedZoneId: 'Z2FDTNDATAQYW2',
    evaluateTargetHealth: false,
  });
  const primary = { ...PRIMARY_RECORD, alias: cloudFront('d1'), values: [], ttlSeconds: null };
  const behindCloudFront = (...records: readonly RecordSet[]) =>
    withSitePrimary(
      { where: { kind: 'load-balancer', dnsName: 'd1.cloudfront.net' } },
      withRecords(...records),
    );

  test.each<[string, World, string[]]>([
    [
      'may be the primary, without EvaluateTargetHealth',
      behindCloudFront(primary, SECONDARY_RECORD),
      [],
    ],
    [
      'cannot be both',
      behindCloudFront(primary, { ...SECONDARY_RECORD, alias: cloudFront('d2') }),
      ['records.one-cloudfront fail'],
    ],
  ])('%s', (_name, world, trouble) => {
    expect(troubleIn(world)).toEqual(trouble);
  });

  test('without a health check is not asked for EvaluateTargetHealth, which it cannot have', () => {
    const world = behindCloudFront({ ...primary, healthCheckId: null }, SECONDARY_RECORD);
    expect(findingIn(world, 'records.primary-has-health-check')?.mend).toBe(
      "Attach the site's health check to the PRIMARY record of www.example.com.",
    );
  });
});

describe('the AAAA pair of a load balancer that has IPv6, too', () => {
  const SIX = '2001:db8::77';
  const cloudFront = {
    ...SECONDARY_RECORD,
    alias: {
      dnsName: 'd1.cloudfront.net',
      hostedZoneId: 'Z2FDTNDATAQYW2',
      evaluateTargetHealth: false,
    },
  };
  const primary = { ...PRIMARY_RECORD, alias: ALIAS, values: [], ttlSeconds: null };
  const six = (dnsName: string): RecordSet => ({
    ...primary,
    type: 'AAAA',
    alias: { ...ALIAS, dnsName },
  });
  const withSix = (records: readonly RecordSet[], secondaryAddresses = ['198.51.100.20']): World =>
    behindLoadBalancer(
      withSnapshot({
        records: { ok: true, value: [primary, cloudFront, ...records] },
        primaryAddresses: ['203.0.113.10'],
        secondaryAddresses,
        dns: {
          ok: true,
          value: [1, 2].map((number) =>
            nameServerAnswer(
              number,
              {},
              { aaaa: { ok: true, value: dnsAnswer({ addresses: [SIX] }) } },
            ),
          ),
        },
      }),
    );
  const pairTo = (dnsName: string) => [six(dnsName), { ...cloudFront, type: 'AAAA' }];

  test.each<[string, World, string]>([
    ['leads to the load balancer', withSix(pairTo(`dualstack.${ALIAS.dnsName}`)), 'pass'],
    ['leads to another one', withSix(pairTo('lb-2.eu-central-1.elb.amazonaws.com')), 'warn'],
    ['is an AAAA record alone', withSix([{ ...six(ALIAS.dnsName), failover: null }]), 'warn'],
    ['leads to the secondary already', withSix(pairTo(ALIAS.dnsName), [SIX]), 'warn'],
  ])('%s', (_name, world, outcome) => {
    expect(findingIn(world, 'dns.ipv6')?.outcome).toBe(outcome);
  });
});

const LOAD_BALANCER = ALIAS.dnsName;
const withLoadBalancer = (evaluateTargetHealth: boolean, ...checks: HealthCheck[]): World =>
  withSitePrimary(
    { where: { kind: 'load-balancer', dnsName: LOAD_BALANCER } },
    withSnapshot({
      records: {
        ok: true,
        value: [
          {
            ...PRIMARY_RECORD,
            values: [],
            ttlSeconds: null,
            alias: { dnsName: LOAD_BALANCER, hostedZoneId: 'Z215', evaluateTargetHealth },
            healthCheckId: checks[0]?.id ?? null,
          },
          SECONDARY_RECORD,
        ],
      },
      healthChecks: { ok: true, value: checks },
    }),
  );

test.each<[string, World, string[]]>([
  ['the record carries the switch', withLoadBalancer(true, SWITCH_CHECK), []],
  ['there is no switch', withLoadBalancer(true), ['health-checks.switch warn']],
  [
    'only the switch is watched',
    withLoadBalancer(false, SWITCH_CHECK),
    ['records.primary-evaluates-target warn', 'health-checks.endpoint fail'],
  ],
  [
    'a check asks the load balancer by its name',
    withLoadBalancer(
      true,
      { ...PARENT_CHECK },
      { ...ENDPOINT_CHECK, ipAddress: null, domainName: LOAD_BALANCER },
      SWITCH_CHECK,
    ),
    [],
  ],
  [
    'a check asks the load balancer by its name as the console writes it',
    withLoadBalancer(
      true,
      { ...PARENT_CHECK },
      { ...ENDPOINT_CHECK, ipAddress: null, domainName: `dualstack.${LOAD_BALANCER}` },
      SWITCH_CHECK,
    ),
    [],
  ],
  [
    'the check that asks the load balancer is inverted, so it is no switch',
    withLoadBalancer(
      true,
      { ...PARENT_CHECK },
      { ...ENDPOINT_CHECK, ipAddress: null, domainName: LOAD_BALANCER, inverted: true },
      SWITCH_CHECK,
    ),
    ['health-checks.not-inverted fail'],
  ],
  [
    'a check asks another load balancer',
    withLoadBalancer(
      true,
      { ...PARENT_CHECK },
      { ...ENDPOINT_CHECK, ipAddress: null, domainName: 'lb-2.elb.amazonaws.com' },
      SWITCH_CHECK,
    ),
    ['health-checks.endpoint-by-address warn'],
  ],
])('behind a load balancer, when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});
