/**
 * What Understudy asks of the world, as function types. lib/io implements them for AWS and the
 * network, lib/local for a laptop; use cases are handed the ones they need.
 */
import type { AlertData } from './alerts/alert-data.ts';
import type { Budget } from './alerts/budget.ts';
import type { Severity } from './alerts/incident-class.ts';
import type { AuditEntry } from './audit.ts';
import type { Endpoint, ProbeResult } from './probing/probe.ts';
import type { RecordChange } from './record-change.ts';
import type { ControllerState, MonitorState, ShardState, Stored } from './records.ts';
import type { Site } from './site.ts';
import type { EpochMs } from './time.ts';
import type {
  Alarm,
  Bucket,
  BucketObject,
  Certificate,
  CheckerObservation,
  DnsAnswer,
  HealthCheck,
  Page,
  Parameter,
  RecordSet,
  Topic,
  Zone,
} from './verify/snapshot.ts';

/** The wall clock; read once per tick and passed down. */
export type Now = () => EpochMs;

/** Resolves after `durationMs`, or at once when the signal is aborted. Never rejects. */
export type Sleep = (durationMs: number, signal?: AbortSignal) => Promise<void>;

/** One structured line. Keys are glossary words. */
export type Log = (line: { readonly message: string } & Readonly<Record<string, unknown>>) => void;

/** Sends one request. Resolves whatever the target does; an aborted probe is `inconclusive`. */
export type Probe = (
  endpoint: Endpoint,
  options: { readonly fresh: boolean; readonly signal?: AbortSignal },
) => Promise<ProbeResult>;

/** Sends one fresh probe to each endpoint, and leaves no connection behind. */
export type ProbeOnce = (endpoints: readonly Endpoint[]) => Promise<readonly ProbeResult[]>;

/** The connections of one window; `close` leaves no socket behind. */
export type Prober = { readonly probe: Probe; readonly close: () => Promise<void> };
export type OpenProber = () => Prober;

/** Addresses of a name by the system's resolver. Rejects when it cannot tell; [] when there are none. */
export type ResolveAddresses = (name: string) => Promise<readonly string[]>;

/** Records under a version check: a save rejects with StaleRecordError when `expectedVersion` is not the stored one (0: none). */
export type MonitorStore = {
  readonly load: (site: string) => Promise<Stored<MonitorState> | null>;
  readonly save: (site: string, value: MonitorState, expectedVersion: number) => Promise<number>;
};
export type ControllerStore = {
  readonly load: (site: string) => Promise<Stored<ControllerState> | null>;
  /** The audit entries are written with the record or not at all. */
  readonly save: (
    site: string,
    value: ControllerState,
    expectedVersion: number,
    audit?: readonly AuditEntry[],
  ) => Promise<number>;
};
/** A site's audit trail, newest first, at most `limit` entries. */
export type ReadHistory = (site: string, limit: number) => Promise<readonly AuditEntry[]>;

/** By the shard's key; its record is the lease by which windows hand over. */
export type ShardStore = {
  readonly load: (key: string) => Promise<Stored<ShardState> | null>;
  readonly save: (key: string, value: ShardState, expectedVersion: number) => Promise<number>;
};

/** How many alerts the stack has sent in this hour. */
export type BudgetStore = {
  readonly load: () => Promise<Stored<Budget> | null>;
  readonly save: (value: Budget, expectedVersion: number) => Promise<number>;
};

/** A short text that is the same only for the same site with the same config. */
export type DigestOf = (site: Site) => string;

/** In [0, 1). */
export type Chance = () => number;
/** A name that nobody else has. */
export type NewId = () => string;

/** An alert in a form that every subscriber can use. */
export type Message = {
  /** At most 99 printable ASCII characters: SNS refuses more (API_Publish). */
  readonly subject: string;
  /** Plain text, wrapped at 72 columns. */
  readonly body: string;
  readonly attributes: {
    readonly site: string;
    readonly event: string;
    readonly severity: Severity;
  };
  /** The same for machines. */
  readonly data: AlertData;
};
/** Resolves once the service accepted the message. */
export type Publish = (message: Message) => Promise<void>;

/** Tells somebody outside of AWS that a window has ended well. Rejects without saying whom it called. */
export type Ping = () => Promise<void>;

export type Metric = {
  readonly name: string;
  readonly unit: 'Count' | 'Milliseconds' | 'None';
  readonly dimensions: Readonly<Record<string, string>>;
  readonly at: EpochMs;
  /** One value, or many that the service may condense. */
  readonly values: readonly number[];
};
export type PutMetrics = (metrics: readonly Metric[]) => Promise<void>;

