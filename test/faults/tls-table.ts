import type { Certificate } from '../../lib/core/probing/probe.ts';
import { epochMs } from '../../lib/core/time.ts';
import type { Case } from './table.ts';
import { certificate, otherName } from './targets/certificates.ts';
import * as handshakes from './targets/handshakes.ts';

const shown = (issuer: string, from: number, to: number): { certificate: Certificate } => ({
  certificate: {
    issuer,
    validFrom: epochMs(Date.UTC(from, 0)),
    validTo: epochMs(Date.UTC(to, 0)),
  },
});

/** The certificate, good or bad, is part of the evidence: its issuer and its days. */
export const CERTIFICATE: readonly Case[] = [
  [
    'shows a good certificate',
    certificate('site'),
    'healthy',
    null,
    'at once',
    'first byte',
    shown('Understudy test authority', 2000, 2125),
  ],
  [
    'shows a whole chain',
    certificate('by-intermediate', 'intermediate'),
    'healthy',
    null,
    'at once',
    'first byte',
    shown('Understudy test intermediate', 2000, 2125),
  ],
  [
    'shows an expired certificate',
    certificate('expired'),
    'unhealthy',
    'tls-expired',
    'at once',
    'tls',
    shown('Understudy test authority', 2000, 2001),
  ],
  [
    'shows a certificate of the future',
    certificate('not-yet-valid'),
    'unhealthy',
    'tls-not-yet-valid',
    'at once',
    'tls',
    shown('Understudy test authority', 2120, 2125),
  ],
  [
    'shows a certificate for another name',
    otherName,
    'unhealthy',
    'tls-wrong-name',
    'at once',
    'tls',
    shown('Understudy test authority', 2000, 2125),
  ],
  [
    'shows a self-signed certificate',
    certificate('self-signed'),
    'unhealthy',
    'tls-self-signed',
    'at once',
    'tls',
    shown('www.example.com', 2000, 2125),
  ],
  [
    'leaves out the intermediate certificate',
    certificate('by-intermediate'),
    'unhealthy',
    'tls-incomplete-chain',
    'at once',
    'tls',
    shown('Understudy test intermediate', 2000, 2125),
  ],
  [
    "shows a stranger's certificate",
    certificate('by-stranger', 'stranger'),
    'unhealthy',
    'tls-untrusted',
    'at once',
    'tls',
    shown('A stranger', 2000, 2125),
  ],
];

/** Handshakes that come to nothing. */
export const HANDSHAKE: readonly Case[] = [
  [
    'never answers the greeting',
    handshakes.handshakeSilent,
    'unhealthy',
    'tls-timeout',
    'at its deadline',
    'connection',
  ],
  [
    'never finishes the handshake',
    handshakes.handshakeHalf,
    'unhealthy',
    'tls-timeout',
    'at its deadline',
    'connection',
  ],
  [
    'resets in the handshake',
    handshakes.handshakeReset,
    'unhealthy',
    'reset',
    'at once',
    'connection',
  ],
  [
    'closes in the handshake',
    handshakes.handshakeClosed,
    'unhealthy',
    'reset',
    'at once',
    'connection',
  ],
  [
    'knows only TLS 1.1',
    handshakes.onlyTls11,
    'unhealthy',
    'tls-handshake',
    'at once',
    'connection',
  ],
  [
    'speaks only HTTP/2 over TLS',
    handshakes.onlyHttp2,
    'unhealthy',
    'tls-handshake',
    'at once',
    'connection',
  ],
  [
    'wants a certificate of ours',
    handshakes.wantsOurCertificate,
    'unhealthy',
    'tls-handshake',
    'at once',
    'tls',
  ],
  [
    'speaks plain HTTP on the TLS port',
    handshakes.plainOnTlsPort,
    'unhealthy',
    'tls-handshake',
    'at once',
    'connection',
  ],
  [
    'closes on plain HTTP, for it speaks TLS',
    handshakes.tlsOnPlainPort,
    'unhealthy',
    'reset',
    'at once',
    'connection',
  ],
  [
    'answers plain HTTP in TLS',
    handshakes.alertOnPlainPort,
    'unhealthy',
    'protocol',
    'at once',
    'first byte',
  ],
];
