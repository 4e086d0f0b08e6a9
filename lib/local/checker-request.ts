import {
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { HealthCheck } from '../core/verify/snapshot.ts';
import type { Dial, ResolveAddresses } from '../core/world.ts';

/** What one checker saw in one request. */
export type CheckerResult = { readonly isHealthy: boolean; readonly text: string };

export type CheckerDeps = {
  readonly dial: Dial;
  readonly resolveAddresses: ResolveAddresses;
  /** Shorter ones for tests. */
  readonly limits?: CheckerLimits;
};

export type CheckerLimits = Readonly<Record<keyof typeof ROUTE_53_LIMITS, number>>;

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html */
export const ROUTE_53_LIMITS = {
  connectMs: 4_000,
  tcpConnectMs: 10_000,
  statusMs: 2_000,
  bodyMs: 2_000,
  searchBytes: 5_120,
  headerBytes: 16_384,
} as const;

/**
 * Sends one request as a Route 53 health checker would: on a new connection, without looking at
 * certificates, and content with any 2xx or 3xx. Never rejects. Compressed bodies are not searched.
 */
export async function checkerRequest(
  deps: CheckerDeps,
  check: HealthCheck,
  signal: AbortSignal,
): Promise<CheckerResult> {
  try {
    const address = check.ipAddress ?? (await deps.resolveAddresses(check.domainName ?? ''))[0];
    if (address === undefined) return failure('DNS resolution failed');
    const place = { ...deps.dial(address, portOf(check)), named: address };
    const trip = { place, limits: deps.limits ?? ROUTE_53_LIMITS, signal };
    return check.type === 'TCP' ? await tcpResult(trip) : await httpResult(check, trip);
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}

type Trip = {
  /** `named` is the address before it was dialled. */
  readonly place: { readonly address: string; readonly port: number; readonly named: string };
  readonly limits: CheckerLimits;
  readonly signal: AbortSignal;
};

function tcpResult({ place, limits, signal }: Trip): Promise<CheckerResult> {
  return new Promise((resolve) => {
    const socket = connect({ host: place.address, port: place.port, signal });
    const finish = finisher(socket, resolve);
    finish.within(limits.tcpConnectMs, 'connection timed out');
    socket.on('error', (error) => finish(failure(error.message)));
    socket.on('connect', () => finish(success('the TCP connection was established')));
  });
}

function httpResult(check: HealthCheck, trip: Trip): Promise<CheckerResult> {
  return new Promise((resolve) => {
    const request = open(check, trip);
    const finish = finisher(request, resolve);
    finish.within(trip.limits.connectMs, 'connection timed out');
    request.on('error', (error) => finish(failure(error.message)));
    request.on('socket', (socket: Socket) =>
      socket.on(isHttps(check) ? 'secureConnect' : 'connect', () =>
        finish.within(trip.limits.statusMs, 'no response in time'),
      ),
    );
    request.on('response', (response) => judge(response, check, trip.limits, finish));
    request.end();
  });
}

function open(check: HealthCheck, { place, limits, signal }: Trip): ClientRequest {
  const options: RequestOptions = {
    host: place.address,
    port: place.port,
    path: check.path ?? '/',
    headers: { host: hostHeader(check, place.named), 'user-agent': 'understudy-stage-checker' },
    agent: false,
    maxHeaderSize: limits.headerBytes,
    signal,
  };
  if (!isHttps(check)) return httpRequest(options);
  const sni = check.enableSni && check.domainName !== null ? { servername: check.domainName } : {};
  return httpsRequest({ ...options, ...sni, rejectUnauthorized: false });
}

function judge(
  response: IncomingMessage,
  { searchString }: HealthCheck,
  limits: CheckerLimits,
  finish: Finish,
): void {
  const status = response.statusCode ?? 0;
  const text = `HTTP status code ${status}`;
  const isGood = status >= 200 && status <= 399;
  if (!isGood || searchString === null) {
    finish(isGood ? success(text) : failure(text));
    return;
  }
  finish.within(limits.bodyMs, `${text}, body not received in time`);
  let body = Buffer.alloc(0);
  const conclude = () => {
    const isFound = body.subarray(0, limits.searchBytes).includes(searchString);
    finish(isFound ? success(text) : failure(`${text}, search string not found`));
  };
  response.on('data', (chunk: Buffer) => {
    body = Buffer.concat([body, chunk]);
    if (body.length >= limits.searchBytes) conclude();
  });
  response.on('end', conclude);
  response.on('error', (error) => finish(failure(error.message)));
}

type Finish = ((result: CheckerResult) => void) & {
  /** Replaces the deadline. */
  readonly within: (durationMs: number, otherwise: string) => void;
};

/** Ends a request once, with its result or at its deadline, and leaves neither socket nor timer. */
function finisher(
  connection: { readonly destroy: () => unknown },
  resolve: (result: CheckerResult) => void,
): Finish {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const finish = (result: CheckerResult) => {
    isOver = true;
    clearTimeout(timer);
    resolve(result);
    connection.destroy();
  };
  const within: Finish['within'] = (durationMs, otherwise) => {
    clearTimeout(timer);
    if (!isOver) timer = setTimeout(() => finish(failure(otherwise)), durationMs);
  };
  return Object.assign(finish, { within });
}

const isHttps = ({ type }: HealthCheck): boolean => type.startsWith('HTTPS');

const portOf = (check: HealthCheck): number => check.port ?? (isHttps(check) ? 443 : 80);

/** `FQDN` on ports 80 and 443, else `FQDN:port`; without a name, the address. */
function hostHeader(check: HealthCheck, address: string): string {
  const port = portOf(check);
  const name = check.domainName ?? address;
  return port === 80 || port === 443 ? name : `${name}:${port}`;
}

const success = (detail: string): CheckerResult => ({
  isHealthy: true,
  text: `Success: ${detail}`,
});
const failure = (detail: string): CheckerResult => ({
  isHealthy: false,
  text: `Failure: ${detail}`,
});
