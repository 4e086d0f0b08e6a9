import { parseConfig } from '../../lib/config/parse.ts';
import { NOBODY_IS_TOLD } from '../../lib/core/alerts/alerts.ts';
import type { Config } from '../../lib/core/site.ts';
import { BASE, withLine } from './base.ts';

function configOf(text: string): Config {
  const parsed = parseConfig(text, 'sites.yml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

const firstSite = (text: string) => configOf(text).sites[0];

const SMALLEST = `sites:
  - name: Example.COM.
    hostedZone: EXAMPLE.com
    primary: { address: 203.0.113.10 }
    secondary: { region: eu-west-1 }
`;

test('the smallest file gets every default', () => {
  expect(configOf(SMALLEST)).toEqual({
    alerts: NOBODY_IS_TOLD,
    monitor: { controls: ['https://checkip.amazonaws.com/', 'https://sts.amazonaws.com/'] },
    verify: { everyMs: 300_000 },
    audit: { keepMs: 34_560_000_000 },
    stack: { name: 'understudy', tags: {}, permissionsBoundary: null },
    sites: [
      {
        name: 'example.com',
        hostedZone: 'example.com',
        zoneRoleArn: null,
        primary: {
          where: { kind: 'addresses', addresses: ['203.0.113.10'] },
          protocol: 'http',
          port: 80,
          path: '/',
          expect: {
            status: [{ from: 200, to: 399 }],
            contains: null,
            notContains: null,
            matches: null,
            headers: [],
            json: [],
            withinMs: 2_000,
            slowAfterMs: null,
            slowIsUnhealthy: false,
            redirects: 'judge',
          },
          healthCheckIds: [],
        },
        secondary: {
          bucket: 'example.com',
          isExisting: false,
          front: { kind: 'website' },
          region: 'eu-west-1',
          content: './site',
          marker: null,
        },
        policy: {
          mode: 'automatic',
          intervalMs: 5_000,
          freshEvery: 10,
          failureThreshold: 4,
          successThreshold: 2,
          failback: 'manual',
          stableForMs: 300_000,
          cooldownMs: 600_000,
          flipsPerDayMax: 4,
          armAfter: 3,
          bothUnhealthy: 'stay',
          drill: { everyMs: null, window: null, stayMs: 30_000, withinMs: 300_000 },
          maintenance: [],
        },
      },
    ],
  });
});

test('alerts are read from one address or a list, and name the parameter', () => {
  expect(configOf(BASE).alerts).toEqual({
    ...NOBODY_IS_TOLD,
    email: ['ops@example.com'],
    slack: { kind: 'webhook', parameter: '/understudy/slack-webhook' },
  });
  expect(configOf(withLine(2, '  email: ops@example.com')).alerts.email).toEqual([
    'ops@example.com',
  ]);
});

test.each([
  ['one code', '204', [{ from: 204, to: 204 }]],
  [
    'codes with commas',
    '"200, 204"',
    [
      { from: 200, to: 200 },
      { from: 204, to: 204 },
    ],
  ],
  ['a range', '200-299', [{ from: 200, to: 299 }]],
  [
    'a list of both',
    '[200, "300-302"]',
    [
      { from: 200, to: 200 },
      { from: 300, to: 302 },
    ],
  ],
])('a status may be %s', (_sentence, status, ranges) => {
  const text = withLine(12, `      expect: { status: ${status} }`);
  expect(firstSite(text)?.primary.expect.status).toEqual(ranges);
});

test.each([
  ['500ms', 500],
  ['2s', 2_000],
])('within %s is %d ms', (within, withinMs) => {
  const text = withLine(12, `      expect: { within: ${within} }`);
  expect(firstSite(text)?.primary.expect.withinMs).toBe(withinMs);
});

test.each([
  ['90s', 90_000],
  ['10m', 600_000],
  ['2h', 7_200_000],
  ['1d', 86_400_000],
])('a cooldown of %s is %d ms', (cooldown, cooldownMs) => {
  expect(firstSite(withLine(21, `      cooldown: ${cooldown}`))?.policy.cooldownMs).toBe(
    cooldownMs,
  );
});

test.each([
  ['https', 443],
  ['http', 80],
])('%s is probed on port %d unless the file says otherwise', (protocol, port) => {
  const text = BASE.replace('      port: 80\n', '').replace(
    'protocol: http',
    `protocol: ${protocol}`,
  );
  expect(firstSite(text)?.primary.port).toBe(port);
});

test('a load balancer stands in place of the address', () => {
  const text = withLine(8, '      loadBalancer: My-Alb-123.eu-west-2.elb.amazonaws.com.');
  expect(firstSite(text)?.primary.where).toEqual({
    kind: 'load-balancer',
    dnsName: 'my-alb-123.eu-west-2.elb.amazonaws.com',
  });
});

test('addresses are spelt in one way', () => {
  const text = withLine(8, '      address: [198.51.100.7, "2001:0DB8::0:10"]');
  expect(firstSite(text)?.primary.where).toEqual({
    kind: 'addresses',
    addresses: ['198.51.100.7', '2001:db8::10'],
  });
});

test('an anchor shares a policy between sites', () => {
  const text = BASE.replace('policy:', 'policy: &calm');
  const second = BASE.slice(BASE.indexOf('  - name'), BASE.indexOf('    policy:')).replaceAll(
    'www.example.com',
    'example.com',
  );
  const config = configOf(`${text}${second}    policy: { <<: *calm, mode: observe }\n`);
  expect(config.sites[1]?.policy).toEqual({ ...config.sites[0]?.policy, mode: 'observe' });
});
