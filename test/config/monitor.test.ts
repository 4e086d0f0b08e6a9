import { parseConfig } from '../../lib/config/parse.ts';
import { BASE, problemsOf } from './base.ts';

const withControls = (controls: string) => `${BASE}monitor: { controls: ${controls} }\n`;

test('controls are spelt in one way', () => {
  const parsed = parseConfig(
    withControls('[https://Example.ORG, "http://[2001:DB8::1]:8080/a?b"]'),
    'sites.yml',
  );
  expect(parsed.ok && parsed.config.monitor.controls).toEqual([
    'https://example.org/',
    'http://[2001:db8::1]:8080/a?b',
  ]);
});

const list = (count: number) =>
  `[${Array.from({ length: count }, (_, n) => `https://${n}.example.org`).join(', ')}]`;

test('five controls will do', () => expect(problemsOf(withControls(list(5)))).toEqual([]));

test.each([
  ['six of them', list(6), 'a list of at most 5', 'checkip'],
  ['none', '[]', 'a list of at most 5', 'checkip'],
  ['nothing', '', 'has no value', 'checkip'],
  ['a number', '7', '7 is not a web address', 'checkip'],
  ['another scheme', 'ftp://example.org/', 'that begins with https:// or http://', 'checkip'],
  ['no scheme', 'example.org', 'does not begin with https://', 'write https://example.org/'],
  ['a space', 'https://example.org/a b', 'is not a web address', 'checkip'],
  ['no host', 'https:///a', 'is not a web address', 'checkip'],
  ['no possible host', 'https://exa%mple.org', 'is not a web address', 'checkip'],
  ['no possible port', 'https://example.org:99999', 'is not a web address', 'checkip'],
  ['a password', 'https://u:p@example.org/', 'a password', 'anyone may ask for'],
  ['a user name', 'https://u@example.org/', 'a user name', 'anyone may ask for'],
  ['a webhook', 'https://hooks.slack.com/services/T/B/x', 'is a webhook', 'anyone may ask'],
  ['twice', '[https://example.org, https://EXAMPLE.org/]', 'is in the list twice', 'keep one'],
  ['a site', 'https://WWW.Example.com.:8080/up', 'www.example.com is watched', "somebody else's"],
  ['a primary', 'http://203.0.113.10/', '203.0.113.10 is watched', "somebody else's"],
])('monitor.controls: %s is one problem', (_sentence, controls, message, instead) => {
  const problems = problemsOf(withControls(controls));
  expect(problems).toMatchObject([{ line: 22 }]);
  expect(problems[0]?.path).toMatch(/^monitor\.controls(\[\d\])?$/);
  expect(problems[0]?.message).toContain(message);
  expect(problems[0]?.instead).toContain(instead);
});

test.each([
  ['an IPv6 address', 'address: "2001:db8:0::1"', 'http://[2001:DB8::1]/'],
  [
    'a load balancer',
    'loadBalancer: A-1.eu-west-2.elb.amazonaws.com',
    'http://a-1.eu-west-2.elb.amazonaws.com/',
  ],
])('%s of a primary is no control', (_sentence, target, control) => {
  const text = withControls(`"${control}"`).replace('address: 203.0.113.10', target);
  expect(problemsOf(text)).toMatchObject([
    { path: 'monitor.controls[0]', message: expect.stringContaining('its own control') },
  ]);
});
