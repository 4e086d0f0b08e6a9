import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, type Server, type Socket as TcpSocket } from 'node:net';
import * as dnsPacket from 'dns-packet';
import type { DnsAnswer } from '../../lib/core/verify/snapshot.ts';
import type { AskedType } from '../../lib/core/world.ts';
import {
  LookupFailedError,
  makeAskNameServer,
  makeAskResolver,
  makeFindNameServers,
  makeResolveAddresses,
  NameServerSilentError,
} from '../../lib/io/dns.ts';
import { type DnsServer, startDnsServer } from '../../lib/local/dns-server.ts';
import { makeZone, simpleRecord } from '../../lib/local/zone.ts';
import { answerFor } from '../../lib/local/zone-answer.ts';
import { framed } from '../support/dns-exchange.ts';

const NAME = 'www.example.com';
const NAME_SERVER = '198.51.100.53';
const dialTo = (port: number) => () => ({ address: '127.0.0.1', port });

describe('a name server built by hand', () => {
  type Script = (query: dnsPacket.Packet, send: (packet: Buffer) => void, nth: number) => void;

  let udp: Socket;
  let tcp: Server | null = null;
  let queries: number;
  let answer: Script;
  const openUdp = async () => {
    udp = createSocket('udp4');
    udp.on('message', (packet: Buffer, from: RemoteInfo) => {
      queries += 1;
      const send = (reply: Buffer) => udp.send(reply, from.port, from.address);
      answer(dnsPacket.decode(packet), send, queries);
    });
    udp.bind(0, '127.0.0.1');
    await once(udp, 'listening');
  };
  beforeEach(async () => {
    queries = 0;
    await openUdp();
  });
  afterEach(async () => {
    udp.close();
    tcp?.close();
    tcp = null;
  });

  const listenTcp = async (onMessage: (query: dnsPacket.Packet, socket: TcpSocket) => void) => {
    tcp = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (chunk) => onMessage(dnsPacket.decode(chunk.subarray(2)), socket));
    });
    // A port that is free for UDP may be taken for TCP: then another one for both.
    for (let tries = 0; !tcp.listening && tries < 20; tries++) {
      tcp.listen(udp.address().port, '127.0.0.1');
      const failure = await once(tcp, 'listening').then(
        () => null,
        (error: Error) => error,
      );
      if (failure === null) return;
      udp.close();
      await openUdp();
    }
  };
  const ask = (tryMs = 2_000, type: AskedType = 'A') =>
    makeAskNameServer({ dial: dialTo(udp.address().port), tryMs })(NAME_SERVER, NAME, type);

  const reply = (query: dnsPacket.Packet, change: dnsPacket.Packet = {}): Buffer =>
    dnsPacket.encode({
      type: 'response',
      id: query.id ?? 0,
      flags: dnsPacket.AUTHORITATIVE_ANSWER,
      questions: query.questions ?? [],
      answers: [{ type: 'A', name: NAME, ttl: 60, data: '203.0.113.10' }],
      ...change,
    });
  const OTHER: dnsPacket.Packet = {
    answers: [{ type: 'A', name: NAME, ttl: 1, data: '192.0.2.66' }],
  };
  const GOOD = ['203.0.113.10'];

  test('is asked without recursion, with EDNS, and its answer is read', async () => {
    let seen: dnsPacket.Packet = {};
    answer = (query, send) => {
      seen = query;
      send(reply(query));
    };
    expect(await ask()).toEqual({
      rcode: 'NOERROR',
      isAuthoritative: true,
      addresses: GOOD,
      targetNames: [],
      ttlSeconds: 60,
      elapsedMs: expect.any(Number),
    });
    expect(seen).toMatchObject({
      flags: 0,
      questions: [{ name: NAME, type: 'A', class: 'IN' }],
      additionals: [{ type: 'OPT', udpPayloadSize: 1_232 }],
    });
  });

  test('a resolver is asked in the same way, with recursion desired', async () => {
    let seen: dnsPacket.Packet = {};
    answer = (query, send) => {
      seen = query;
      send(reply(query, { flags: dnsPacket.RECURSION_AVAILABLE }));
    };
    const askResolver = makeAskResolver({ dial: dialTo(udp.address().port) });
    expect(await askResolver('192.0.2.53', NAME, 'A')).toMatchObject({
      isAuthoritative: false,
      addresses: GOOD,
    });
    expect(seen).toMatchObject({
      flags: dnsPacket.RECURSION_DESIRED,
      questions: [{ name: NAME, type: 'A', class: 'IN' }],
    });
  });

  describe('that has HTTPS records', () => {
    const https = (name: string, data: string, ttl = 60) =>
      ({
        type: 'UNKNOWN_65',
        name,
        ttl,
        data: Buffer.from(data, 'hex'),
      }) as unknown as dnsPacket.Answer;
    const HINTS = '0001 00 0004 0004 cb00710a'.replaceAll(' ', '');
    const HINTS_6 = '0002 00 0006 0010 20010db8000000000000000000000010'.replaceAll(' ', '');
    const ALIAS = '0000 026c62 076578616d706c65 036e6574 00'.replaceAll(' ', '');
    const OWN_NAME = '0001 03777777 076578616d706c65 03636f6d 00'.replaceAll(' ', '');

    test.each<[string, dnsPacket.Answer[], Partial<DnsAnswer>]>([
      [
        'with hints of both kinds',
        [https(NAME, HINTS), https(NAME, HINTS_6, 30)],
        { addresses: ['203.0.113.10', '2001:db8::10'], targetNames: [], ttlSeconds: 30 },
      ],
      [
        'with another name as target',
        [https(NAME, ALIAS)],
        { addresses: [], targetNames: ['lb.example.net'], ttlSeconds: 60 },
      ],
      [
        'with its own name as target',
        [https(NAME, OWN_NAME)],
        { addresses: [], targetNames: [], ttlSeconds: 60 },
      ],
      [
        'behind a CNAME, whose end is its own name too',
        [
          { type: 'CNAME', name: NAME, ttl: 20, data: 'lb.example.net' },
          https('lb.example.net', ALIAS),
        ],
        { addresses: [], targetNames: [], ttlSeconds: 20 },
      ],
      ['of somebody else', [https('example.org', HINTS)], { addresses: [], ttlSeconds: null }],
      ['none', [], { addresses: [], targetNames: [], ttlSeconds: null }],
    ])('%s', async (_name, answers, expected) => {
      let asked: string | undefined;
      answer = (query, send) => {
        asked = query.questions?.[0]?.type;
        send(reply(query, { answers }));
      };
      expect(await ask(2_000, 'HTTPS')).toMatchObject({ rcode: 'NOERROR', ...expected });
      expect(asked).toBe('UNKNOWN_65');
    });

    test('an A record in place of the HTTPS record is passed over', async () => {
      answer = (query, send) => send(reply(query));
      expect(await ask(2_000, 'HTTPS')).toMatchObject({ addresses: [], ttlSeconds: null });
    });

    test('a malformed one is an error that says so, after one question', async () => {
      answer = (query, send) =>
        send(reply(query, { answers: [https(NAME, HINTS), https(NAME, HINTS.slice(0, -2))] }));
      const asked = ask(2_000, 'HTTPS');
      await expect(asked).rejects.toThrow(NameServerSilentError);
      await expect(asked).rejects.toThrow(
        `no answer for HTTPS ${NAME}: malformed HTTPS record: a parameter breaks off`,
      );
      expect(queries).toBe(1);
    });
  });

  test('every question has its own identifier', async () => {
    const ids = new Set<number | undefined>();
    answer = (query, send) => {
      ids.add(query.id);
      send(reply(query));
    };
    for (let times = 0; times < 8; times += 1) await ask();
    expect(ids.size).toBeGreaterThan(6);
  });

  test.each<[string, (query: dnsPacket.Packet) => Buffer]>([
    ['garbage', () => Buffer.from('not a packet at all')],
    ['an empty datagram', () => Buffer.alloc(0)],
    [
      'an answer with another identifier',
      (query) => reply({ ...query, id: (query.id ?? 0) ^ 1 }, OTHER),
    ],
    [
      'an answer to another name',
      (query) => reply(query, { ...OTHER, questions: [{ type: 'A', name: 'example.org' }] }),
    ],
    [
      'an answer to another type',
      (query) => reply(query, { ...OTHER, questions: [{ type: 'AAAA', name: NAME }] }),
    ],
    ['an answer without a question', (query) => reply(query, { ...OTHER, questions: [] })],
    ['a question in place of an answer', (query) => reply(query, { ...OTHER, type: 'query' })],
  ])('%s is passed over, and the right answer after it is taken', async (_name, wrong) => {
    answer = (query, send) => {
      send(wrong(query));
      send(reply(query));
    };
    expect((await ask()).addresses).toEqual(GOOD);
    expect(queries).toBe(1);
  });

  test('an answer from another port is not believed', async () => {
    const stranger = createSocket('udp4');
    udp.removeAllListeners('message').on('message', (packet: Buffer, from: RemoteInfo) => {
      const query = dnsPacket.decode(packet);
      stranger.send(reply(query, OTHER), from.port, from.address, () =>
        udp.send(reply(query), from.port, from.address),
      );
    });
    expect((await ask()).addresses).toEqual(GOOD);
    stranger.close();
  });

  test('a lost question is asked again', async () => {
    answer = (query, send, nth) => {
      if (nth === 2) send(reply(query));
    };
    expect((await ask(50)).addresses).toEqual(GOOD);
    expect(queries).toBe(2);
  });

  test('a slow answer to the first question still counts after the second', async () => {
    const held: (() => void)[] = [];
    answer = (query, send, nth) => {
      held.push(() => send(reply(query)));
      if (nth === 2) held[0]?.();
    };
    expect((await ask(50)).addresses).toEqual(GOOD);
  });

  test('silence is an error that names server and question, after two questions', async () => {
    answer = () => {};
    const silent = ask(30);
    await expect(silent).rejects.toThrow(NameServerSilentError);
    await expect(silent).rejects.toThrow(`${NAME_SERVER} gave no answer for A ${NAME}`);
    expect(queries).toBe(2);
  });

  test.each(['NXDOMAIN', 'REFUSED', 'SERVFAIL'])('%s is an answer', async (rcode) => {
    const number = { NXDOMAIN: 3, REFUSED: 5, SERVFAIL: 2 }[rcode] ?? 0;
    answer = (query, send) => send(reply(query, { flags: number, answers: [] }));
    expect(await ask()).toMatchObject({
      rcode,
      isAuthoritative: false,
      addresses: [],
      ttlSeconds: null,
    });
  });

  test('a bare header with FORMERR is an answer: some servers give no question back', async () => {
    answer = (query, send) => send(reply(query, { flags: 1, questions: [], answers: [] }));
    expect((await ask()).rcode).toBe('FORMERR');
  });

  test('CNAMEs in the answer are followed, in any order, and the least TTL holds', async () => {
    const answers: dnsPacket.Answer[] = [
      { type: 'A', name: 'C.example.net', ttl: 60, data: '203.0.113.10' },
      { type: 'CNAME', name: 'b.example.net', ttl: 20, data: 'c.example.net' },
      { type: 'CNAME', name: NAME, ttl: 300, data: 'B.example.net' },
      { type: 'A', name: 'unasked.example.net', ttl: 1, data: '192.0.2.66' },
    ];
    answer = (query, send) => send(reply(query, { answers }));
    expect(await ask()).toMatchObject({ addresses: GOOD, ttlSeconds: 20 });
  });

  test('CNAMEs in a circle end', async () => {
    const answers: dnsPacket.Answer[] = [
      { type: 'CNAME', name: NAME, ttl: 20, data: 'b.example.net' },
      { type: 'CNAME', name: 'b.example.net', ttl: 20, data: NAME },
    ];
    answer = (query, send) => send(reply(query, { answers }));
    expect((await ask()).addresses).toEqual([]);
  });

  describe('whose answer does not fit', () => {
    const truncated = (query: dnsPacket.Packet) =>
      reply(query, { flags: dnsPacket.TRUNCATED_RESPONSE, answers: [] });

    test.each<[string, (query: dnsPacket.Packet) => Buffer]>([
      ['says so', truncated],
      [
        'was cut in the middle of a record',
        (query) => {
          const whole = reply(query, { flags: dnsPacket.TRUNCATED_RESPONSE });
          return whole.subarray(0, whole.length - 12);
        },
      ],
    ])('is asked over TCP, when it %s', async (_name, short) => {
      answer = (query, send) => send(short(query));
      await listenTcp((query, socket) => {
        const whole = framed(reply(query));
        socket.write(whole.subarray(0, 7));
        setImmediate(() => socket.write(whole.subarray(7)));
      });
      expect((await ask()).addresses).toEqual(GOOD);
    });

    test.each<[string, string, (query: dnsPacket.Packet, socket: TcpSocket) => void]>([
      ['hangs up', 'closed before the answer', (_query, socket) => socket.end()],
      ['says nothing', 'no answer within 100 ms', () => {}],
      [
        'says something else',
        'not about the question',
        (query, socket) => socket.write(framed(reply({ ...query, id: (query.id ?? 0) ^ 1 }))),
      ],
      [
        'truncates again',
        'cut even over TCP',
        (query, socket) => socket.write(framed(truncated(query))),
      ],
    ])('and which then %s, is silent', async (_name, why, onMessage) => {
      answer = (query, send) => send(truncated(query));
      const sockets: TcpSocket[] = [];
      await listenTcp((query, socket) => {
        sockets.push(socket);
        onMessage(query, socket);
      });
      const silent = ask(100);
      await expect(silent).rejects.toThrow(NameServerSilentError);
      await expect(silent).rejects.toThrow(why);
      for (const socket of sockets) socket.destroy();
    });

    test('and does not listen on TCP, is silent', async () => {
      answer = (query, send) => send(truncated(query));
      await expect(ask()).rejects.toThrow('ECONNREFUSED');
    });
  });
});

