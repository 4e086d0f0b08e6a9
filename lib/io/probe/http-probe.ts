import { disappointmentOfSlowness, type Judge } from '../../core/probing/expect.ts';
import type { Endpoint, PhasesMs, ProbeResult } from '../../core/probing/probe.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Failure } from './causes.ts';
import type { Connection } from './connection.ts';
import type { Exchange } from './exchange.ts';
import type { Finished } from './http-lines.ts';
import { isRedirect, nextHop, urlOf } from './redirect.ts';

/** Long enough to recognise an error page, short enough for an alert. */
const FIRST_BYTES_MAX = 200;

export type HttpProbeTools = {
  readonly elapsed: () => number;
  readonly judgeOf: (endpoint: Endpoint) => Judge;
  readonly send: (endpoint: Endpoint, withinMs: number) => Promise<Finished>;
};

/** One probe over HTTP: one request, and those that its redirects ask for where they are followed. */
export async function probeHttp(
  endpoint: Endpoint,
  at: EpochMs,
  tools: HttpProbeTools,
): Promise<ProbeResult> {
  const start = tools.elapsed();
  const seen: string[] = [];
  let isFresh = true;
  let beganAt: number | null = null;
  for (let hop = endpoint; ; ) {
    const withinMs = endpoint.expect.withinMs - (tools.elapsed() - start);
    const { exchange, outcome } = await tools.send(hop, Math.max(0, Math.ceil(withinMs)));
    isFresh &&= exchange.connection !== null;
    beganAt ??= exchange.beganAt;
    // The deadline runs from the call, and a probe that it ends took all of that time.
    const totalMs = exchange.endedAt - (exchange.isOverdue ? start : beganAt);
    const finish = (failure: Failure | null) =>
      result(endpoint, at, exchange, isFresh, totalMs, failure);
    if (outcome.answer === null) return finish(outcome.failure);
    const location = exchange.headers.location;
    const isFollowed =
      endpoint.expect.redirects === 'follow' && isRedirect(outcome.answer.status) && location;
    if (!isFollowed) {
      const wrong = tools.judgeOf(endpoint)(outcome.answer);
      return finish(wrong === null ? null : { verdict: 'unhealthy', ...wrong });
    }
    seen.push(urlOf(hop));
    const next = nextHop(hop, location, seen);
    if ('failure' in next) return finish(next.failure);
    hop = next.endpoint;
  }
}

function result(
  { address, expect }: Endpoint,
  at: EpochMs,
  exchange: Exchange,
  fresh: boolean,
  totalMs: number,
  failure: Failure | null,
): ProbeResult {
  const { connection, writtenAt, firstByteAt, status } = exchange;
  const slow = disappointmentOfSlowness(expect, totalMs);
  const common = {
    at,
    address: connection?.address ?? address,
    fresh,
    status,
    phasesMs: phases(connection, writtenAt, firstByteAt, totalMs, exchange.endedAt),
    isSlow: slow !== null,
    certificate: connection?.certificate ?? null,
    firstBytes: null,
  };
  if (failure !== null)
    return { ...common, ...failure, firstBytes: exchange.firstBytes(FIRST_BYTES_MAX) || null };
  if (slow !== null && expect.slowIsUnhealthy) return { ...common, verdict: 'unhealthy', ...slow };
  return { ...common, verdict: 'healthy', cause: null, detail: `status ${status}` };
}

const phases = (
  connection: Connection | null,
  writtenAt: number | null,
  firstByteAt: number | null,
  total: number,
  endedAt: number,
): PhasesMs => ({
  resolve: connection?.resolveMs ?? null,
  connect: connection?.connectMs ?? null,
  tls: connection?.tlsMs ?? null,
  firstByte: writtenAt === null || firstByteAt === null ? null : firstByteAt - writtenAt,
  transfer: firstByteAt === null ? null : endedAt - firstByteAt,
  total,
});
