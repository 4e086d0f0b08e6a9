import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls, TLSSocket } from 'node:tls';
import type { Certificate, Endpoint } from '../../core/probing/probe.ts';
import type { Dial } from '../../core/world.ts';
import type { ProbePhase } from './causes.ts';
import { certificateOf, refusalOf } from './certificate.ts';

/** What a connection needs from its surroundings. */
export type ConnectTools = {
  readonly dial: Dial;
  /** All addresses of a name. Rejects with Node's resolver codes. */
  readonly lookup: (name: string) => Promise<readonly string[]>;
  /** Milliseconds on a monotonic clock. */
  readonly elapsed: () => number;
  /** Certificates to trust instead of the well-known ones, PEM; for tests and private authorities. */
  readonly ca?: string;
  /** The connection stays open whatever the certificate is: for whoever looks at more than a probe may. */
  readonly takesAnyCertificate?: boolean;
};

/**
 * One attempt to open a connection, with the time that each phase took. It can be read and ended
 * from outside at any moment, because a deadline has to know where it struck.
 */
export class Connection {
  phase: ProbePhase = 'resolve';
  address: string;
  /** When the name was looked up or, without one, the address dialled; null before that. */
  beganAt: number | null = null;
  resolveMs: number | null = null;
  connectMs: number | null = null;
  tlsMs: number | null = null;
  certificate: Certificate | null = null;
  /** What broke the connection after it was open, as the system told it; null while nothing has. */
  error: Error | null = null;

  readonly #endpoint: Endpoint;
  readonly #tools: ConnectTools;
  readonly #done: (error: Error | null, socket: Socket | null) => void;
  #socket: Socket | null = null;
  #ended: Error | null = null;

  constructor(
    endpoint: Endpoint,
    tools: ConnectTools,
    done: (error: Error | null, socket: Socket | null) => void,
  ) {
    this.#endpoint = endpoint;
    this.#tools = tools;
    this.#done = done;
    this.address = endpoint.address;
  }

  /** Calls `done` once, with an open socket or with the reason why there is none. */
  open(): void {
    if (isIP(this.#endpoint.address) !== 0) this.#tryEach([this.#endpoint.address]);
    else this.#resolve();
  }

  /** Ends an attempt that is under way; `done` is called with the reason. */
  end(reason: Error): void {
    if (this.#ended !== null) return;
    this.#ended = reason;
    if (this.#socket === null) this.#done(reason, null);
    else this.#socket.destroy(reason);
  }

  #resolve(): void {
    const start = this.#tools.elapsed();
    this.beganAt = start;
    this.#tools.lookup(this.#endpoint.address).then(
      (addresses) => {
        if (this.#ended !== null) return;
        this.resolveMs = this.#tools.elapsed() - start;
        this.#tryEach(addresses);
      },
      (error: Error) => {
        if (this.#ended === null) this.#done(error, null);
      },
    );
  }

  /**
   * Tries the addresses in order, as a visitor's client does, until one accepts. Each has its share
   * of the time, so that a dead one that drops what it is sent does not use up the others'.
   */
  #tryEach(addresses: readonly string[]): void {
    const [address, ...others] = addresses;
    if (address === undefined) {
      this.#done(nameWithoutAddress(this.#endpoint.address), null);
      return;
    }
    this.address = address;
    this.phase = 'connect';
    try {
      this.#dial(address, others);
    } catch (error) {
      this.#done(error as Error, null);
    }
  }

  #judgeTls(socket: TLSSocket, start: number): Error | null {
    this.tlsMs = this.#tools.elapsed() - start - (this.connectMs ?? 0);
    this.certificate = certificateOf(socket);
    return this.#tools.takesAnyCertificate === true ? null : refusalOf(socket);
  }

  #dial(address: string, others: readonly string[]): void {
    const { protocol, hostname, port } = this.#endpoint;
    const socket = openSocket(protocol, hostname, this.#tools.dial(address, port), this.#tools.ca);
    this.#socket = socket;
    let start = this.#tools.elapsed();
    // Node calls the system on its next tick: making ready until then takes time of our own.
    socket.on('connectionAttempt', () => {
      start = this.#tools.elapsed();
      this.beganAt ??= start;
    });
    const onError = (error: Error) => {
      const isLast = others.length === 0 || this.phase !== 'connect' || this.#ended !== null;
      if (isLast) this.#done(this.#ended ?? error, null);
      else this.#tryEach(others);
    };
    const shareMs = this.#endpoint.expect.withinMs / (others.length + 1);
    if (others.length > 0) socket.setTimeout(shareMs, () => socket.destroy(ATTEMPT_OVER));
    socket.once('error', onError);
    // These come once. Saying so with `once` was measured to cost a twentieth of a probe's CPU time.
    socket.on('connect', () => {
      if (others.length > 0) socket.setTimeout(0);
      this.connectMs = this.#tools.elapsed() - start;
      this.phase = protocol === 'https' ? 'tls' : 'first-byte';
    });
    socket.on(protocol === 'https' ? 'secureConnect' : 'connect', () => {
      const refusal = socket instanceof TLSSocket ? this.#judgeTls(socket, start) : null;
      if (refusal !== null) {
        socket.destroy(refusal);
        return;
      }
      this.phase = 'first-byte';
      socket.removeListener('error', onError);
      socket.once('error', (error) => {
        this.error = error;
      });
      this.#done(null, socket);
    });
  }
}

/**
 * The handshake is let through whatever the certificate is, and judged after it: so that a bad
 * certificate, too, tells its issuer and its days. Nothing is sent over a refused connection.
 *
 * Without a session to resume, every TLS handshake is a whole one, so the certificate is judged each
 * time; a resumed session would hide one that expired meanwhile (https://github.com/nodejs/node/issues/3940).
 */
function openSocket(
  protocol: Endpoint['protocol'],
  hostname: string,
  to: { readonly address: string; readonly port: number },
  ca: string | undefined,
): Socket | TLSSocket {
  const options = { host: to.address, port: to.port, noDelay: true };
  if (protocol !== 'https') return connectTcp(options);
  return connectTls({
    ...options,
    ...(ca === undefined ? {} : { ca }),
    ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
    ALPNProtocols: ['http/1.1'],
    minVersion: 'TLSv1.2',
    rejectUnauthorized: false,
    checkServerIdentity: (_, certificate) => checkServerIdentity(hostname, certificate),
  });
}

const ATTEMPT_OVER = new Error('no connection in its share of the time');

const nameWithoutAddress = (name: string): Error =>
  Object.assign(new Error(`${name} has no address`), { code: 'ENOTFOUND' });
