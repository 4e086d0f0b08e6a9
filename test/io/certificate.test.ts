import { makeReadCertificate } from '../../lib/io/certificate.ts';
import { AUTHORITY, tls } from '../faults/targets/certificates.ts';
import { eventually } from '../support/eventually.ts';
import { type Listening, type Script, type ScriptedServer, serve } from '../support/servers.ts';

const REQUEST = {
  address: '198.51.100.20',
  port: 443,
  hostname: 'www.example.com',
  timeoutMs: 400,
};

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const start = async (script: Script, listening: Listening = {}): Promise<ScriptedServer> => {
  const server = await serve(script, listening);
  closers.push(server.close);
  return server;
};

const silent: Script = () => undefined;

const readerOf = ({ port }: ScriptedServer, trust: { readonly ca?: string } = { ca: AUTHORITY }) =>
  makeReadCertificate({
    dial: () => ({ address: '127.0.0.1', port }),
    lookup: async () => ['198.51.100.20'],
    ...trust,
  });

test('a good certificate is read: its names, its days, and that nothing is wrong with it', async () => {
  const server = await start(silent, { tls: tls('by-intermediate', 'intermediate') });
  expect(await readerOf(server)(REQUEST)).toEqual({
    names: ['www.example.com'],
    validFrom: Date.UTC(2000, 0, 1),
    validTo: Date.UTC(2125, 0, 1),
    problem: null,
  });
});

test.each([
  ['has expired', ['expired'], {}, 'CERT_HAS_EXPIRED'],
  ['is not yet valid', ['not-yet-valid'], {}, 'CERT_NOT_YET_VALID'],
  ['is signed by itself', ['self-signed'], {}, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['comes without its intermediate', ['by-intermediate'], {}, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  [
    'is for another name',
    ['site'],
    { hostname: 'other.example.com' },
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ],
])('a certificate that %s is read all the same, with its problem', async (...row) => {
  const [, chain, request, problem] = row;
  const server = await start(silent, { tls: tls(...chain) });
  expect(await readerOf(server)({ ...REQUEST, ...request })).toMatchObject({
    names: ['www.example.com'],
    problem,
  });
});

test('without an authority of its own the well-known ones are trusted', async () => {
  const server = await start(silent, { tls: tls('site', 'ca') });
  expect((await readerOf(server)(REQUEST)).problem).toBeNull();
  expect((await readerOf(server, {})(REQUEST)).problem).toBe('SELF_SIGNED_CERT_IN_CHAIN');
});

test('the name of the site is sent in the handshake, nothing is sent after it or left open', async () => {
  const names: string[] = [];
  const sent: string[] = [];
  const server = await start((socket) => socket.on('data', (data) => sent.push(`${data}`)), {
    tls: {
      ...tls('site'),
      SNICallback: (name, callback) => {
        names.push(name);
        callback(null);
      },
    },
  });
  await readerOf(server)(REQUEST);
  await eventually('the connection is closed', () => server.open() === 0);
  expect({ names, sent }).toEqual({ names: ['www.example.com'], sent: [] });
});

test.each<[string, Script, Listening, RegExp]>([
  ['never shakes hands', silent, {}, /no handshake within 400 ms$/],
  ['speaks no TLS', (socket) => socket.end('HTTP/1.1 400 Bad\r\n\r\n'), {}, /wrong version/i],
  ['closes the connection', (socket) => socket.destroy(), {}, /disconnected|socket|ECONNRESET/],
])('a server that %s is an error that names it, in time', async (...row) => {
  const [, script, listening, why] = row;
  const server = await start(script, listening);
  const error = await readerOf(server)(REQUEST).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ name: 'CertificateNotReadError' });
  expect(`${error}`).toContain('no certificate for www.example.com from 198.51.100.20:443: ');
  expect(`${error}`).toMatch(why);
  await eventually('the connection is closed', () => server.open() === 0);
});

test('a name that does not resolve is an error that names it', async () => {
  const read = makeReadCertificate({ lookup: () => Promise.reject(new Error('no such name')) });
  await expect(read({ ...REQUEST, address: 'origin.example.com' })).rejects.toThrow(
    'no certificate for www.example.com from origin.example.com:443: no such name',
  );
});

test('a resolver that never answers ends in time', async () => {
  const read = makeReadCertificate({ lookup: () => new Promise(() => undefined) });
  await expect(read({ ...REQUEST, address: 'origin.example.com' })).rejects.toThrow(
    'no handshake within 400 ms',
  );
});
