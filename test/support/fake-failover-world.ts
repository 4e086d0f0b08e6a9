import { makeLookForDrill } from '../../lib/app/drill-look.ts';
import type { EvaluateDeps } from '../../lib/app/evaluate.ts';
import type { FailoverDeps } from '../../lib/app/failover-actions.ts';
import { NOBODY_IS_TOLD } from '../../lib/core/alerts/alerts.ts';
import type { HealthStatus } from '../../lib/core/probing/health.ts';
import type { ControllerState, MonitorState, ShardState } from '../../lib/core/records.ts';
import type { Site, Target } from '../../lib/core/site.ts';
import { foreignNote } from '../../lib/core/switch-note.ts';
import type { EpochMs } from '../../lib/core/time.ts';
import type { Look } from '../../lib/core/verify/finding.ts';
import type { CheckerObservation, DnsAnswer, Page } from '../../lib/core/verify/snapshot.ts';
import type { Message, Metric, SwitchNote } from '../../lib/core/world.ts';
import { type MemoryStore, makeMemoryStore } from '../../lib/local/memory-state.ts';
import { MONITOR } from '../fixtures/records.ts';
import {
  ALERTING,
  BUCKET,
  dnsAnswer,
  ENDPOINT_CHECK,
  EXPECTED,
  NO_DATA,
  OBJECTS,
  PAGE,
  PARENT_CHECK,
  PRIMARY_RECORD,
  SECONDARY_RECORD,
  SWITCH_CHECK,
} from '../fixtures/snapshot.ts';
import { type Deeds, makeDeeds } from './deeds.ts';
import { type FakeClock, makeFakeClock } from './fake-clock.ts';
import { NOON } from './fake-probe-world.ts';
import { healthyProbe, unhealthyProbe } from './probes.ts';

export const PRIMARY_ADDRESS = '203.0.113.10';
/** What the website endpoint resolves to. S3 answers with others all the time. */
export const WEBSITE_ADDRESS = '198.51.100.20';

/** What the failover function meets: DNS that follows the switch, a website, records, services that remember. */
export type FakeFailoverWorld = {
  readonly clock: FakeClock;
  readonly deeds: Deeds;
  readonly deps: FailoverDeps & EvaluateDeps;
  readonly logged: ({ readonly message: string } & Readonly<Record<string, unknown>>)[];
  readonly messages: Message[];
  /** What went to those who are told when nobody acknowledges. */
  readonly escalated: Message[];
  readonly metrics: Metric[];
  readonly monitors: MemoryStore<MonitorState>;
  readonly controllers: MemoryStore<ControllerState>;
  readonly shards: MemoryStore<ShardState>;
  /** The sites whose switch object is there, with the note in it; null for one that a person put. */
  readonly switches: Map<string, SwitchNote | null>;
  /** Puts or removes the switch object as a person would, with the AWS CLI. */
  readonly flipByHand: (site: string, to: Target) => void;
  /** What the name servers answer with. */
  readonly served: (site: string) => Target;
  /** Route 53's own checks find the primary unhealthy: the secondary is served whatever the switch says. */
  isFailedOverByRoute53: boolean;
  /** How long after a flip the name servers follow. */
  dnsFollowsAfterMs: number;
  /** What the name servers answer with when they are to answer with the primary. */
  primaryAnswer: readonly string[];
  /** What a load balancer's name resolves to. */
  readonly resolved: Record<string, readonly string[]>;
  /** What the name servers answer with when they are to answer with the secondary. */
  secondaryAnswer: readonly string[];
  /** What they answer for AAAA and HTTPS records: that there are none. */
  besideAnswer: (type: 'AAAA' | 'HTTPS') => DnsAnswer;
  /** What an address, or the website endpoint, serves on port 80. */
  page: (address: string) => Page | Error;
  /** Name of the stack's distribution; null: none is deployed. */
  distribution: string | null;
  /** Whether the primary answers the failover function's own probe. */
  answersUs: boolean;
  /** What the checkers of a health check say, where it is not what they say on a good day. */
  readonly checkers: Record<string, readonly CheckerObservation[]>;
  /** Lets the monitor save that the primary has been in this health since then. */
  readonly saw: (site: Site, primary: HealthStatus, since?: EpochMs) => Promise<void>;
};

