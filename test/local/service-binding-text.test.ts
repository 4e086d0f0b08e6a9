import { decodeServiceBinding } from '../../lib/io/service-binding.ts';
import { encodeServiceBinding } from '../../lib/local/service-binding-text.ts';

/** Test vectors of RFC 9460, appendix D, and what Route 53 shows in its console. */
test.each([
  ['0 foo.example.com.', '0000 03666f6f 076578616d706c65 03636f6d 00'],
  ['1 .', '0001 00'],
  ['16 foo.example.com. port=53', '0010 03666f6f 076578616d706c65 03636f6d 00 0003 0002 0035'],
  [
    '1 foo.example.com. ipv6hint=2001:db8::1,2001:db8::53:1',
    '0001 03666f6f 076578616d706c65 03636f6d 00 0006 0020 20010db8000000000000000000000001 20010db8000000000000000000530001',
  ],
  [
    '16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1',
    '0010 03666f6f 076578616d706c65 036f7267 00 0000 0004 0001 0004 0001 0009 026832 0568332d3139 0004 0004 c0000201',
  ],
  ['1 . alpn="h3,h2" no-default-alpn', '0001 00 0001 0006 026833 026832 0002 0000'],
])('%s', (text, expected) => {
  expect(encodeServiceBinding(text)?.toString('hex')).toBe(expected.replaceAll(' ', ''));
});

test('what is written is read again', () => {
  const text = '1 . ipv6hint=2001:db8::10 alpn="h2" ipv4hint=203.0.113.10,198.51.100.20';
  expect(decodeServiceBinding(encodeServiceBinding(text) ?? Buffer.alloc(0))).toEqual({
    priority: 1,
    targetName: null,
    hints: ['203.0.113.10', '198.51.100.20', '2001:db8::10'],
  });
});

test.each([
  '',
  '1',
  'one .',
  '70000 .',
  '1 a..b',
  `1 ${'a'.repeat(64)}.com`,
  '1 . ech=AEP+DQA',
  '1 . key65280=x',
  '1 . port=https',
  '1 . ipv4hint=203.0.113',
  '1 . ipv4hint=2001:db8::1',
  '1 . ipv6hint=203.0.113.10',
  '1 . ipv4hint=',
  '1 . ipv6hint=::ffff:203.0.113.10',
])('%s is not spoken on the stage', (text) => {
  expect(encodeServiceBinding(text)).toBeNull();
});
