import { type Judge, judgeFor } from '../../core/probing/expect.ts';
import type { Endpoint, ProbeResult } from '../../core/probing/probe.ts';
import type { Expectation } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Dial, Now, OpenProber, Probe } from '../../core/world.ts';
import type { ConnectTools } from './connection.ts';
import { HttpLines } from './http-lines.ts';
import { type HttpProbeTools, probeHttp } from './http-probe.ts';
import { systemLookup } from './system-lookup.ts';
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
    const lines = new Map<string, HttpLines>();
    const judgeOf = makeJudgeOf();
    const closed = new AbortController();
    const linesTo = (endpoint: Endpoint): HttpLines => {
      const key = keyOf(endpoint);
      const known = lines.get(key);
      if (known !== undefined) return known;
      const created = new HttpLines(endpoint, tools);
      lines.set(key, created);
      return created;
    };
    const probe: Probe = async (endpoint, { fresh, signal }) => {
      const at = options.now();
      if (endpoint.protocol === 'tcp')
        return tcpResult(at, await probeTcp(endpoint, tools, eitherOf(closed.signal, signal)));
      const http: HttpProbeTools = {
        elapsed: tools.elapsed,
        judgeOf,
        send: (to, withinMs) =>
          linesTo(to).send(fresh, withinMs, closed.signal.aborted ? closed.signal : signal),
      };
      return probeHttp(endpoint, at, http);
    };
    const close = async () => {
      closed.abort();
      await Promise.all([...lines.values()].map((ofOne) => ofOne.close()));
    };
    return { probe, close };
  };
};

const eitherOf = (one: AbortSignal, other: AbortSignal | undefined): AbortSignal =>
  other === undefined ? one : AbortSignal.any([one, other]);

/** Prepared once for each expectation, since it is passed many times a minute. */
const makeJudgeOf = (): HttpProbeTools['judgeOf'] => {
  const judges = new WeakMap<Expectation, Judge>();
  return ({ expect }) => {
    const known = judges.get(expect);
    if (known !== undefined) return known;
    const judge = judgeFor(expect);
    judges.set(expect, judge);
    return judge;
  };
};

function tcpResult(at: EpochMs, { connection, failure, totalMs }: TcpOutcome): ProbeResult {
  const { address, resolveMs, connectMs } = connection;
  const common = {
    at,
    address,
    fresh: true,
    status: null,
    phasesMs: {
      resolve: resolveMs,
      connect: connectMs,
      tls: null,
      firstByte: null,
      transfer: null,
      total: totalMs,
    },
    isSlow: false,
    certificate: null,
    firstBytes: null,
  };
  if (failure !== null) return { ...common, ...failure };
  return { ...common, verdict: 'healthy', cause: null, detail: 'connection accepted' };
}

/** What lines prepare for all their probes. */
const keyOf = ({ protocol, address, port, hostname, path, expect }: Endpoint): string =>
  `${protocol} ${address} ${port} ${hostname} ${path} ${expect.withinMs}`;
