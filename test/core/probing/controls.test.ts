import { controlEndpoint } from '../../../lib/core/probing/controls.ts';

test.each([
  ['https://checkip.amazonaws.com/', 'https', 'checkip.amazonaws.com', 443, '/'],
  ['http://example.net:8080/a?b=c', 'http', 'example.net', 8_080, '/a?b=c'],
  ['http://203.0.113.9/', 'http', '203.0.113.9', 80, '/'],
  ['https://[2001:db8::1]/x', 'https', '2001:db8::1', 443, '/x'],
])('%s is asked where it says', (url, protocol, hostname, port, path) => {
  const endpoint = controlEndpoint(url);
  expect(endpoint).toMatchObject({ protocol, address: hostname, hostname, port, path });
});

test('any answer of a control shows that we can see', () => {
  const { expect: expected } = controlEndpoint('https://sts.amazonaws.com/');
  expect(expected).toMatchObject({
    status: [{ from: 100, to: 599 }],
    contains: null,
    withinMs: 2_000,
  });
});
