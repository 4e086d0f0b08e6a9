import type { FailoverDeps } from '../../lib/app/failover-actions.ts';
import type { HealthStatus } from '../../lib/core/health.ts';
import type { ControllerState, MonitorState } from '../../lib/core/records.ts';
import type { Site, Target } from '../../lib/core/site.ts';
import type { EpochMs } from '../../lib/core/time.ts';
import type { DnsAnswer, Page } from '../../lib/core/verify/snapshot.ts';
import type { Message, Metric } from '../../lib/core/world.ts';
import { type MemoryStore, makeMemoryStore } from '../../lib/local/memory-state.ts';
import {
  BUCKET,
  ENDPOINT_CHECK,
  PAGE,
  PARENT_CHECK,
  PRIMARY_RECORD,
  SECONDARY_RECORD,
  SWITCH_CHECK,
} from '../fixtures/snapshot.ts';
import { type Deeds, makeDeeds } from './deeds.ts';
import { type FakeClock, makeFakeClock } from './fake-clock.ts';
import { NOON } from './fake-probe-world.ts';

export const PRIMARY_ADDRESS = '203.0.113.10';
/** What the website endpoint resolves to. S3 answers with others all the time. */
export const WEBSITE_ADDRESS = '198.51.100.20';

/** What the failover function meets: DNS that follows the switch, a website, records, services that remember. */
export type FakeFailoverWorld = {
  readonly clock: FakeClock;
  readonly deeds: Deeds;
  readonly deps: FailoverDeps;
  readonly logged: ({ readonly message: string } & Readonly<Record<string, unknown>>)[];
  readonly messages: Message[];
  readonly metrics: Metric[];
  readonly monitors: MemoryStore<MonitorState>;
  readonly controllers: MemoryStore<ControllerState>;
  /** The sites whose switch object is there. */
  readonly switches: Set<string>;
  /** How long after a flip the name servers follow. */
  dnsFollowsAfterMs: number;
  /** What the name servers answer with when they are to answer with the secondary. */
  secondaryAnswer: readonly string[];
  /** What an address, or the website endpoint, serves on port 80. */
  page: (address: string) => Page | Error;
  /** Lets the monitor save that the primary has been in this health since then. */
  readonly saw: (site: Site, primary: HealthStatus, since?: EpochMs) => Promise<void>;
};

export function makeFakeFailoverWorld(start: EpochMs = NOON): FakeFailoverWorld {
  const clock = makeFakeClock(start);
  const deeds = makeDeeds();
  const monitors = makeMemoryStore<MonitorState>('monitor');
  const controllers = makeMemoryStore<ControllerState>('controller');
  const switches = new Set<string>();
  const served = makeFollower(clock);

  const world: FakeFailoverWorld = {
    clock,
    deeds,
    logged: [],
    messages: [],
    metrics: [],
    monitors,
    controllers,
    switches,
    dnsFollowsAfterMs: 0,
    secondaryAnswer: [WEBSITE_ADDRESS],
    page: () => PAGE,
    saw: async (site, primary, since = clock.now()) => {
      const stored = await monitors.load(site.name);
      const run = primary === 'unknown' ? null : { verdict: primary, length: 3 };
      const health = { [PRIMARY_ADDRESS]: { status: primary, since, run } };
      const lastWindowAt = clock.now();
      const value = { health, incident: { state: 'none' }, lastWindowAt, blind: false } as const;
      await monitors.save(site.name, value, stored?.version ?? 0);
    },
    deps: {
      now: clock.now,
      sleep: clock.sleep,
      log: (line) => world.logged.push(line),
      monitors: { load: (site) => deeds.act(`load monitor ${site}`, () => monitors.load(site)) },
      controllers: {
        load: (site) => deeds.act(`load controller ${site}`, () => controllers.load(site)),
        save: (site, value, version) =>
          deeds.act(`save controller ${site}: ${stateText(value)}`, () =>
            controllers.save(site, value, version),
          ),
      },
      switch: {
        read: async (site) =>
          switches.has(site) ? { site, by: 'somebody', at: 'once', reason: 'a test' } : null,
        put: (site) =>
          deeds.act(`put switch ${site}`, () => {
            switches.add(site);
            served.follow(site, 'secondary', world.dnsFollowsAfterMs);
          }),
        remove: (site) =>
          deeds.act(`remove switch ${site}`, () => {
            switches.delete(site);
            served.follow(site, 'primary', world.dnsFollowsAfterMs);
          }),
      },
      publish: (message) =>
        deeds.act(`publish ${message.attributes.site}: ${message.attributes.event}`, () => {
          world.messages.push(message);
        }),
      putMetrics: (metrics) =>
        deeds.act('put metrics', () => {
          world.metrics.push(...metrics);
        }),
      resolveAddresses: (name) => deeds.act(`resolve ${name}`, () => [WEBSITE_ADDRESS]),
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
      askNameServer: (server, name) =>
        deeds.act(`ask ${server} ${name}`, () =>
          answering(served.by(name) === 'primary' ? [PRIMARY_ADDRESS] : world.secondaryAnswer),
        ),
      readZone: (name) =>
        deeds.act(`route53 zone ${name}`, () => ({ id: 'Z0EXAMPLE', name, nameServers: [] })),
      readRecords: () => deeds.act('route53 records', () => [PRIMARY_RECORD, SECONDARY_RECORD]),
      readHealthCheck: (id) =>
        deeds.act(
          `route53 health check ${id}`,
          () => CHECKS.find((check) => check.id === id) ?? null,
        ),
      readCheckers: (id) =>
        deeds.act(
          `route53 checkers ${id}`,
          () => CHECKS.find((check) => check.id === id)?.checkers ?? [],
        ),
      readBucket: (bucket) => deeds.act(`read bucket ${bucket}`, () => BUCKET),
    },
  };
  return world;
}

const CHECKS = [PARENT_CHECK, ENDPOINT_CHECK, SWITCH_CHECK];

const stateText = ({ failover }: ControllerState): string =>
  `${failover.phase}, ${failover.reason}`;

const answering = (addresses: readonly string[]): DnsAnswer => ({
  rcode: 'NOERROR',
  isAuthoritative: true,
  addresses,
  ttlSeconds: 60,
  elapsedMs: 12,
});

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
