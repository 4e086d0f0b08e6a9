import fc from 'fast-check';
import {
  decodeServiceBinding,
  MalformedServiceBindingError,
} from '../../lib/io/service-binding.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
const name = (...labels: string[]): Buffer =>
  Buffer.concat([
    ...labels.map((each) => Buffer.from([each.length, ...Buffer.from(each)])),
    hex('00'),
  ]);
const param = (key: number, value: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(key);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value]);
};
const record = (priority: number, target: Buffer, ...params: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([priority >> 8, priority & 0xff]), target, ...params]);

const OWN = hex('00');
const IPV4 = param(4, hex('cb00710a c6336414'));
const IPV6 = param(6, hex('20010db8000000000000000000000010'));

/** The first four are test vectors of RFC 9460, appendix D. */
test.each<[string, Buffer, ReturnType<typeof decodeServiceBinding>]>([
  [
    'D.1, figure 2: an alias',
    hex('0000 03666f6f 076578616d706c65 03636f6d 00'),
    { priority: 0, targetName: 'foo.example.com', hints: [] },
  ],
  [
    'D.2, figure 3: the record stands for its own name',
    hex('0001 00'),
    { priority: 1, targetName: null, hints: [] },
  ],
  [
    'D.2, figure 4: a port',
    hex('0010 03666f6f 076578616d706c65 03636f6d 00 0003 0002 0035'),
    { priority: 16, targetName: 'foo.example.com', hints: [] },
  ],
  [
    'D.2, figure 7: two hints of IPv6',
    hex(
      '0001 03666f6f 076578616d706c65 03636f6d 00 0006 0020 20010db8000000000000000000000001 20010db8000000000000000000530001',
    ),
    { priority: 1, targetName: 'foo.example.com', hints: ['2001:db8::1', '2001:db8::53:1'] },
  ],
  [
    'hints of both kinds, with a parameter that nobody knows between them',
    record(1, OWN, param(1, hex('026832')), IPV4, param(5, hex('ff')), IPV6),
    { priority: 1, targetName: null, hints: ['203.0.113.10', '198.51.100.20', '2001:db8::10'] },
  ],
  [
    'an alias with hints, which mean nothing there',
    record(0, name('lb', 'Example', 'NET'), IPV4),
    { priority: 0, targetName: 'lb.example.net', hints: [] },
  ],
  [
    'a target of strange bytes',
    record(1, name('a.b', 'x\n<y>', 'com')),
    { priority: 1, targetName: 'a\\046b.x\\010\\060y\\062.com', hints: [] },
  ],
  [
    'a target as long as a name can be',
    record(1, name('a'.repeat(63), 'b'.repeat(63), 'c'.repeat(63), 'd'.repeat(61))),
    {
      priority: 1,
      targetName: [...'abc']
        .map((each) => each.repeat(63))
        .join('.')
        .concat('.', 'd'.repeat(61)),
      hints: [],
    },
  ],
])('%s', (_name, data, expected) => {
  expect(decodeServiceBinding(data)).toEqual(expected);
});

test.each<[string, Buffer, string]>([
  ['nothing', Buffer.alloc(0), 'breaks off'],
  ['half a priority', hex('00'), 'breaks off'],
  ['no target', hex('0001'), 'target breaks off'],
  ['a target that breaks off in a label', hex('0001 05 6161'), 'target breaks off'],
  ['a target without an end', hex('0001 016101620163'), 'target breaks off'],
  ['a target that points to itself', hex('0001 c002'), 'a pointer'],
  ['a target that points to the beginning', hex('0001 0161 c000'), 'a pointer'],
  ['a label of 64 bytes', record(1, name('a'.repeat(64))), 'too long'],
  [
    'a target of 256 bytes',
    record(1, name('a'.repeat(63), 'b'.repeat(63), 'c'.repeat(63), 'd'.repeat(62))),
    'too long',
  ],
  ['half a key', record(1, OWN, hex('00')), 'breaks off'],
  ['a key without a length', record(1, OWN, hex('0004 00')), 'breaks off'],
  ['a value that breaks off', record(1, OWN, hex('0004 0008 cb00710a')), 'parameter breaks off'],
  [
    'a value longer than a packet',
    record(1, OWN, hex('0004 ffff cb00710a')),
    'parameter breaks off',
  ],
  ['the same key twice', record(1, OWN, IPV4, IPV4), 'out of order'],
  ['keys out of order', record(1, OWN, IPV6, IPV4), 'out of order'],
  ['a hint without an address', record(1, OWN, param(4, hex(''))), 'whole addresses'],
  ['a hint of five bytes', record(1, OWN, param(4, hex('cb00710aff'))), 'whole addresses'],
  ['a hint of half an IPv6 address', record(1, OWN, param(6, hex('20010db8'))), 'whole addresses'],
])('%s is malformed', (_name, data, why) => {
  expect(() => decodeServiceBinding(data)).toThrow(MalformedServiceBindingError);
  expect(() => decodeServiceBinding(data)).toThrow(why);
});

describe('whatever comes', () => {
  /** True when it could be read; anything but our own error is thrown on. */
  const isReadable = (data: Uint8Array): boolean => {
    try {
      const { targetName, hints } = decodeServiceBinding(data);
      expect(targetName ?? '').toMatch(/^[\x21-\x7e]*$/);
      expect(hints.length).toBeLessThanOrEqual(data.length / 4);
      return true;
    } catch (error) {
      if (error instanceof MalformedServiceBindingError) return false;
      throw error;
    }
  };

  test('random bytes are read or malformed, and nothing else', () => {
    const seen = { true: 0, false: 0 };
    const data = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(data, (bytes) => {
        seen[`${isReadable(bytes)}`] += 1;
      }),
      { numRuns: 3_000 },
    );
    expect(seen.false).toBeGreaterThan(100);
  });

  test('a good record with damaged or missing bytes is read or malformed, and nothing else', () => {
    const good = record(1, name('www', 'example', 'com'), param(1, hex('026832')), IPV4, IPV6);
    const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 4 });
    const seen = { true: 0, false: 0 };
    fc.assert(
      fc.property(damage, fc.nat(good.length), (changes, length) => {
        const bytes = Buffer.from(good);
        for (const [at, value] of changes) bytes[at] = value;
        const end = changes.length === 0 ? length : good.length;
        seen[`${isReadable(bytes.subarray(0, end))}`] += 1;
      }),
      { numRuns: 3_000 },
    );
    expect(Math.min(seen.true, seen.false)).toBeGreaterThan(100);
  });

  test('what was put in comes out', () => {
    const label = fc.stringMatching(/^[a-z0-9_-]{1,20}$/);
    const address = fc.ipV4();
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 0xffff }),
        fc.array(label, { minLength: 1, maxLength: 6 }),
        fc.array(address, { minLength: 1, maxLength: 20 }),
        (priority, labels, hints) => {
          const value = Buffer.from(hints.flatMap((each) => each.split('.').map(Number)));
          const data = record(priority, name(...labels), param(4, value));
          expect(decodeServiceBinding(data)).toEqual({
            priority,
            targetName: labels.join('.'),
            hints,
          });
        },
      ),
    );
  });
});
