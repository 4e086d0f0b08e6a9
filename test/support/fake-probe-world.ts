import type { WindowDeps } from '../../lib/app/window.ts';
import type { Endpoint, ProbeResult } from '../../lib/core/probe.ts';
import type { ControllerState, MonitorState } from '../../lib/core/records.ts';
import { type EpochMs, epochMs } from '../../lib/core/time.ts';
import type { Metric } from '../../lib/core/world.ts';
import { type MemoryStore, makeMemoryStore } from '../../lib/local/memory-state.ts';
import { type Deeds, makeDeeds } from './deeds.ts';
import { type FakeClock, makeFakeClock } from './fake-clock.ts';
import { healthyProbe, inconclusiveProbe, unhealthyProbe } from './probes.ts';

/** 12:00:00 UTC: a whole number of every interval. */
export const NOON = epochMs(Date.UTC(2026, 10, 22, 12));

export type SentProbe = {
  readonly atMs: number;
  readonly hostname: string;
  readonly address: string;
  readonly fresh: boolean;
};

type Asked = {
  readonly endpoint: Endpoint;
  readonly fresh: boolean;
  readonly at: EpochMs;
  /** How many probes were sent before this one. */
  readonly earlier: number;
};

/** What the probe function meets: targets that answer as the test says, and services that remember. */
export type FakeProbeWorld = {
  readonly clock: FakeClock;
  readonly deeds: Deeds;
  readonly deps: WindowDeps;
  readonly logged: ({ readonly message: string } & Readonly<Record<string, unknown>>)[];
  readonly metrics: Metric[];
  /** Each probe with the moment at which it was sent, in milliseconds after the world began. */
  readonly probes: SentProbe[];
  readonly monitors: MemoryStore<MonitorState>;
  readonly controllers: MemoryStore<ControllerState>;
  /** What a target does from now on; healthy at the beginning. */
  answer: (asked: Asked) => ProbeResult['verdict'];
  /** How long a probe takes. */
  latencyMs: number;
  /** What a load balancer's name resolves to; an error when the resolver cannot tell. */
  resolved: readonly string[] | Error;
};

export function makeFakeProbeWorld(start: EpochMs = NOON): FakeProbeWorld {
  const clock = makeFakeClock(start);
  const deeds = makeDeeds();
  const monitors = makeMemoryStore<MonitorState>('monitor');
  const controllers = makeMemoryStore<ControllerState>('controller');
  const beganAtMs = clock.elapsed();

  const probe: ReturnType<WindowDeps['openProber']>['probe'] = async (endpoint, options) => {
    const { fresh, signal } = options;
    const { address, hostname } = endpoint;
    const asked = { endpoint, fresh, at: clock.now(), earlier: world.probes.length };
    world.probes.push({ atMs: clock.elapsed() - beganAtMs, hostname, address, fresh });
    const verdict = world.answer(asked);
    await clock.sleep(world.latencyMs, signal);
    const seen = { address, fresh, at: clock.now() };
    if (signal?.aborted === true && world.latencyMs > 0) return inconclusiveProbe(seen);
    return PROBE[verdict](seen);
  };

  const deps: WindowDeps = {
    now: clock.now,
    elapsed: clock.elapsed,
    sleep: clock.sleep,
    stack: 'understudy-test',
    log: (line) => world.logged.push(line),
    store: {
      load: (site) => deeds.act(`load monitor ${site}`, () => monitors.load(site)),
      save: (site, value, version) =>
        deeds.act(`save monitor ${site}: ${incidentText(value)}`, () =>
          monitors.save(site, value, version),
        ),
    },
    controllers: {
      load: (site) => deeds.act(`load controller ${site}`, () => controllers.load(site)),
    },
    openProber: () => ({ probe, close: () => deeds.act('close prober', () => undefined) }),
    resolveAddresses: (name) =>
      deeds.act(`resolve ${name}`, () => {
        if (world.resolved instanceof Error) throw world.resolved;
        return world.resolved;
      }),
    publish: ({ attributes }) =>
      deeds.act(`publish ${attributes.site}: ${attributes.event}`, () => undefined),
    putMetrics: (metrics) =>
      deeds.act('put metrics', () => {
        world.metrics.push(...metrics);
      }),
    invokeFailover: ({ action, site }) => deeds.act(`invoke ${action} ${site}`, () => undefined),
  };
  const world: FakeProbeWorld = {
    clock,
    deeds,
    deps,
    logged: [],
    metrics: [],
    probes: [],
    monitors,
    controllers,
    answer: () => 'healthy',
    latencyMs: 0,
    resolved: [],
  };
  return world;
}

const PROBE = {
  healthy: healthyProbe,
  unhealthy: unhealthyProbe,
  inconclusive: inconclusiveProbe,
} as const;

function incidentText({ incident }: MonitorState): string {
  if (incident.state === 'none') return 'calm';
  return `${incident.state}, ${incident.openedTold ? 'told' : 'not told'}`;
}
