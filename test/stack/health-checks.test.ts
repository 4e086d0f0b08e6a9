import type { Site } from '../../lib/core/site.ts';
import { healthChecks, siteCheckId } from '../../lib/stack/health-checks.ts';
import type { Resources } from '../../lib/stack/template.ts';
import { addresses, BEHIND_LOAD_BALANCER, siteNamed } from './sites.ts';

type CheckConfig = {
  readonly Type: string;
  readonly Inverted?: boolean;
  readonly HealthThreshold: number;
  readonly ChildHealthChecks: readonly ({ readonly Ref: string } | string)[];
};

const configOf = (checks: Resources, id: string) =>
  checks[id]?.Properties.HealthCheckConfig as unknown as CheckConfig;

/** What Route 53 makes of the site's check, given the world. */
function verdict(site: Site, isSwitchPresent: boolean, healthyAddresses: number): boolean {
  const checks = healthChecks(site);
  const top = configOf(checks, siteCheckId(site.name));
  const own = top.ChildHealthChecks.filter((child) => typeof child !== 'string');
  const switches = own.filter(({ Ref }) => configOf(checks, Ref).Inverted === true);
  const healthy = (isSwitchPresent ? 0 : switches.length) + healthyAddresses;
  return healthy >= top.HealthThreshold;
}

/** As many as there are addresses. */
const existing = (count: number) =>
  Array.from({ length: count }, (_, index) => `00000000-0000-4000-8000-00000000000${index}`);

describe.each(
  [1, 2, 3, 5].flatMap((count) => [
    [count, 'checks of the stack', []] as const,
    [count, 'checks that were there before', existing(count)] as const,
  ]),
)('a site with %i addresses and %s', (count, _whose, healthCheckIds) => {
  const site = siteNamed('www.example.com', { ...addresses(count), healthCheckIds });
  const someHealthy = Array.from({ length: count }, (_, index) => index + 1);

  test.each(someHealthy)('is healthy with %i healthy and no switch', (healthy) => {
    expect(verdict(site, false, healthy)).toBe(true);
  });

  test('is unhealthy when no address is healthy', () => {
    expect(verdict(site, false, 0)).toBe(false);
  });

  test.each([0, ...someHealthy])('fails over by the switch with %i healthy', (healthy) => {
    expect(verdict(site, true, healthy)).toBe(false);
  });
});

test.each([1, 2, 4])(
  'a further address beside %i turns nothing unhealthy while it is new',
  (old) => {
    const checks = healthChecks(siteNamed('www.example.com', addresses(old + 1)));
    const { HealthThreshold } = configOf(checks, siteCheckId('www.example.com'));
    // The new switch check is inverted and so begins unhealthy; the new endpoint check begins healthy.
    const healthyAtFirst = old + (old + 1);
    expect(healthyAtFirst).toBeGreaterThanOrEqual(HealthThreshold);
  },
);

test('checks that were there before are children by their IDs, and the stack makes none beside them', () => {
  const [first = '', second = ''] = existing(2);
  const healthCheckIds = [first, second];
  const checks = healthChecks(siteNamed('www.example.com', { ...addresses(2), healthCheckIds }));
  expect(Object.keys(checks)).toEqual([
    'SwitchCheckForwwwDotexampleDotcomFor1',
    'SwitchCheckForwwwDotexampleDotcomFor2',
    siteCheckId('www.example.com'),
  ]);
  expect(configOf(checks, siteCheckId('www.example.com'))).toEqual({
    Type: 'CALCULATED',
    ChildHealthChecks: [
      first,
      second,
      { Ref: 'SwitchCheckForwwwDotexampleDotcomFor1' },
      { Ref: 'SwitchCheckForwwwDotexampleDotcomFor2' },
    ],
    HealthThreshold: 3,
  });
});

test('behind a load balancer the switch is the whole of it', () => {
  const checks = healthChecks(siteNamed('www.example.com', BEHIND_LOAD_BALANCER));
  expect(Object.keys(checks)).toEqual([siteCheckId('www.example.com')]);
  expect(configOf(checks, siteCheckId('www.example.com'))).toMatchObject({
    Type: 'HTTPS',
    Inverted: true,
  });
});

test('the switch check asks S3 for the object of this site, at the first sighting', () => {
  const checks = healthChecks(siteNamed('www.example.com'));
  expect(configOf(checks, 'SwitchCheckForwwwDotexampleDotcomFor1')).toEqual({
    Type: 'HTTPS',
    FullyQualifiedDomainName: { 'Fn::GetAtt': ['SwitchBucket', 'RegionalDomainName'] },
    Port: 443,
    ResourcePath: '/switch/www.example.com',
    EnableSNI: true,
    Inverted: true,
    RequestInterval: 10,
    FailureThreshold: 1,
  });
});

test('an address keeps its check when another goes before it', () => {
  const both = healthChecks(siteNamed('www.example.com', addresses(2)));
  const second = { kind: 'addresses', addresses: ['203.0.113.2'] } as const;
  const one = healthChecks(siteNamed('www.example.com', { where: second }));
  const id = 'EndpointCheckForwwwDotexampleDotcomFor203Dot0Dot113Dot2';
  expect(one[id]).toEqual(both[id]);
});

test('every check outlives the stack, for the record does', () => {
  const checks = Object.values(healthChecks(siteNamed('www.example.com', addresses(2))));
  expect(checks).toHaveLength(5);
  for (const check of checks)
    expect(check).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
});
