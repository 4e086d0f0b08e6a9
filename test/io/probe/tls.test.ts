import type { TLSSocket } from 'node:tls';
import { AUTHORITY, tls } from '../../faults/targets/certificates.ts';
import { answering, httpAnswer } from '../../support/servers.ts';
import { endpoint, opening } from './loopback.ts';

const opened = opening();
const healthy = answering(() => httpAnswer('ok'));

test('no fresh probe resumes a TLS session: each sees the certificate and a whole handshake', async () => {
  const resumed: boolean[] = [];
  const server = await opened.server(
    (socket) => {
      resumed.push((socket as TLSSocket).isSessionReused());
      healthy(socket);
    },
    { tls: tls('site') },
  );
  const prober = opened.prober({ ca: AUTHORITY });
  for (let count = 0; count < 4; count++) {
    const result = await prober.probe(endpoint(server.port, { protocol: 'https' }), {
      fresh: true,
    });
    expect(result).toMatchObject({
      verdict: 'healthy',
      certificate: { issuer: 'Understudy test authority' },
    });
    expect(result.phasesMs.tls).toBeGreaterThan(0);
  }
  expect(resumed).toEqual([false, false, false, false]);
});

test('the name of the site is sent in the handshake, and its certificate held against it', async () => {
  const names: unknown[] = [];
  const server = await opened.server(
    (socket) => {
      names.push((socket as TLSSocket & { servername?: unknown }).servername);
      healthy(socket);
    },
    { tls: tls('site') },
  );
  const prober = opened.prober({ ca: AUTHORITY });
  await prober.probe(endpoint(server.port, { protocol: 'https' }), { fresh: true });
  expect(names).toEqual(['www.example.com']);
});

test('nothing is sent over a connection whose certificate is refused', async () => {
  const requests: string[] = [];
  const server = await opened.server(
    answering((request) => {
      requests.push(request);
      return httpAnswer('ok');
    }),
    { tls: tls('expired') },
  );
  const prober = opened.prober({ ca: AUTHORITY });
  const target = endpoint(server.port, { protocol: 'https' });
  expect(await prober.probe(target, { fresh: true })).toMatchObject({ cause: 'tls-expired' });
  expect(await prober.probe(target, { fresh: false })).toMatchObject({ cause: 'tls-expired' });
  expect(requests).toEqual([]);
});

test('a certificate that is renewed is believed from the next fresh probe on', async () => {
  const server = await opened.server(healthy, { tls: tls('expired') });
  const prober = opened.prober({ ca: AUTHORITY });
  const target = endpoint(server.port, { protocol: 'https' });
  expect(await prober.probe(target, { fresh: true })).toMatchObject({ cause: 'tls-expired' });
  server.showInstead(tls('site'));
  expect(await prober.probe(target, { fresh: true })).toMatchObject({ verdict: 'healthy' });
});

test('without an authority of its own, the engine trusts the well-known ones alone', async () => {
  const server = await opened.server(healthy, { tls: tls('by-intermediate', 'intermediate') });
  const target = endpoint(server.port, { protocol: 'https' });
  expect(await opened.prober().probe(target, { fresh: true })).toMatchObject({
    verdict: 'unhealthy',
    cause: 'tls-untrusted',
  });
});
