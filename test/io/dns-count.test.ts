import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { lookAtServing } from '../../lib/app/look.ts';
import type { RecordSet } from '../../lib/core/verify/snapshot.ts';
import { makeAskNameServer } from '../../lib/io/dns.ts';
import { readQuery } from '../../lib/local/dns-query.ts';
import { type AnswerZone, respond } from '../../lib/local/dns-response.ts';
import { makeZone, simpleRecord } from '../../lib/local/zone.ts';
import { answerFor } from '../../lib/local/zone-answer.ts';
import { PAGE, SITE } from '../fixtures/snapshot.ts';
import { framed } from '../support/dns-exchange.ts';

const NAME_SERVERS = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'];
const MANY = Array.from({ length: 200 }, (_, index) => `2001:db8::${index + 1}`);

/** A name server on loopback that writes down each packet and each connection. */
type CountingServer = {
  readonly port: number;
  /** As `udp A`, `tcp AAAA` or `tcp connection`, in the order of arrival. */
  readonly seen: string[];
  readonly close: () => Promise<void>;
};

async function startCountingServer(isSilent: (type: string) => boolean): Promise<CountingServer> {
  const seen: string[] = [];
  const answer = (over: 'udp' | 'tcp', packet: Buffer, send: (response: Buffer) => void) => {
    const query = readQuery(packet);
    const type = query.kind === 'question' ? query.type : query.kind;
    seen.push(`${over} ${type}`);
    const response = isSilent(type) ? null : respond(packet, answerZone, over === 'udp');
    if (response !== null) send(response);
  };
  const tcp = createServer((socket) => {
    seen.push('tcp connection');
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) =>
      answer('tcp', chunk.subarray(2), (response) => socket.write(framed(response))),
    );
  });
  const udp = await bindBoth(tcp);
  udp.on('message', (packet, from) =>
    answer('udp', packet, (response) => udp.send(response, from.port, from.address)),
  );
  return {
    port: udp.address().port,
    seen,
    close: async () => {
      udp.close();
      await new Promise((resolve) => tcp.close(resolve));
    },
  };
}

/** A port that is free for UDP may be taken for TCP: then another one for both. */
async function bindBoth(tcp: Server): Promise<Socket> {
  for (let tries = 0; tries < 20; tries += 1) {
    const udp = createSocket('udp4');
    udp.bind(0, '127.0.0.1');
    await once(udp, 'listening');
    tcp.listen(udp.address().port, '127.0.0.1');
    const isBound = await once(tcp, 'listening').then(
      () => true,
      () => false,
    );
    if (isBound) return udp;
    udp.close();
  }
  throw new Error('no port is free for both');
}

const zone = makeZone(
  { id: 'Z0', name: SITE.hostedZone, nameServers: ['ns.example.net'], acceleratedRecovery: null },
  [],
  {},
);
const answerZone: AnswerZone = (name, type) => answerFor(zone.data(), () => true, name, type);
const setRecords = (...records: readonly RecordSet[]) => zone.setRecords(records);
const A = simpleRecord(SITE.name, 'A', 60, ['203.0.113.10']);
const HTTPS = simpleRecord(SITE.name, 'HTTPS', 60, ['1 . ipv4hint=203.0.113.10']);

let servers: readonly CountingServer[];
/** What a name server says nothing about, as `192.0.2.1 AAAA`. */
let silence: string;
beforeEach(async () => {
  silence = '';
  servers = await Promise.all(
    NAME_SERVERS.map((address) => startCountingServer((type) => silence === `${address} ${type}`)),
  );
});
afterEach(async () => {
  await Promise.all(servers.map(({ close }) => close()));
});

const look = (tryMs = 2_000) =>
  lookAtServing(
    {
      askNameServer: makeAskNameServer({
        tryMs,
        dial: (address, port) => {
          const server = servers[NAME_SERVERS.indexOf(address)];
          if (server === undefined || port !== 53) throw new Error(`${address} is not ours`);
          return { address: '127.0.0.1', port: server.port };
        },
      }),
      findNameServers: async () => NAME_SERVERS.map((address) => ({ name: address, address })),
      resolveAddresses: async () => ['198.51.100.20'],
      distributionOf: async () => null,
      fetchPage: async () => PAGE,
      switch: { read: async () => null },
      probeOnce: async () => [],
    },
    SITE,
  );
/** What arrived since the last time, for each name server, sorted: types are asked at once. */
const arrived = () => servers.map(({ seen }) => seen.splice(0).toSorted());

const ONE_OF_EACH = ['udp A', 'udp AAAA', 'udp HTTPS'];

test('a look asks every name server once for each record type, over UDP alone', async () => {
  setRecords(A, HTTPS);
  const { dns } = await look();
  expect(arrived()).toEqual(NAME_SERVERS.map(() => ONE_OF_EACH));
  const answers = dns.ok ? dns.value : [];
  expect(answers.map(({ nameServerAddress }) => nameServerAddress)).toEqual(NAME_SERVERS);
  for (const { answer, aaaa, https } of answers) {
    expect(answer).toMatchObject({ ok: true, value: { addresses: ['203.0.113.10'] } });
    expect(aaaa).toMatchObject({ ok: true, value: { rcode: 'NOERROR', addresses: [] } });
    expect(https).toMatchObject({ ok: true, value: { addresses: ['203.0.113.10'] } });
  }
});

test('only what was truncated is asked again, on one TCP connection', async () => {
  setRecords(A, HTTPS, simpleRecord(SITE.name, 'AAAA', 60, MANY));
  const { dns } = await look();
  expect(arrived()).toEqual(NAME_SERVERS.map(() => ['tcp AAAA', 'tcp connection', ...ONE_OF_EACH]));
  for (const { aaaa } of dns.ok ? dns.value : [])
    expect(aaaa.ok && aaaa.value.addresses).toHaveLength(MANY.length);
});

test('a repeated look asks again, whatever the TTL: nothing is cached', async () => {
  setRecords({ ...A, ttlSeconds: 3_600 });
  await look();
  setRecords({ ...A, ttlSeconds: 3_600, values: ['198.51.100.20'] });
  arrived();
  const { dns } = await look();
  expect(arrived()).toEqual(NAME_SERVERS.map(() => ONE_OF_EACH));
  for (const { answer } of dns.ok ? dns.value : [])
    expect(answer).toMatchObject({ ok: true, value: { addresses: ['198.51.100.20'] } });
});

test('only what got no answer is asked once more, and it alone is not known', async () => {
  setRecords(A);
  silence = '192.0.2.1 AAAA';
  const { dns } = await look(50);
  expect(arrived()).toEqual([
    ['udp A', 'udp AAAA', 'udp AAAA', 'udp HTTPS'],
    ...NAME_SERVERS.slice(1).map(() => ONE_OF_EACH),
  ]);
  const [first] = dns.ok ? dns.value : [];
  expect(first).toMatchObject({ answer: { ok: true }, aaaa: { ok: false }, https: { ok: true } });
});
