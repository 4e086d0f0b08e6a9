import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { Certificate } from '../../core/probing/probe.ts';
import { epochMs } from '../../core/time.ts';

/** What the target showed, good or bad; null when it showed nothing. */
export function certificateOf(socket: TLSSocket): Certificate | null {
  const certificate: Partial<PeerCertificate> = socket.getPeerCertificate();
  const { valid_from: from, valid_to: to, issuer } = certificate;
  if (from === undefined || to === undefined) return null;
  const name = issuer?.CN ?? issuer?.O ?? 'unknown';
  return {
    issuer: [name].flat().join(', '),
    validFrom: epochMs(Date.parse(from)),
    validTo: epochMs(Date.parse(to)),
  };
}

/** The names that the certificate is for, in lower case; a common name is none, as browsers have it. */
export function namesOf(socket: TLSSocket): readonly string[] {
  const { subjectaltname = '' }: Partial<PeerCertificate> = socket.getPeerCertificate();
  return [...subjectaltname.matchAll(DNS_NAME)].map(([, name = '']) =>
    unquoted(name).toLowerCase(),
  );
}

/** Node quotes a name with odd letters as JSON does, so that none can pass for several. */
const DNS_NAME = /(?:^|, )DNS:("(?:[^"\\]|\\.)*"|[^,]*)/g;

const unquoted = (name: string): string => (name.startsWith('"') ? `${JSON.parse(name)}` : name);

/**
 * Why a browser would refuse the connection, as an error with OpenSSL's or Node's code; null when it
 * would not. A chain that ends in nothing known is incomplete when the target sent its own certificate
 * alone, which is what forgetting the intermediate one looks like.
 */
export function refusalOf(socket: TLSSocket): (Error & { readonly code: string }) | null {
  const reason: unknown = socket.authorizationError;
  if (reason === null || reason === undefined) return null;
  const text =
    typeof reason === 'string' ? reason : `${Reflect.get(Object(reason), 'code') ?? reason}`;
  const code = text === 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' && isAlone(socket) ? INCOMPLETE : text;
  return Object.assign(new Error(`the certificate is refused: ${code}`), { code });
}

const INCOMPLETE = 'UNABLE_TO_VERIFY_LEAF_SIGNATURE';

function isAlone(socket: TLSSocket): boolean {
  const leaf = socket.getPeerCertificate(true);
  return leaf.issuerCertificate === undefined || leaf.issuerCertificate === leaf;
}
