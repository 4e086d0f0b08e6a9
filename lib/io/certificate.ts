import { TLSSocket } from 'node:tls';
import { EXPECT_ANY } from '../core/probing/expect.ts';
import type { Certificate } from '../core/verify/snapshot.ts';
import type { Dial, ReadCertificate, ResolveAddresses } from '../core/world.ts';
import { certificateOf, namesOf, refusalOf } from './probe/certificate.ts';
import { Connection } from './probe/connection.ts';

/**
 * Shakes hands as a visitor's browser does, with the site's name as the TLS server name (SNI), and
 * looks at what is shown. Nothing is sent over the connection, no session is resumed, and the whole of
 * it ends within `timeoutMs`.
 */
export const makeReadCertificate = (options: {
  readonly dial?: Dial;
  readonly lookup: ResolveAddresses;
  /** Certificates to trust instead of the well-known ones, PEM; for tests and private authorities. */
  readonly ca?: string;
}): ReadCertificate => {
  const tools = {
    ...options,
    dial: options.dial ?? ((address: string, port: number) => ({ address, port })),
    elapsed: () => performance.now(),
    takesAnyCertificate: true,
  };
  return async ({ address, port, hostname, timeoutMs }) => {
    const endpoint = { protocol: 'https', address, port, hostname, path: '/' } as const;
    const expect = { ...EXPECT_ANY, withinMs: timeoutMs };
    try {
      return await new Promise<Certificate>((resolve, reject) => {
        const connection = new Connection({ ...endpoint, expect }, tools, (error, socket) => {
          clearTimeout(timer);
          if (!(socket instanceof TLSSocket)) {
            reject(error ?? new Error('no connection'));
            return;
          }
          const shown = shownBy(socket);
          socket.destroy();
          if (shown === null) reject(new Error('the server shows no certificate'));
          else resolve(shown);
        });
        const overdue = () => connection.end(new Error(`no handshake within ${timeoutMs} ms`));
        const timer = setTimeout(overdue, timeoutMs);
        connection.open();
      });
    } catch (error) {
      throw new CertificateNotReadError(hostname, address, port, error);
    }
  };
};

/** No certificate was shown, or not in time. */
export class CertificateNotReadError extends Error {
  override readonly name = 'CertificateNotReadError';
  constructor(hostname: string, address: string, port: number, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`no certificate for ${hostname} from ${address}:${port}: ${why}`, { cause });
  }
}

function shownBy(socket: TLSSocket): Certificate | null {
  const dates = certificateOf(socket);
  if (dates === null) return null;
  return {
    names: namesOf(socket),
    validFrom: dates.validFrom,
    validTo: dates.validTo,
    problem: refusalOf(socket)?.code ?? null,
  };
}