/** Hands the event to the failover function and does not wait for its answer. */
export type InvokeFailover = (event: {
  readonly action: 'evaluate';
  readonly site: string;
}) => Promise<void>;

/** Route 53 control plane, read only. Never used in the recovery path. */
export type ReadZone = (zoneName: string) => Promise<Zone>;
/** The records at exactly these names, of every type; one call where the zone is not large. */
export type ReadRecords = (
  zoneId: string,
  names: readonly string[],
) => Promise<readonly RecordSet[]>;
/** Every health check of the account, as configured; one call for the first thousand. */
export type ListHealthChecks = () => Promise<readonly Omit<HealthCheck, 'checkers'>[]>;
export type ReadCheckers = (id: string) => Promise<readonly CheckerObservation[]>;

/**
 * Makes all of the changes or none, and answers with the change's ID. Rejects with ChangeRefusedError.
 * For set-up, in a person's hands: no function may call it, and no failover needs it.
 */
export type ChangeRecords = (
  zoneId: string,
  changes: readonly RecordChange[],
  comment: string,
) => Promise<string>;
/** Whether every name server of Route 53 has a change. */
export type IsInSync = (changeId: string) => Promise<boolean>;

/** S3, in the secondary's region. */
export type ReadBucket = (bucket: string, region: string) => Promise<Bucket>;
/** Everything in the bucket. Rejects when there is more than a fallback site can have. */
export type ListObjects = (bucket: string, region: string) => Promise<readonly BucketObject[]>;

/** The alert topic with its subscriptions; null when it does not exist. */
export type ReadTopic = () => Promise<Topic | null>;
/** Whether a parameter is there, never what it holds; null when it does not exist. */
export type ReadParameter = (name: string) => Promise<Parameter | null>;
/** The heartbeat alarm; null when it does not exist. */
export type ReadHeartbeat = () => Promise<Alarm | null>;
/** The certificate that a server shows for a name, also when it is not valid. Rejects when none is shown. */
export type ReadCertificate = (request: {
  readonly address: string;
  readonly port: number;
  readonly hostname: string;
  readonly timeoutMs: number;
}) => Promise<Certificate>;
/** Text that the switch object holds, for the people who find it. */
export type SwitchNote = {
  readonly site: string;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
  /** When whoever put it means to remove it again; null when nobody can say. */
  readonly until: string | null;
};
/** The switch as it was found. */
export type SwitchObject = {
  readonly note: SwitchNote;
  /** Whether Understudy wrote it; a person may have put any object there. */
  readonly isOurs: boolean;
  /** Tells this object from any other that takes its place. */
  readonly tag: string;
};
export type Switch = {
  /** Present means fail over. Idempotent: one that is there already stays as it is. */
  readonly put: (site: string, note: SwitchNote) => Promise<void>;
  /** Removes that object, and no other that took its place meanwhile: then it answers false. */
  readonly remove: (site: string, tag: string) => Promise<boolean>;
  readonly read: (site: string) => Promise<SwitchObject | null>;
};

/** `GET` as a visitor would send it: connect to `address` (IP or name), say `hostname`. Rejects when nothing answers. */
export type FetchPage = (request: {
  /** `http` when left out. */
  readonly protocol?: 'http' | 'https';
  /** Over `https` any certificate will do when left out, which is another check's matter then. */
  readonly certificate?: 'any' | 'must-hold';
  readonly address: string;
  readonly port: number;
  readonly hostname: string;
  readonly path: string;
  readonly timeoutMs: number;
}) => Promise<Page>;

/**
 * Name of the CloudFront distribution that the stack put before the site's bucket, such as
 * d111111abcdef8.cloudfront.net; null when the site has none, or none is deployed. Rejects when nobody can tell.
 */
export type DistributionOf = (site: string) => Promise<string | null>;

/** The name servers that DNS itself names for the zone: data plane, no API call. */
export type FindNameServers = (
  zoneName: string,
) => Promise<readonly { readonly name: string; readonly address: string }[]>;
/** The record types that lead a visitor somewhere. */
export type AskedType = 'A' | 'AAAA' | 'HTTPS';
/** Asks one name server directly, UDP with TCP fallback, no cache in between. Rejects when it does not answer. */
export type AskNameServer = (
  nameServerAddress: string,
  name: string,
  type: AskedType,
) => Promise<DnsAnswer>;
/** Asks a resolver of the public, which may answer from its cache: information, never the truth. */
export type AskResolver = (
  resolverAddress: string,
  name: string,
  type: AskedType,
) => Promise<DnsAnswer>;

/** Where a connection to `address:port` really goes: the same place on AWS, a local socket in a rehearsal. */
export type Dial = (
  address: string,
  port: number,
) => { readonly address: string; readonly port: number };
