import { parseConfig } from '../../lib/config/parse.ts';
import { BASE, withLine } from './base.ts';

const warningsOf = (text: string) => {
  const parsed = parseConfig(text, 'sites.yml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.warnings;
};

const TCP = BASE.replace('protocol: http', 'protocol: tcp');
const FLAPPING = `${BASE}      failback: automatic\n      stableFor: 10s\n`.replace('10m', '30s');

test.each([
  [
    'https before an S3 website',
    BASE.replace('http\n      port: 80', 'https\n      port: 443'),
    9,
    'primary.protocol',
    'does not answer https',
  ],
  [
    'an IPv6 address',
    withLine(8, '      address: [203.0.113.10, "2001:db8::1"]'),
    8,
    'primary.address[1]',
    'has no IPv6 address',
  ],
  [
    'an internal load balancer',
    withLine(8, '      loadBalancer: dualstack.internal-a-1.eu-central-1.elb.amazonaws.com'),
    8,
    'primary.loadBalancer',
    'has private addresses',
  ],
  [
    'http on the port of https',
    withLine(10, '      port: 443'),
    10,
    'primary.port',
    'port 443 usually speaks https',
  ],
  [
    'a server error that counts as healthy',
    withLine(12, '      expect: { status: 200-503 }'),
    12,
    'primary.expect.status',
    'counts as healthy',
  ],
  [
    'a marker that the primary contains too',
    withLine(17, '      marker: ok'),
    17,
    'secondary.marker',
    'cannot tell the two apart',
  ],
  [
    'one failure that fails over',
    withLine(20, '      failureThreshold: 1'),
    20,
    'policy.failureThreshold',
    'one lost packet',
  ],
  [
    'a repetition inside a repetition',
    withLine(12, "      expect: { matches: '(a+)+' }"),
    12,
    'primary.expect.matches',
    'may take very long',
  ],
  [
    'a pattern between slashes',
    withLine(12, "      expect: { matches: '/version: 7/i' }"),
    12,
    'primary.expect.matches',
    'slashes at both ends',
  ],
  [
    'a redirect that is followed and expected',
    withLine(12, '      expect: { status: [200, 301], redirects: follow }'),
    12,
    'primary.expect.status',
    'is never judged',
  ],
  ['a failback before DNS has settled', FLAPPING, 21, 'policy.cooldown', 'kept for a minute'],
  [
    'a load balancer in the region of the secondary',
    withLine(8, '      loadBalancer: a-1.eu-west-1.elb.amazonaws.com'),
    15,
    'secondary.region',
    'takes both',
  ],
  [
    'a stack in the region where Route 53 takes changes',
    withLine(15, '      region: us-east-1'),
    15,
    'secondary.region',
    'the way to change records in Route 53',
  ],
  [
    'a region whose zone ID is not known',
    withLine(15, '      region: af-south-1'),
    15,
    'secondary.region',
    'does not know the zone ID',
  ],
])('%s is a warning', (_sentence, text, line, path, message) => {
  expect(warningsOf(text)).toEqual([
    expect.objectContaining({
      line,
      path: `sites[0].${path}`,
      message: expect.stringContaining(message),
      instead: expect.any(String),
    }),
  ]);
});

test('a tcp probe that asks for a path and an answer is warned of both', () => {
  expect(warningsOf(TCP).map(({ path }) => path)).toEqual([
    'sites[0].primary.path',
    'sites[0].primary.expect',
  ]);
});

test('a tcp probe has a use for the time limit alone', () => {
  const expecting = (fields: string) =>
    TCP.replace('      path: /health\n', '').replace(/expect: .*/, `expect: { ${fields} }`);
  expect(warningsOf(expecting('within: 1s'))).toEqual([]);
  expect(warningsOf(expecting('within: 1s, redirects: judge'))).toMatchObject([
    { path: 'sites[0].primary.expect', message: expect.stringContaining('`within`') },
  ]);
});

test.each([
  ['one control', '[https://example.org]'],
  ['two pages of one host', '[https://example.org/a, http://EXAMPLE.org./b]'],
])('%s is a warning, because one bad day blinds the monitor', (_sentence, controls) => {
  expect(warningsOf(`${BASE}monitor: { controls: ${controls} }\n`)).toMatchObject([
    { path: 'monitor.controls', line: 22, message: expect.stringContaining('on one host') },
  ]);
});

test('a topic that Amazon Q shows is somebody who is told', () => {
  const slack = '  slack: { webhookParameter: /understudy/slack-webhook }\n';
  const text = BASE.replace('  email: [ops@example.com]\n', '').replace(slack, '  amazonQ: true\n');
  expect(text).toContain('alerts:\n  amazonQ: true');
  expect(warningsOf(text)).toEqual([]);
});

test('alerts that reach nobody are a warning', () => {
  const text = BASE.slice(BASE.indexOf('sites:'));
  expect(warningsOf(text)).toMatchObject([{ path: 'alerts', line: 1 }]);
});

test('that all secondaries are in the region where Route 53 takes changes is said once', () => {
  const [first, second] = ['www', 'shop'].map((name) =>
    BASE.slice(BASE.indexOf('  - name'))
      .replaceAll('www.', `${name}.`)
      .replace('eu-west-1', 'us-east-1'),
  );
  const text = `${BASE.slice(0, BASE.indexOf('  - name'))}${first}${second}`;
  expect(warningsOf(text).map(({ path }) => path)).toEqual(['sites[0].secondary.region']);
});

test.each([
  ['a config without a flaw', BASE],
  [
    'a threshold of 1 that only observes',
    `${withLine(20, '      failureThreshold: 1')}      mode: observe\n`,
  ],
  [
    'a redirect that is followed, with the default status',
    withLine(12, '      expect: { redirects: follow }'),
  ],
  [
    'a status that is no redirect, with redirects followed',
    withLine(12, '      expect: { status: [200-300, 304], redirects: follow }'),
  ],
  ['a pattern with slashes inside', withLine(12, "      expect: { matches: 'a/b/c' }")],
  [
    'two controls on two hosts',
    `${BASE}monitor: { controls: [https://example.org, https://example.net] }\n`,
  ],
  ['an automatic failback that waits', `${BASE}      failback: automatic\n`],
])('%s has no warning', (_sentence, text) => expect(warningsOf(text)).toEqual([]));
