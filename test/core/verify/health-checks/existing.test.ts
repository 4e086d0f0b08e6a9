import type { HealthCheck } from '../../../../lib/core/verify/snapshot.ts';
import { ENDPOINT_CHECK, PARENT_CHECK, SWITCH_CHECK } from '../../../fixtures/snapshot.ts';
import { findingIn, troubleIn, type World, withChecks, withSitePrimary } from '../breaks.ts';

/** The endpoint check of the good world, but it was there before the stack. */
const existing = (
  change: Partial<HealthCheck> = {},
  healthCheckIds: readonly string[] = [ENDPOINT_CHECK.id],
  parent: Partial<HealthCheck> = {},
): World =>
  withSitePrimary(
    { healthCheckIds },
    withChecks({ ...PARENT_CHECK, ...parent }, { ...ENDPOINT_CHECK, ...change }, SWITCH_CHECK),
  );

test('one that asks what the probes ask is as good as one of the stack', () => {
  expect(troubleIn(existing())).toEqual([]);
  expect(findingIn(existing(), 'health-checks.existing')).toMatchObject({
    outcome: 'pass',
    seen: 'endpoint is a child of parent',
  });
});

test('nothing is said of it where sites.yml names none', () => {
  expect(findingIn(existing({}, []), 'health-checks.existing')).toBeUndefined();
});

test.each<[string, World, string]>([
  [
    'does not exist in this account',
    existing({}, ['gone']),
    'there is no health check gone in this account',
  ],
  [
    'is calculated, which another calculated one cannot contain',
    existing({ type: 'CALCULATED', childIds: ['a', 'b'] }),
    'endpoint is of type CALCULATED',
  ],
  ['is of an alarm', existing({ type: 'CLOUDWATCH_METRIC' }), 'is of type CLOUDWATCH_METRIC'],
  [
    'is not a child of the calculated check yet',
    existing({}, [ENDPOINT_CHECK.id], { childIds: ['other', 'switch'] }),
    'endpoint is not a child of parent',
  ],
])('one that %s fails', (_name, world, seen) => {
  expect(findingIn(world, 'health-checks.existing')).toMatchObject({
    outcome: 'fail',
    seen: expect.stringContaining(seen),
  });
});

test.each<[string, Partial<HealthCheck>, readonly string[]]>([
  ['another path', { path: '/' }, ['health-checks.endpoint-target warn']],
  ['another port', { port: 8080 }, ['health-checks.endpoint-target warn']],
  ['for a connection only', { type: 'TCP' }, ['health-checks.endpoint-target warn']],
  ['another server', { ipAddress: '203.0.113.99' }, ['health-checks.endpoint-target fail']],
  ['every 30 s', { intervalSeconds: 30 }, ['health-checks.speed warn']],
  ['the name of the site itself', { ipAddress: null }, ['health-checks.endpoint-by-address fail']],
  [
    'another name',
    { ipAddress: null, domainName: 'origin.example.com' },
    ['health-checks.endpoint-by-address warn'],
  ],
  [
    'upside down',
    { ipAddress: null, domainName: 'origin.example.com', inverted: true },
    ['health-checks.endpoint-by-address warn', 'health-checks.not-inverted fail'],
  ],
])('of one that asks %s only what would mislead visitors fails', (_name, change, trouble) => {
  expect(troubleIn(existing(change))).toEqual(trouble);
});

test.each([{ path: '/' }, { ipAddress: '203.0.113.99' }, { ipAddress: null }])(
  'nobody is told to change it, for it may be there for others, nor to deploy what is deployed: %j',
  (change) => {
    const ids = ['health-checks.endpoint-target', 'health-checks.endpoint-by-address'];
    const mends = ids.flatMap((id) => findingIn(existing(change), id)?.mend ?? []);
    expect(mends).toHaveLength(1);
    expect(mends[0]).not.toContain('update-health-check');
    expect(mends[0]).toContain('leave primary.healthCheck of www.example.com out of sites.yml');
  },
);
