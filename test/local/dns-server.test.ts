import { once } from 'node:events';
import { connect } from 'node:net';
import * as dnsPacket from 'dns-packet';
import fc from 'fast-check';
import { respond } from '../../lib/local/dns-response.ts';
import { type DnsServer, startDnsServer } from '../../lib/local/dns-server.ts';
import { PortInUseError } from '../../lib/local/port-in-use.ts';
import { makeZone, simpleRecord } from '../../lib/local/zone.ts';
import { answerFor } from '../../lib/local/zone-answer.ts';
import { askOverTcp, askOverUdp, decodeResponse, framed } from '../support/dns-exchange.ts';

const ADDRESSES = (count: number) =>
  Array.from({ length: count }, (_, index) => `203.0.113.${index + 1}`);

const zone = makeZone(
  {
    id: 'Z0',
    name: 'example.com',
    nameServers: ['ns-1.example.net', 'ns-2.example.net'],
    acceleratedRecovery: null,
  },
  [
    simpleRecord('www.example.com', 'A', 60, ['203.0.113.10']),
    simpleRecord('www.example.com', 'AAAA', 60, ['2001:db8::10']),
    simpleRecord('many.example.com', 'A', 60, ADDRESSES(30)),
    simpleRecord('most.example.com', 'A', 60, ADDRESSES(200)),
    simpleRecord('example.com', 'MX', 300, ['10 mail.example.com']),
    simpleRecord('example.com', 'TXT', 300, ['"v=spf1 -all" "second"']),
    simpleRecord('example.com', 'CAA', 300, ['0 issue "amazon.com"']),
    simpleRecord('shop.example.com', 'CNAME', 300, ['www.example.com']),
    simpleRecord('bound.example.com', 'HTTPS', 60, ['1 . alpn="h2" ipv4hint=203.0.113.10']),
    simpleRecord('bound.example.com', 'SVCB', 60, ['0 lb.example.net.', '1 . ech=unspoken']),
  ],
  {},
);
const answerZone = (name: string, type: string) => answerFor(zone.data(), () => true, name, type);

const opt = (udpPayloadSize: number, ednsVersion = 0): dnsPacket.OptAnswer => ({
  type: 'OPT',
  name: '.',
  udpPayloadSize,
  extendedRcode: 0,
  ednsVersion,
  flags: 0,
  flag_do: false,
  options: [],
});
const question = (
  name: string,
  type: string,
  change: dnsPacket.Packet & { readonly class?: dnsPacket.RecordClass } = {},
): Buffer =>
  dnsPacket.encode({
    type: 'query',
    id: 4_711,
    flags: dnsPacket.RECURSION_DESIRED,
    questions: [{ name, type: type as dnsPacket.RecordType, class: change.class ?? 'IN' }],
    ...change,
  });
const ask = (name: string, type: string, change: Parameters<typeof question>[2] = {}) =>
  decodeResponse(respond(question(name, type, change), answerZone, true) ?? Buffer.alloc(0));