test('a port where nobody listens is told at once, not after a timeout', async () => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  const asked = makeAskNameServer({ dial: dialTo(port), tryMs: 1_000 })(NAME_SERVER, NAME, 'A');
  await expect(asked).rejects.toThrow(NameServerSilentError);
});

test('what the dial refuses is not asked', async () => {
  const dial = () => {
    throw new Error('not on the stage');
  };
  await expect(makeAskNameServer({ dial })(NAME_SERVER, NAME, 'A')).rejects.toThrow(
    'not on the stage',
  );
});

describe("the stage's own name server", () => {
  const addresses = Array.from({ length: 200 }, (_, index) => `203.0.113.${index + 1}`);
  const zone = makeZone(
    {
      id: 'Z0',
      name: 'example.com',
      nameServers: ['ns-b.example.com', 'ns-a.example.com', 'ns-c.example.com'],
      acceleratedRecovery: null,
    },
    [
      simpleRecord(NAME, 'A', 60, ['203.0.113.10']),
      simpleRecord(NAME, 'AAAA', 60, ['2001:db8::10']),
      simpleRecord(NAME, 'HTTPS', 60, ['1 . alpn="h2" ipv4hint=203.0.113.10']),
      simpleRecord('six.example.com', 'AAAA', 60, ['2001:db8::6']),
      simpleRecord('text.example.com', 'TXT', 60, ['"no address"']),
      simpleRecord('many.example.com', 'A', 60, addresses),
      simpleRecord('ns-a.example.com', 'A', 60, ['198.51.100.53', '198.51.100.54']),
      simpleRecord('ns-b.example.com', 'AAAA', 60, ['2001:db8::53']),
    ],
    {},
  );
  let server: DnsServer;
  let resolver: Resolver;
  beforeEach(async () => {
    server = await startDnsServer((name, type) => answerFor(zone.data(), () => true, name, type));
    resolver = new Resolver({ timeout: 500, tries: 1 });
    resolver.setServers([`127.0.0.1:${server.port}`]);
  });
  afterEach(() => server.close());

  const ask = (name: string, type: AskedType) =>
    makeAskNameServer({ dial: dialTo(server.port) })(NAME_SERVER, name, type);

  test.each([
    ['A', NAME, ['203.0.113.10'], 'NOERROR'],
    ['AAAA', NAME, ['2001:db8::10'], 'NOERROR'],
    ['HTTPS', NAME, ['203.0.113.10'], 'NOERROR'],
    ['HTTPS', 'six.example.com', [], 'NOERROR'],
    ['HTTPS', 'nope.example.com', [], 'NXDOMAIN'],
    ['A', 'nope.example.com', [], 'NXDOMAIN'],
    ['A', 'example.org', [], 'REFUSED'],
  ] as const)('is asked for %s %s', async (type, name, expected, rcode) => {
    expect(await ask(name, type)).toMatchObject({ addresses: expected, rcode });
  });

  test('a long answer comes whole, over TCP', async () => {
    expect((await ask('many.example.com', 'A')).addresses).toEqual(addresses);
  });

  test('the name servers of a zone have all their addresses, IPv6 only without IPv4', async () => {
    expect(await makeFindNameServers(resolver)('example.com')).toEqual([
      { name: 'ns-a.example.com', address: '198.51.100.53' },
      { name: 'ns-a.example.com', address: '198.51.100.54' },
      { name: 'ns-b.example.com', address: '2001:db8::53' },
    ]);
  });

  test.each([
    ['a zone that does not exist', 'nope.example.com'],
    ['a name that is no zone', NAME],
    ['a zone of which nobody answers', 'example.org'],
  ])('%s has no name servers to find', async (_name, zoneName) => {
    await expect(makeFindNameServers(resolver)(zoneName)).rejects.toThrow(LookupFailedError);
    await expect(makeFindNameServers(resolver)(zoneName)).rejects.toThrow(zoneName);
  });

  test.each([
    [NAME, ['203.0.113.10']],
    ['six.example.com', ['2001:db8::6']],
    ['text.example.com', []],
    ['nope.example.com', []],
  ])('the addresses of %s', async (name, expected) => {
    expect(await makeResolveAddresses(resolver)(name)).toEqual(expected);
  });

  test('a resolver that cannot tell is an error, never an empty answer', async () => {
    await expect(makeResolveAddresses(resolver)('example.org')).rejects.toThrow(LookupFailedError);
  });
});
