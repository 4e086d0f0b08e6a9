import type { TlsOptions } from 'node:tls';
import { answering, httpAnswer, type Script } from '../../support/servers.ts';
import { afterRequest, scripted } from '../fault.ts';
import { AUTHORITY, tls } from './certificates.ts';

/** A TCP server where a TLS server is looked for. */
const insteadOfTls = (script: Script) => scripted(script, { protocol: 'https' });

/** Takes the greeting and never answers it. */
export const handshakeSilent = insteadOfTls(() => undefined);

/** Takes the greeting and resets. */
export const handshakeReset = insteadOfTls((socket) => {
  socket.once('data', () => socket.resetAndDestroy());
});

/** Takes the greeting and closes. */
export const handshakeClosed = insteadOfTls((socket) => {
  socket.once('data', () => socket.end());
});

/** Begins an answer to the greeting and stops in the middle of it. */
export const handshakeHalf = insteadOfTls((socket) => {
  socket.once('data', () => socket.write(Buffer.from([0x16, 0x03, 0x03, 0x00, 0x7a, 0x02])));
});

/** Speaks plain HTTP on the port for TLS. */
export const plainOnTlsPort = insteadOfTls(
  answering(() => httpAnswer('bad request', '400 Bad Request')),
);

const overTls = (options: TlsOptions) =>
  scripted(
    answering(() => httpAnswer('ok')),
    {},
    { tls: { ...tls('site'), ...options } },
  );

/** Knows no TLS younger than 1.1, which browsers gave up in 2020. */
export const onlyTls11 = overTls({
  minVersion: 'TLSv1.1',
  maxVersion: 'TLSv1.1',
  ciphers: 'DEFAULT:@SECLEVEL=0',
});

/** Speaks nothing but HTTP/2, and says so in the handshake. */
export const onlyHttp2 = overTls({ ALPNProtocols: ['h2'] });

/** Wants to see a certificate of its visitor's. */
export const wantsOurCertificate = overTls({
  requestCert: true,
  rejectUnauthorized: true,
  ca: AUTHORITY,
});

/** A fatal TLS alert: unexpected message. */
const ALERT = Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x0a]);

/** Speaks TLS on the port for plain HTTP, and says so in TLS. */
export const alertOnPlainPort = scripted(afterRequest(ALERT, (socket) => socket.end()));

/** Speaks TLS on the port for plain HTTP, and closes on what it does not understand. */
export const tlsOnPlainPort = scripted(
  answering(() => httpAnswer('ok')),
  { protocol: 'http' },
  { tls: tls('site') },
);
