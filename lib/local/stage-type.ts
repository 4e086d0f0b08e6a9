import type { Site } from '../core/site.ts';
import type { Expected } from '../core/verify/snapshot.ts';
import type {
  ChangeRecords,
  ControllerStore,
  Dial,
  FindNameServers,
  IsInSync,
  ListHealthChecks,
  ListObjects,
  Message,
  MonitorStore,
  Publish,
  PutMetrics,
  ReadBucket,
  ReadCheckers,
  ReadRecords,
  ReadZone,
  ResolveAddresses,
  Switch,
} from '../core/world.ts';
import type { AlertingPlace } from './alerting.ts';
import type { Buckets } from './buckets.ts';
import type { HealthCheckers } from './health-checkers.ts';
import type { MetricCount } from './outbox.ts';
import type { PrimaryServer } from './primary.ts';
import type { StageZone } from './zone.ts';

/** One file of the secondary's content; the caller reads the folder. */
export type SiteFile = {
  /** Relative to the folder, with forward slashes, for example `index.html`. */
  readonly path: string;
  readonly body: string | Uint8Array;
  readonly contentType: string;
};

export type StageOptions = {
  /** Content of the secondary. */
  readonly files: readonly SiteFile[];
  /** Text of the primary's page. */
  readonly primaryPage?: string;
  /** Time between two requests of one health checker; Route 53 has 10 s. */
  readonly checkerIntervalMs?: number;
  /** Failure threshold of both endpoint checks. */
  readonly failureThreshold?: number;
  /** In [0, 1): gives every checker its phase. */
  readonly chance?: () => number;
  /** 0 takes any free port; a taken one ends in PortInUseError. */
  readonly dnsPort?: number;
  /** How often `isInSync` says no before the name servers answer with a change; 0 when left out. */
  readonly settleAsks?: number;
  readonly onMessage?: (message: Message) => void;
  /** Told whenever a health check changes its health. */
  readonly onHealth?: (change: { readonly id: string; readonly isHealthy: boolean }) => void;
};

/**
 * Everything that a rehearsal needs of the world, on loopback. It has no prober, page fetcher or DNS
 * client: those are the real ones, handed `dial`.
 */
export type Stage = {
  readonly site: Site;
  readonly primary: PrimaryServer;
  readonly buckets: Buckets;
  /** Who would be told, to be changed in place. */
  readonly alerting: Pick<AlertingPlace, 'setTopic' | 'setParameter' | 'setHeartbeat'>;
  /** What sites.yml and the stack say should be there, but for the digest of the config. */
  readonly expected: Omit<Expected, 'configDigest'>;
  readonly zone: Pick<StageZone, 'data' | 'setRecords'>;
  readonly checks: HealthCheckers;
  /** Identifiers of the three health checks. */
  readonly checkIds: {
    readonly parent: string;
    readonly endpoint: string;
    readonly switch: string;
  };
  /** Where the pieces listen, all on 127.0.0.1. */
  readonly ports: { readonly primary: number; readonly website: number; readonly dns: number };
  /** Which target the zone would answer with at this moment, without a DNS packet. */
  readonly servedNow: () => 'primary' | 'secondary';
  readonly messages: () => readonly Message[];
  readonly metrics: () => readonly MetricCount[];

  readonly dial: Dial;
  /** Where a network leads that is cut: every connection is taken, and nothing is ever answered. */
  readonly dialNowhere: Dial;
  /** URLs of other owners that the monitor may try. */
  readonly controls: readonly string[];
  readonly monitorStore: MonitorStore;
  readonly controllerStore: ControllerStore;
  readonly publish: Publish;
  readonly putMetrics: PutMetrics;
  readonly readZone: ReadZone;
  readonly readRecords: ReadRecords;
  /** Refuses what Route 53 would, by `zone-rules.ts`. */
  readonly changeRecords: ChangeRecords;
  readonly isInSync: IsInSync;
  readonly listHealthChecks: ListHealthChecks;
  readonly readCheckers: ReadCheckers;
  readonly readBucket: ReadBucket;
  readonly listObjects: ListObjects;
  readonly readTopic: AlertingPlace['readTopic'];
  /** The stage has one topic. */
  readonly readChatTopic: null;
  readonly readEscalationTopic: null;
  readonly readParameter: AlertingPlace['readParameter'];
  readonly readHeartbeat: AlertingPlace['readHeartbeat'];
  readonly switch: Switch;
  readonly findNameServers: FindNameServers;
  readonly resolveAddresses: ResolveAddresses;

  /** Closes every socket and timer; may be called twice and in any state. */
  readonly close: () => Promise<void>;
};