/** What the failover function shares with the probe function where both are played. */
export type Shared = Pick<FakeFailoverWorld, 'clock' | 'monitors' | 'controllers' | 'shards'>;

export function makeFakeFailoverWorld(
  start: EpochMs = NOON,
  shared: Partial<Shared> = {},
): FakeFailoverWorld {
  const {
    clock = makeFakeClock(start),
    monitors = makeMemoryStore<MonitorState>('monitor'),
    controllers = makeMemoryStore<ControllerState>('controller'),
    shards = makeMemoryStore<ShardState>('shard'),
  } = shared;
  const deeds = makeDeeds();
  const switches = new Map<string, SwitchNote | null>();
  const served = makeFollower(clock);

  const world: FakeFailoverWorld = {
    clock,
    deeds,
    logged: [],
    messages: [],
    escalated: [],
    metrics: [],
    monitors,
    controllers,
    shards,
    switches,
    flipByHand: (site, to) => {
      if (to === 'secondary' && !switches.has(site)) switches.set(site, null);
      if (to === 'primary') switches.delete(site);
      served.follow(site, to, world.dnsFollowsAfterMs);
    },
    served: (site) => (world.isFailedOverByRoute53 ? 'secondary' : served.by(site)),
    isFailedOverByRoute53: false,
    distribution: null,
    answersUs: false,
    checkers: {},
    dnsFollowsAfterMs: 0,
    primaryAnswer: [PRIMARY_ADDRESS],
    resolved: {},
    secondaryAnswer: [WEBSITE_ADDRESS],
    besideAnswer: () => NO_DATA,
    page: () => PAGE,
    saw: async (site, primary, since = clock.now()) => {
      const stored = await monitors.load(site.name);
      const run = primary === 'unknown' ? null : { verdict: primary, length: 3 };
      const health = { [PRIMARY_ADDRESS]: { status: primary, since, run } };
      const lastWindowAt = clock.now();
      const value = {
        ...MONITOR,
        health,
        lastWindowAt,
        healthyWindows: 9,
        configDigest: EXPECTED.configDigest,
      } as const;
      await monitors.save(site.name, value, stored?.version ?? 0);
    },
    deps: {
      now: clock.now,
      sleep: clock.sleep,
      log: (line) => world.logged.push(line),
      stack: 'understudy-test',
      isDeployed: true,
      monitors: { load: (site) => deeds.act(`load monitor ${site}`, () => monitors.load(site)) },
      controllers: {
        load: (site) => deeds.act(`load controller ${site}`, () => controllers.load(site)),
        save: (site, value, version, audit) =>
          deeds.act(`save controller ${site}: ${stateText(value)}`, () =>
            controllers.save(site, value, version, audit),
          ),
      },
      shards: { load: shards.load },
      readHistory: controllers.readHistory,
      switch: {
        read: async (site) => {
          const note = switches.get(site);
          if (note === undefined) return null;
          const tag = JSON.stringify(note);
          return { note: note ?? foreignNote(site, null), isOurs: note !== null, tag };
        },
        put: (site, note) =>
          deeds.act(`put switch ${site}`, () => {
            if (!switches.has(site)) switches.set(site, note);
            served.follow(site, 'secondary', world.dnsFollowsAfterMs);
          }),
        remove: (site, tag) =>
          deeds.act(`remove switch ${site}`, () => {
            const note = switches.get(site);
            if (note !== undefined && JSON.stringify(note) !== tag) return false;
            switches.delete(site);
            served.follow(site, 'primary', world.dnsFollowsAfterMs);
            return true;
          }),
      },
      publish: (message) =>
        deeds.act(`publish ${message.attributes.site}: ${message.attributes.event}`, () => {
          world.messages.push(message);
        }),
      escalate: (message) =>
        deeds.act(`escalate ${message.attributes.site}: ${message.attributes.event}`, () => {
          world.escalated.push(message);
        }),
      alerts: NOBODY_IS_TOLD,
      putMetrics: (metrics) =>
        deeds.act('put metrics', () => {
          world.metrics.push(...metrics);
        }),
      resolveAddresses: (name) =>
        deeds.act(`resolve ${name}`, () => {
          const [, server] = /^ns-(\d)\.example\.net$/.exec(name) ?? [];
          const other = server === undefined ? WEBSITE_ADDRESS : `192.0.2.${server}`;
          return world.resolved[name] ?? [other];
        }),
      distributionOf: (site) => deeds.act(`distribution of ${site}`, () => world.distribution),
      probeOnce: async (endpoints) =>
        endpoints.map(({ address }) =>
          (world.answersUs ? healthyProbe : unhealthyProbe)({ address }),
        ),
      fetchPage: ({ address }) =>
        deeds.act(`fetch ${address}`, () => {
          const page = world.page(address);
          if (page instanceof Error) throw page;
          return page;
        }),
      findNameServers: (zone) =>
        deeds.act(`find name servers ${zone}`, () =>
          [1, 2, 3, 4].map((n) => ({ name: `ns-${n}.example.net`, address: `192.0.2.${n}` })),
        ),
      askNameServer: (server, name, type) =>
        deeds.act(`ask ${server} ${name} ${type}`, () => {
          if (type !== 'A') return world.besideAnswer(type);
          const isPrimary = world.served(name) === 'primary';
          return dnsAnswer({ addresses: isPrimary ? world.primaryAnswer : world.secondaryAnswer });
        }),
      readZone: (name) =>
        deeds.act(`route53 zone ${name}`, () => ({
          id: 'Z0EXAMPLE',
          name,
          nameServers: [1, 2, 3, 4].map((n) => `ns-${n}.example.net`),
          acceleratedRecovery: true,
        })),
      readRecords: (_zoneId, names) =>
        deeds.act(`route53 records ${names.join(' ')}`, () => [PRIMARY_RECORD, SECONDARY_RECORD]),
      listHealthChecks: () => deeds.act('route53 health checks', () => CHECKS),
      readCheckers: (id) =>
        deeds.act(
          `route53 checkers ${id}`,
          () => world.checkers[id] ?? CHECKS.find((check) => check.id === id)?.checkers ?? [],
        ),
      readBucket: (bucket) => deeds.act(`read bucket ${bucket}`, () => BUCKET),
      listObjects: (bucket) => deeds.act(`list objects ${bucket}`, () => OBJECTS),
      readCertificate: ({ address }) =>
        deeds.act(`read certificate ${address}`, () => {
          throw new Error(`${address} shows no certificate`);
        }),
      readTopic: () => deeds.act('read topic', () => lookOr(ALERTING.topic)),
      readChatTopic: null,
      readEscalationTopic: null,
      readParameter: (name) => deeds.act(`read parameter ${name}`, () => ({ isSecret: true })),
      readHeartbeat: () => deeds.act('read heartbeat', () => lookOr(ALERTING.heartbeat)),
      expect: async () => EXPECTED,
      lookForDrill: (...asked) => makeLookForDrill(world.deps)(...asked),
    },
  };
  return world;
}

const CHECKS = [PARENT_CHECK, ENDPOINT_CHECK, SWITCH_CHECK];

const lookOr = <T>(look: Look<T>): T => {
  if (!look.ok) throw new Error(look.why);
  return look.value;
};

const stateText = ({ failover }: ControllerState): string =>
  `${failover.phase}, ${failover.reason}`;

/** What is served at each name: the primary, until a flip has been followed. A repeated flip changes nothing. */
function makeFollower(clock: FakeClock) {
  type Course = { readonly from: Target; readonly to: Target; readonly atMs: number };
  const courses = new Map<string, Course>();
  const by = (name: string): Target => {
    const course = courses.get(name);
    if (course === undefined) return 'primary';
    return clock.elapsed() >= course.atMs ? course.to : course.from;
  };
  return {
    by,
    follow: (name: string, to: Target, afterMs: number) => {
      if ((courses.get(name)?.to ?? 'primary') === to) return;
      courses.set(name, { from: by(name), to, atMs: clock.elapsed() + afterMs });
    },
  };
}