describe('an answer', () => {
  test('is authoritative, offers no recursion and repeats identifier, question and RD', () => {
    expect(ask('www.example.com', 'A')).toMatchObject({
      id: 4_711,
      type: 'response',
      flag_aa: true,
      flag_ra: false,
      flag_rd: true,
      rcode: 'NOERROR',
      questions: [{ name: 'www.example.com', type: 'A', class: 'IN' }],
      answers: [{ name: 'www.example.com', type: 'A', ttl: 60, data: '203.0.113.10' }],
      additionals: [],
    });
  });

  test('keeps the case of the question, in the answer too', () => {
    expect(ask('wWw.EXAMPLE.cOm', 'A')).toMatchObject({
      questions: [{ name: 'wWw.EXAMPLE.cOm' }],
      answers: [{ name: 'wWw.EXAMPLE.cOm' }],
    });
  });

  test.each([
    ['AAAA', 'www.example.com', ['2001:db8::10']],
    ['NS', 'example.com', ['ns-1.example.net', 'ns-2.example.net']],
    ['MX', 'example.com', [{ preference: 10, exchange: 'mail.example.com' }]],
    ['TXT', 'example.com', [[Buffer.from('v=spf1 -all'), Buffer.from('second')]]],
    ['A', 'shop.example.com', ['www.example.com', '203.0.113.10']],
    ['CAA', 'example.com', []],
    [
      'UNKNOWN_65',
      'bound.example.com',
      [Buffer.from('0001000001000302683200040004cb00710a', 'hex')],
    ],
    [
      'UNKNOWN_64',
      'bound.example.com',
      [Buffer.from('0000026c62076578616d706c65036e657400', 'hex')],
    ],
    ['UNKNOWN_65', 'www.example.com', []],
  ])('has %s records', (type, name, data) => {
    expect(ask(name, type).answers?.map((each) => 'data' in each && each.data)).toEqual(data);
  });

  test.each(['UNKNOWN_64', 'UNKNOWN_65'])('has %s records of that very type', (type) => {
    expect(ask('bound.example.com', type).answers).toMatchObject([{ type, ttl: 60 }]);
  });

  test('has the SOA of the zone', () => {
    expect(ask('example.com', 'SOA').answers).toMatchObject([
      { ttl: 900, data: { mname: 'ns-1.example.net', serial: 1, minimum: 86_400 } },
    ]);
  });

  test('to a type that the codec does not know still repeats the question', () => {
    const asked = question('www.example.com', 'UNKNOWN_65');
    const answer = respond(asked, answerZone, true) ?? Buffer.alloc(0);
    expect(answer.subarray(12, 12 + asked.length - 12)).toEqual(asked.subarray(12));
    expect(decodeResponse(answer)).toMatchObject({ rcode: 'NOERROR', answers: [] });
  });

  test.each([
    ['a name that does not exist', 'nope.example.com', 'NXDOMAIN'],
    ['a type that does not exist', 'many.example.com', 'NOERROR'],
  ])('about %s has the SOA as authority', (_name, name, rcode) => {
    expect(ask(name, 'AAAA')).toMatchObject({
      rcode,
      flag_aa: true,
      answers: [],
      authorities: [{ type: 'SOA', name: 'example.com' }],
    });
  });
});

describe('a refusal', () => {
  test.each([
    ['another zone', 'example.org', 'A', {}],
    ['a zone transfer', 'example.com', 'AXFR', {}],
    ['another class', 'www.example.com', 'A', { class: 'CH' as const }],
  ])('of %s claims no authority', (_name, name, type, change) => {
    expect(ask(name, type, change)).toMatchObject({
      rcode: 'REFUSED',
      flag_aa: false,
      answers: [],
    });
  });

  test.each([
    ['an operation other than a query', 4 << 11, 'NOTIMP', 'NOTIFY'],
    ['an update', 5 << 11, 'NOTIMP', 'UPDATE'],
  ])('of %s', (_name, flags, rcode, opcode) => {
    expect(ask('example.com', 'SOA', { flags })).toMatchObject({ rcode, opcode });
  });

  test.each<[string, Buffer]>([
    ['a question that breaks off', question('www.example.com', 'A').subarray(0, 20)],
    ['a packet without a question', question('www.example.com', 'A', { questions: [] })],
    [
      'two questions',
      question('', '', {
        questions: [
          { name: 'a', type: 'A' },
          { name: 'b', type: 'A' },
        ],
      }),
    ],
    [
      'a name that points into the header, in a long packet',
      Buffer.concat([
        Buffer.from('000100000001000000000000c00400010001', 'hex'),
        Buffer.alloc(300),
      ]),
    ],
    ['a name that points to itself', Buffer.from('000100000001000000000000c00c00010001', 'hex')],
    [
      'garbage after the question where records should be',
      Buffer.concat([
        question('www.example.com', 'A', { additionals: [opt(1232)] }).subarray(0, -8),
      ]),
    ],
  ])('of %s is FORMERR', (_name, packet) => {
    const answer = respond(packet, answerZone, true);
    expect(decodeResponse(answer ?? Buffer.alloc(0))).toMatchObject({ rcode: 'FORMERR' });
  });

  test.each<[string, Buffer]>([
    ['less than a header', Buffer.alloc(11)],
    ['an answer, which might be our own', dnsPacket.encode({ type: 'response', id: 1 })],
  ])('is not sent for %s', (_name, packet) => {
    expect(respond(packet, answerZone, true)).toBeNull();
  });
});

