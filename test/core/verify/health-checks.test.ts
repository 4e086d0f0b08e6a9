import type { HealthCheck } from '../../../lib/core/verify/snapshot.ts';
import {
  ENDPOINT_CHECK,
  healthySnapshot,
  PARENT_CHECK,
  PRIMARY_RECORD,
  SECONDARY_RECORD,
  SWITCH_CHECK,
} from '../../fixtures/snapshot.ts';
import {
  findingIn,
  HEALTHY,
  troubleIn,
  type World,
  withChecks,
  withEndpoint,
  withParent,
  withSitePrimary,
  withSnapshot,
  withSwitch,
} from './breaks.ts';

const attached = (check: HealthCheck): World =>
  withSnapshot({
    records: {
      ok: true,
      value: [{ ...PRIMARY_RECORD, healthCheckId: check.id }, SECONDARY_RECORD],
    },
    healthChecks: { ok: true, value: [check] },
  });

test.each<[string, World, string[]]>([
  ['the checks are as they should be', HEALTHY, []],
  ['the check on the record is gone', withChecks(), ['health-checks.exists fail']],
  [
    'a child is gone',
    withChecks(PARENT_CHECK, ENDPOINT_CHECK),
    ['health-checks.children-exist fail'],
  ],
  ['one child is enough', withParent({ healthThreshold: 1 }), ['health-checks.threshold fail']],
  ['no child is needed', withParent({ healthThreshold: 0 }), ['health-checks.threshold fail']],
  ['three of two are needed', withParent({ healthThreshold: 3 }), ['health-checks.threshold fail']],
  [
    'the endpoint check goes by another name',
    withEndpoint({ ipAddress: null, domainName: 'origin.example.com' }),
    ['health-checks.endpoint-by-address warn'],
  ],
  [
    'the endpoint check goes by the site itself',
    withEndpoint({ ipAddress: null }),
    ['health-checks.endpoint-by-address fail'],
  ],
  [
    'the endpoint check goes by the site itself, inverted',
    withEndpoint({ ipAddress: null, inverted: true }),
    ['health-checks.endpoint-by-address fail', 'health-checks.not-inverted fail'],
  ],
  [
    'the endpoint check has another address',
    withEndpoint({ ipAddress: '203.0.113.99' }),
    ['health-checks.endpoint-target fail'],
  ],
  ['another port', withEndpoint({ port: 8080 }), ['health-checks.endpoint-target fail']],
  ['another path', withEndpoint({ path: '/' }), ['health-checks.endpoint-target fail']],
  [
    'another type',
    withEndpoint({ type: 'TCP', path: null }),
    ['health-checks.endpoint-target fail'],
  ],
  [
    'another text',
    withEndpoint({ type: 'HTTP_STR_MATCH', searchString: 'fine' }),
    ['health-checks.endpoint-target fail'],
  ],
  [
    'the endpoint check is disabled',
    withEndpoint({ disabled: true }),
    ['health-checks.enabled fail'],
  ],
  ['the switch check is disabled', withSwitch({ disabled: true }), ['health-checks.enabled fail']],
  ['the parent is disabled', withParent({ disabled: true }), ['health-checks.enabled fail']],
  [
    'the endpoint check is inverted',
    withEndpoint({ inverted: true }),
    ['health-checks.not-inverted fail'],
  ],
  ['the parent is inverted', withParent({ inverted: true }), ['health-checks.not-inverted fail']],
  [
    'the switch check is not inverted',
    withSwitch({ inverted: false }),
    ['health-checks.switch fail'],
  ],
  [
    'there is no switch',
    withChecks({ ...PARENT_CHECK, childIds: ['endpoint'], healthThreshold: 1 }, ENDPOINT_CHECK),
    ['health-checks.switch warn'],
  ],
  [
    'the endpoint check is alone on the record',
    attached(ENDPOINT_CHECK),
    ['health-checks.switch warn'],
  ],
  ['the switch is alone on the record', attached(SWITCH_CHECK), ['health-checks.endpoint fail']],
  ['a check looks every 30 s', withEndpoint({ intervalSeconds: 30 }), ['health-checks.speed warn']],
  ['a check believes after 5', withEndpoint({ failureThreshold: 5 }), ['health-checks.speed warn']],
  ['the switch is slow', withSwitch({ intervalSeconds: 30 }), ['health-checks.speed warn']],
  [
    'a check runs from two regions',
    withEndpoint({ regions: ['us-east-1', 'eu-west-1'] }),
    ['health-checks.regions fail'],
  ],
  [
    'a check runs from three regions',
    withEndpoint({ regions: ['us-east-1', 'us-west-2', 'eu-west-1'] }),
    [],
  ],
  ['no checker has reported', withEndpoint({ checkers: [] }), ['health-checks.checkers unknown']],
])('when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

const TWO = ['203.0.113.10', '203.0.113.11'];
const twoAddresses = (threshold: number, switches: number): World => {
  const parent = {
    ...PARENT_CHECK,
    childIds: ['e1', 'e2', ...['s1', 's2'].slice(0, switches)],
    healthThreshold: threshold,
  };
  const checks = [
    parent,
    ...TWO.map((ipAddress, index) => ({ ...ENDPOINT_CHECK, id: `e${index + 1}`, ipAddress })),
    { ...SWITCH_CHECK, id: 's1' },
    { ...SWITCH_CHECK, id: 's2' },
  ];
  const world = withSitePrimary({ where: { kind: 'addresses', addresses: TWO } });
  const records = [{ ...PRIMARY_RECORD, values: TWO }, SECONDARY_RECORD];
  return {
    ...world,
    snapshot: healthySnapshot({
      records: { ok: true, value: records },
      healthChecks: { ok: true, value: checks },
    }),
  };
};

test.each<[string, World, string[]]>([
  ['the switch and one address make health', twoAddresses(3, 2), []],
  ['every child is needed', twoAddresses(4, 2), ['health-checks.threshold warn']],
  ['both addresses outvote the switch', twoAddresses(2, 1), ['health-checks.threshold fail']],
  ['the switch alone is enough', twoAddresses(2, 2), ['health-checks.threshold fail']],
])('with two addresses, when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

test('an address that no check watches is a warning', () => {
  const world = withSitePrimary(
    { where: { kind: 'addresses', addresses: TWO } },
    withSnapshot({
      records: { ok: true, value: [{ ...PRIMARY_RECORD, values: TWO }, SECONDARY_RECORD] },
    }),
  );
  expect(troubleIn(world)).toEqual(['health-checks.endpoint-target warn']);
  expect(findingIn(world, 'health-checks.endpoint-target')?.seen).toContain('203.0.113.11');
});

const LOAD_BALANCER = 'lb-1.eu-central-1.elb.amazonaws.com';
const behindLoadBalancer = (evaluateTargetHealth: boolean, ...checks: HealthCheck[]): World =>
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
  ['the record carries the switch', behindLoadBalancer(true, SWITCH_CHECK), []],
  ['there is no switch', behindLoadBalancer(true), ['health-checks.switch warn']],
  [
    'only the switch is watched',
    behindLoadBalancer(false, SWITCH_CHECK),
    ['health-checks.endpoint fail'],
  ],
  [
    'a check asks the load balancer by its name',
    behindLoadBalancer(
      false,
      { ...PARENT_CHECK },
      { ...ENDPOINT_CHECK, ipAddress: null, domainName: LOAD_BALANCER },
      SWITCH_CHECK,
    ),
    [],
  ],
])('behind a load balancer, when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

test('a primary that is healthy with 401 can be asked by Route 53 for a connection only', () => {
  const expected = { status: [{ from: 401, to: 401 }], contains: null, withinMs: 2_000 };
  const byTcp = withSitePrimary({ expect: expected }, withEndpoint({ type: 'TCP', path: null }));
  expect(troubleIn(byTcp)).toEqual([]);
  expect(troubleIn(withSitePrimary({ expect: expected }))).toEqual([
    'health-checks.endpoint-target fail',
  ]);
});

test('the share of healthy checkers is told', () => {
  const [first, ...others] = ENDPOINT_CHECK.checkers ?? [];
  const checkers = [
    ...(first === undefined ? [] : [first]),
    ...others.map((checker) => ({ ...checker, isHealthy: false })),
    ...others.map((checker) => ({ ...checker, isHealthy: false })),
  ];
  expect(findingIn(withEndpoint({ checkers }), 'health-checks.checkers')?.seen).toBe(
    '1 of 7 checkers find endpoint healthy: to Route 53 it is unhealthy',
  );
});

test('health checks that could not be read are unknown', () => {
  const world = withSnapshot({ healthChecks: { ok: false, why: 'throttled' } });
  expect(troubleIn(world)).toEqual(['health-checks.readable unknown']);
});
