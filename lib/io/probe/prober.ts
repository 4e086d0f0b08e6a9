import { lookup } from 'node:dns/promises';
import { disappointment } from '../../core/expect.ts';
import type { Endpoint, PhasesMs, ProbeResult } from '../../core/probe.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Dial, Now, OpenProber, Probe } from '../../core/world.ts';
import type { Connection, ConnectTools } from './connection.ts';
import { type Finished, HttpLine } from './http-line.ts';
import { probeTcp, type TcpOutcome } from './tcp-probe.ts';

/** The probe engine: the connections of one window, kept alive per address, closed with it. */
export const makeOpenProber = (options: {
  readonly now: Now;
  readonly dial?: Dial;
  readonly lookup?: ConnectTools['lookup'];
  readonly ca?: string;
}): OpenProber => {
  const tools: ConnectTools = {
    dial: options.dial ?? ((address, port) => ({ address, port })),
    lookup: options.lookup ?? systemLookup,
    elapsed: () => performance.now(),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  };
  return () => {
    const lines = new Map<string, HttpLine>();
    const lineTo = (endpoint: Endpoint): HttpLine => {
      const key = keyOf(endpoint);
      const line = lines.get(key) ?? new HttpLine(endpoint, tools);
      lines.set(key, line);
      return line;
    };
    const probe: Probe = async (endpoint, { fresh, signal }) => {
      const at = options.now();
      const start = tools.elapsed();
      if (endpoint.protocol === 'tcp')
        return tcpResult(at, await probeTcp(endpoint, tools, signal), tools.elapsed() - start);
      const finished = await lineTo(endpoint).send(fresh, signal);
      return httpResult(endpoint, at, finished, start, tools.elapsed());
    };
    const close = async () => {
      await Promise.all([...lines.values()].map((line) => line.close()));
    };
    return { probe, close };
  };
};

function httpResult(
  endpoint: Endpoint,
  at: EpochMs,
  { exchange, outcome }: Finished,
  start: number,
  end: number,
): ProbeResult {
  const { connection, writtenAt, firstByteAt } = exchange;
  const common = {
    at,
    address: connection?.address ?? endpoint.address,
    fresh: connection !== null,
    status: exchange.status,
    phasesMs: {
      ...openingPhases(connection),
      firstByte: writtenAt === null || firstByteAt === null ? null : firstByteAt - writtenAt,
      transfer: firstByteAt === null ? null : end - firstByteAt,
      total: end - start,
    },
  };
  if (outcome.failure !== null) return { ...common, ...outcome.failure };
  const answer = outcome.answer ?? { status: 0, body: '' };
  const wrong = disappointment(endpoint.expect, answer);
  if (wrong !== null) return { ...common, verdict: 'unhealthy', ...wrong };
  return { ...common, verdict: 'healthy', cause: null, detail: `status ${answer.status}` };
}

function tcpResult(at: EpochMs, { connection, failure }: TcpOutcome, total: number): ProbeResult {
  const common = {
    at,
    address: connection.address,
    fresh: true,
    status: null,
    phasesMs: { ...openingPhases(connection), firstByte: null, transfer: null, total },
  };
  if (failure !== null) return { ...common, ...failure };
  return { ...common, verdict: 'healthy', cause: null, detail: 'connection accepted' };
}

const openingPhases = (
  connection: Connection | null,
): Pick<PhasesMs, 'resolve' | 'connect' | 'tls'> => ({
  resolve: connection?.resolveMs ?? null,
  connect: connection?.connectMs ?? null,
  tls: connection?.tlsMs ?? null,
});

const keyOf = ({ protocol, address, port, hostname, path }: Endpoint): string =>
  `${protocol} ${address} ${port} ${hostname} ${path}`;

const systemLookup: ConnectTools['lookup'] = async (name) =>
  (await lookup(name, { all: true })).map(({ address }) => address);