describe('the size of an answer', () => {
  const lengthOf = (name: string, change: Parameters<typeof question>[2], isUdp = true) =>
    respond(question(name, 'A', change), answerZone, isUdp)?.length ?? 0;

  test.each([
    ['512 bytes without EDNS', 'many.example.com', [], true],
    ['what the asker can take', 'many.example.com', [opt(512)], true],
    ['no limit that it reaches', 'many.example.com', [opt(4_096)], false],
    ['1,232 bytes whatever the asker says', 'most.example.com', [opt(65_000)], true],
  ])('over UDP has %s', (_name, name, additionals, isTruncated) => {
    expect(ask(name, 'A', { additionals }).flag_tc).toBe(isTruncated);
    expect(lengthOf(name, { additionals })).toBeLessThanOrEqual(1_232);
  });

  test('a truncated answer is empty and keeps question and EDNS', () => {
    expect(ask('most.example.com', 'A', { additionals: [opt(4_096)] })).toMatchObject({
      answers: [],
      questions: [{ name: 'most.example.com' }],
      additionals: [{ type: 'OPT', udpPayloadSize: 1_232 }],
    });
  });

  test('over TCP nothing is cut', () => {
    expect(lengthOf('most.example.com', {}, false)).toBeGreaterThan(3_000);
  });

  test('a newer EDNS is answered with BADVERS', () => {
    expect(ask('www.example.com', 'A', { additionals: [opt(1_232, 1)] })).toMatchObject({
      answers: [],
      additionals: [{ type: 'OPT', extendedRcode: 1, ednsVersion: 0 }],
    });
  });
});

describe('no packet stops it', () => {
  const bytes = fc.uint8Array({ minLength: 12, maxLength: 600 }).map((each) => Buffer.from(each));

  test('random bytes get a decodable answer or none', () => {
    let answered = 0;
    fc.assert(
      fc.property(bytes, fc.boolean(), (packet, isUdp) => {
        const answer = respond(packet, answerZone, isUdp);
        if (answer === null) return;
        answered += 1;
        expect(answer.readUInt16BE(0)).toBe(packet.readUInt16BE(0));
        expect(answer.readUInt16BE(2) & 0x80_00).toBe(0x80_00);
      }),
      { numRuns: 2_000 },
    );
    expect(answered).toBeGreaterThan(100);
  });

  test('a good query with damaged bytes gets a decodable answer or none', () => {
    const damage = fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { minLength: 1, maxLength: 6 });
    const seen = new Set<string>();
    fc.assert(
      fc.property(damage, (changes) => {
        const packet = question('www.example.com', 'A', { additionals: [opt(1_232)] });
        for (const [at, value] of changes) packet[at % packet.length] = value;
        const answer = respond(packet, answerZone, true);
        seen.add(answer === null ? 'none' : decodeResponse(answer).rcode);
      }),
      { numRuns: 3_000 },
    );
    expect([...seen]).toEqual(expect.arrayContaining(['FORMERR', 'NOERROR', 'REFUSED', 'none']));
  });
});

describe('over sockets', () => {
  let server: DnsServer;
  beforeEach(async () => {
    server = await startDnsServer(answerZone);
  });
  afterEach(() => server.close());

  test('answers over UDP and, on the same port, over TCP', async () => {
    const asked = question('www.example.com', 'A');
    const overUdp = await askOverUdp(server.port, asked);
    const [overTcp] = await askOverTcp(server.port, [framed(asked)]);
    expect(overTcp).toEqual(overUdp);
    expect(decodeResponse(overUdp).answers).toHaveLength(1);
  });

  test('answers several questions on one TCP connection, in pieces of any size', async () => {
    const both = Buffer.concat([
      framed(question('www.example.com', 'A')),
      framed(question('most.example.com', 'A')),
    ]);
    const pieces = [
      both.subarray(0, 1),
      both.subarray(1, 9),
      both.subarray(9, 50),
      both.subarray(50),
    ];
    const answers = await askOverTcp(server.port, pieces, 2);
    expect(answers.map((each) => decodeResponse(each).answers?.length)).toEqual([1, 200]);
  });

  test('goes on after garbage', async () => {
    await askOverUdp(server.port, Buffer.from('ffff0000ffffffffffffffff', 'hex'));
    const rude = connect(server.port, '127.0.0.1');
    await once(rude, 'connect');
    rude.resetAndDestroy();
    expect(await askOverUdp(server.port, question('www.example.com', 'A'))).toBeDefined();
  });

  test('closes while a connection is open, and twice', async () => {
    const idle = connect(server.port, '127.0.0.1');
    await once(idle, 'connect');
    const closed = once(idle, 'close');
    await Promise.all([server.close(), server.close()]);
    await closed;
  });

  test('a taken port is an error that names it', async () => {
    const second = startDnsServer(answerZone, server.port);
    await expect(second).rejects.toThrow(PortInUseError);
    await expect(second).rejects.toThrow(String(server.port));
  });
});
