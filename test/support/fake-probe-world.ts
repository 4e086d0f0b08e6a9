import type { WindowDeps } from '../../lib/app/window/window.ts';
import { NOBODY_IS_TOLD } from '../../lib/core/alerts/alerts.ts';
import { controlEndpoint } from '../../lib/core/probing/controls.ts';
import type { Endpoint, ProbeResult } from '../../lib/core/probing/probe.ts';
import type { ControllerState, MonitorState, ShardState } from '../../lib/core/records.ts';
import { type EpochMs, epochMs } from '../../lib/core/time.ts';
import type { Metric } from '../../lib/core/world.ts';
import { type MemoryStore, makeMemoryStore } from '../../lib/local/memory-state.ts';
import { type Deeds, makeDeeds } from './deeds.ts';
import { type FakeClock, makeFakeClock } from './fake-clock.ts';
import { healthyProbe, inconclusiveProbe, unhealthyProbe } from './probes.ts';

/** 12:00:00 UTC: a whole number of every interval. */
export const NOON = epochMs(Date.UTC(2026, 10, 22, 12));

/** Two places of different owners; they answer unless a test says otherwise. */
export const CONTROLS = ['https://one.example.net/', 'https://two.example.org/'] as const;

export type SentProbe = {
  readonly atMs: number;
  readonly hostname: string;
  readonly address: string;
  readonly fresh: boolean;
};

export type Asked = {
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
  deps: WindowDeps;
  readonly logged: ({ readonly message: string } & Readonly<Record<string, unknown>>)[];
  readonly metrics: Metric[];
  /** Each probe of a target with the moment at which it was sent, in milliseconds after the world began. */
  readonly probes: SentProbe[];
  /** Each probe of a control. */
  readonly controlProbes: SentProbe[];
  /** What was saved of any site, in order. */
  readonly saved: MonitorState[];
  readonly monitors: MemoryStore<MonitorState>;
  readonly controllers: MemoryStore<ControllerState>;
  readonly shards: MemoryStore<ShardState>;
  /** What a target does from now on; healthy at the beginning. */
  answer: (asked: Asked) => ProbeResult['verdict'] | 'reset';
  /** Whether a control answers. */
  controlAnswers: (asked: Asked) => boolean;
  /** How long a probe takes. */
  latencyMs: number;
  /** How long a control takes. */
  controlLatencyMs: number;
  /** How long a record takes to be read or written. */
  storeLatencyMs: number;
  /** What a load balancer's name resolves to; an error when the resolver cannot tell. */
  resolved: readonly string[] | Error;
};

export function makeFakeProbeWorld(start: EpochMs = NOON): FakeProbeWorld {
  const clock = makeFakeClock(start);
  const deeds = makeDeeds();
  const monitors = makeMemoryStore<MonitorState>('monitor');
  const controllers = makeMemoryStore<ControllerState>('controller');
  const shards = makeMemoryStore<ShardState>('shard');
  const beganAtMs = clock.elapsed();
  let windows = 0;

  /** A record is read or written when half of the time is over. */
  const overTheWire = async <T>(work: () => Promise<T>): Promise<T> => {
    await clock.sleep(world.storeLatencyMs / 2);
    const value = await work();
    await clock.sleep(world.storeLatencyMs / 2);
    return value;
  };

  const controlHosts = new Set(CONTROLS.map((url) => new URL(url).hostname));
  const probe: ReturnType<WindowDeps['openProber']>['probe'] = async (endpoint, options) => {
    const { fresh, signal } = options;
    const { address, hostname } = endpoint;
    const isControl = controlHosts.has(hostname);
    const sent = isControl ? world.controlProbes : world.probes;
    const asked = { endpoint, fresh, at: clock.now(), earlier: sent.length };
    sent.push({ atMs: clock.elapsed() - beganAtMs, hostname, address, fresh });
    const verdict = isControl ? controlVerdict(world.controlAnswers(asked)) : world.answer(asked);
    const tookMs = isControl ? world.controlLatencyMs : world.latencyMs;
    await clock.sleep(tookMs, signal);
    const seen = { address, fresh, at: clock.now(), ...(tookMs > 0 ? { totalMs: tookMs } : {}) };
    if (signal?.aborted === true && tookMs > 0) return inconclusiveProbe(seen);
    return PROBE[verdict](seen);
  };

  const deps: WindowDeps = {
    now: clock.now,
    elapsed: clock.elapsed,
    sleep: clock.sleep,
    chance: () => 0,
    newId: () => `window-${++windows}`,
    stack: 'understudy-test',
    digestOf: ({ name }) => `digest of ${name}`,
    controls: CONTROLS.map(controlEndpoint),
    log: (line) => world.logged.push(line),
    store: {
      load: (site) =>
        deeds.act(`load monitor ${site}`, () => overTheWire(() => monitors.load(site))),
      save: (site, value, version) =>
        deeds.act(`save monitor ${site}: ${incidentText(value)}`, () =>
          overTheWire(async () => {
            const next = await monitors.save(site, value, version);
            world.saved.push(value);
            return next;
          }),
        ),
    },
    controllers: {
      load: (site) => deeds.act(`load controller ${site}`, () => controllers.load(site)),
    },
    shards: {
      load: (key) => deeds.act(`load shard ${key}`, () => overTheWire(() => shards.load(key))),
      save: (key, value, version) =>
        deeds.act(`save shard ${key}: ${value.windows.join(' ')}`, () =>
          overTheWire(() => shards.save(key, value, version)),
        ),
    },
    openProber: () => ({ probe, close: () => deeds.act('close prober', () => undefined) }),
    resolveAddresses: (name) =>
      deeds.act(`resolve ${name}`, () => {
        if (world.resolved instanceof Error) throw world.resolved;
        return world.resolved;
      }),
    publish: ({ attributes }) =>
      deeds.act(`publish ${attributes.site}: ${attributes.event}`, () => undefined),
    alerts: NOBODY_IS_TOLD,
    escalate: null,
    ping: null,
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
    controlProbes: [],
    saved: [],
    monitors,
    controllers,
    shards,
    answer: () => 'healthy',
    controlAnswers: () => true,
    latencyMs: 0,
    controlLatencyMs: 0,
    storeLatencyMs: 0,
    resolved: [],
  };
  return world;
}

const controlVerdict = (answers: boolean) => (answers ? 'healthy' : 'unhealthy');

const PROBE = {
  healthy: healthyProbe,
  unhealthy: unhealthyProbe,
  inconclusive: inconclusiveProbe,
  reset: (seen: Parameters<typeof unhealthyProbe>[0]) => ({
    ...unhealthyProbe(seen),
    verdict: 'unhealthy' as const,
    cause: 'reset' as const,
    detail: 'read ECONNRESET',
  }),
} as const;

function incidentText({ incidents: { outage } }: MonitorState): string {
  if (outage.state === 'none') return 'calm';
  const { openedAt, claimedAt } = outage.told;
  const known = openedAt === null ? 'not told' : 'told';
  return `${outage.state}, ${claimedAt === null ? known : 'claimed'}`;
}
