import { EXPECT_ANY } from '../../../../lib/core/probing/expect.ts';
import type { HealthCheck } from '../../../../lib/core/verify/snapshot.ts';
import {
  ENDPOINT_CHECK,
  PARENT_CHECK,
  PRIMARY_RECORD,
  SECONDARY_RECORD,
  SITE,
  SWITCH_CHECK,
} from '../../../fixtures/snapshot.ts';
import {
  HEALTHY,
  troubleIn,
  type World,
  withChecks,
  withEndpoint,
  withParent,
  withSitePrimary,
  withSnapshot,
  withSwitch,
} from '../breaks.ts';

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
    withEndpoint({ type: 'HTTP_STR_MATCH', searchString: 'ok' }),
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
  [
    'the endpoint check is inverted, and sends no host name',
    withEndpoint({ inverted: true, domainName: null }),
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
  ['a check says nothing of when it believes', withEndpoint({ failureThreshold: null }), []],
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
])('when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

test('a primary that is healthy with 401 can be asked by Route 53 for a connection only', () => {
  const expected = { ...EXPECT_ANY, status: [{ from: 401, to: 401 }] };
  const byTcp = withSitePrimary({ expect: expected }, withEndpoint({ type: 'TCP', path: null }));
  expect(troubleIn(byTcp)).toEqual([]);
  expect(troubleIn(withSitePrimary({ expect: expected }))).toEqual([
    'health-checks.endpoint-target fail',
  ]);
});

test('one good status that Route 53 takes for unhealthy is enough for that', () => {
  const status = [
    { from: 200, to: 299 },
    { from: 401, to: 401 },
  ];
  expect(troubleIn(withSitePrimary({ expect: { ...SITE.primary.expect, status } }))).toEqual([
    'health-checks.endpoint-target fail',
  ]);
});

test('a check without a text is fine although the probe wants one', () => {
  const wanted = { ...SITE.primary.expect, contains: 'ok' };
  expect(troubleIn(withSitePrimary({ expect: wanted }))).toEqual([]);
});

test('health checks that could not be read are unknown', () => {
  const world = withSnapshot({ healthChecks: { ok: false, why: 'throttled' } });
  expect(troubleIn(world)).toEqual(['health-checks.readable unknown']);
});
