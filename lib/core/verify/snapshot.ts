import type { Alerts } from '../alerts/alerts.ts';
import type { DrillReport } from '../drill.ts';
import type { HealthStatus } from '../probing/health.ts';
import type { Target } from '../site.ts';
import type { EpochMs } from '../time.ts';
import type { Look } from './finding.ts';

/** All that was read about one site, before anything is judged. */
export type Snapshot = {
  readonly takenAt: EpochMs;
  readonly expected: Expected;
  readonly zone: Look<Zone>;
  /** Addresses of the name servers that the zone itself has; DNS may lead to others. */
  readonly zoneServerAddresses: Look<readonly string[]>;
  /** The records at the site's name, of every type. */
  readonly records: Look<readonly RecordSet[]>;
  /** Records at the names of `namesBeside`: the apex or www beside the site, and wildcards above it. */
  readonly beside: Look<readonly RecordSet[]>;
  /** Each health check that hangs on one of those records, and its children. */
  readonly healthChecks: Look<readonly HealthCheck[]>;
  readonly bucket: Look<Bucket>;
  /** Everything that is in the bucket; null when it was not listed. */
  readonly objects: Look<readonly BucketObject[]> | null;
  /** Name of the stack's distribution before the bucket, null where none is deployed; the whole is null where sites.yml wants none. */
  readonly distribution: Look<string | null> | null;
  /** `GET /` from the secondary itself, past the records: the website endpoint, or the stack's distribution over HTTPS. */
  readonly page: Look<Page>;
  /** The same for a link deep into the site, which the bucket does not have; null when not asked for. */
  readonly deepPage: Look<Page> | null;
  /** `GET /` over HTTPS from a distribution of one's own; null without one, and where `page` itself came over HTTPS. */
  readonly securePage: Look<Page> | null;
  /** `GET` of the probe's path from the primary, as a visitor sends it; null for tcp. */
  readonly primaryPage: Look<Page> | null;
  /** Null where a target does not speak HTTPS. */
  readonly certificates: Record<Target, Look<Certificate> | null>;
  /** Null when nobody looked at who would be told. */
  readonly alerting: Alerting | null;
  /** What the windows saved of the site; null when nobody looked. */
  readonly monitor: Look<MonitorSeen> | null;
  readonly lastDrill: Look<DrillReport | null> | null;
  /** Where the switch stands; `unknown` when S3 could not tell. */
  readonly switched: Target | 'unknown';
  readonly dns: Look<readonly NameServerAnswer[]>;
  /** What resolvers of the public tell visitors, as information; empty where none are asked. */
  readonly publicResolvers: readonly NameServerAnswer[];
  /** Addresses of the load balancer, or the configured ones. */
  readonly primaryAddresses: readonly string[];
  /** Addresses that the secondary's place has, or that were seen to answer as it does. */
  readonly secondaryAddresses: readonly string[];
};

/** What sites.yml and the stack say should be there, beyond the site itself. */
export type Expected = {
  /** Every site of sites.yml. */
  readonly siteNames: readonly string[];
  readonly alerts: Alerts;
  /** Host name by which the health checkers ask for the switch object; null when it is not known. */
  readonly switchDomain: string | null;
  /** Files of the secondary's content; null when they are not at hand. */
  readonly content: Look<readonly ContentFile[]> | null;
  /** What `MonitorSeen.configDigest` should be; null when nobody can say. */
  readonly configDigest: string | null;
};

/** One file of the secondary's content, as it should be in the bucket. */
export type ContentFile = {
  /** Key of the object: the path within the content folder, with forward slashes. */
  readonly key: string;
  /** MD5 of the bytes, in lower-case hex: what S3 gives as the ETag of a plain upload. */
  readonly md5: string;
  readonly bytes: number;
};

export type Zone = {
  readonly id: string;
  readonly name: string;
  readonly nameServers: readonly string[];
  /** Whether changes of records survive an outage of us-east-1; null when Route 53 does not say. */
  readonly acceleratedRecovery: boolean | null;
};

export type RecordSet = {
  /** Lower case, without a trailing dot. */
  readonly name: string;
  readonly type: string;
  readonly ttlSeconds: number | null;
  readonly values: readonly string[];
  readonly alias: AliasTarget | null;
  readonly routing:
    | 'simple'
    | 'failover'
    | 'weighted'
    | 'latency'
    | 'geolocation'
    | 'geoproximity'
    | 'multivalue'
    | 'cidr'
    | 'traffic-policy';
  readonly failover: 'PRIMARY' | 'SECONDARY' | null;
  readonly setIdentifier: string | null;
  readonly healthCheckId: string | null;
};

export type AliasTarget = {
  /** Lower case, without a trailing dot. */
  readonly dnsName: string;
  readonly hostedZoneId: string;
  readonly evaluateTargetHealth: boolean;
};

export type HealthCheck = {
  readonly id: string;
  readonly type: string;
  readonly ipAddress: string | null;
  readonly domainName: string | null;
  readonly port: number | null;
  readonly path: string | null;
  readonly searchString: string | null;
  readonly intervalSeconds: number | null;
  readonly failureThreshold: number | null;
  readonly inverted: boolean;
  readonly disabled: boolean;
  readonly enableSni: boolean;
  readonly regions: readonly string[];
  /** Children of a CALCULATED check, else empty. */
  readonly childIds: readonly string[];
  /** How many children must be healthy; null unless CALCULATED. */
  readonly healthThreshold: number | null;
  /** What each checker last said; null for a CALCULATED check, which has no checkers. */
  readonly checkers: readonly CheckerObservation[] | null;
};

export type CheckerObservation = {
  readonly region: string;
  readonly address: string;
  readonly isHealthy: boolean;
  readonly text: string;
};

export type Bucket = {
  /** Region that the bucket really is in; null when there is no such bucket of ours. */
  readonly region: string | null;
  readonly website: {
    readonly index: string | null;
    readonly error: string | null;
    readonly redirectsAllTo: string | null;
  } | null;
  /** True when a public bucket policy is blocked by the bucket's own public-access settings. */
  readonly isPublicAccessBlocked: boolean;
  /** The bucket policy as JSON text, or null without one. */
  readonly policy: string | null;
  /** Whether the account's own public-access settings block every public policy. */
  readonly isBlockedByAccount: Look<boolean>;
  /** Whether whoever asks must pay, which no browser can. */
  readonly isRequesterPays: Look<boolean>;
  readonly isVersioned: Look<boolean>;
  /** How new objects are encrypted when the upload does not say. */
  readonly encryption: Look<'s3' | 'kms'>;
};

export type BucketObject = {
  readonly key: string;
  /** Without its quotes; of a plain upload the MD5 of the bytes, in hex. */
  readonly etag: string;
  readonly bytes: number;
};

/** The certificate that a server showed, whether it is valid or not. */
export type Certificate = {
  /** Names that it is for, in lower case, with wildcards. */
  readonly names: readonly string[];
  readonly validFrom: EpochMs;
  readonly validTo: EpochMs;
  /** Why it does not hold for the name, as the TLS library says it, for example `CERT_HAS_EXPIRED`; null when it does. */
  readonly problem: string | null;
};

/** Who would be told, and by what. */
export type Alerting = {
  /** Null when there is no such topic. */
  readonly topic: Look<Topic | null>;
  /** The parameter with Slack's webhook or token: null when it does not exist; the whole is null when none is configured. */
  readonly slackParameter: Look<Parameter | null> | null;
  /** The same for the parameter with the URL that each window calls. */
  readonly deadManParameter: Look<Parameter | null> | null;
  /** The topic in the schema of Amazon Q: null when there is no such topic; the whole is null when none is wanted. */
  readonly chatTopic: Look<Topic | null> | null;
  /** The topic of those who are told when nobody acknowledges, likewise. */
  readonly escalationTopic: Look<Topic | null> | null;
  /** The alarm that fires when no window ends any more; null when there is none. */
  readonly heartbeat: Look<Alarm | null>;
};

export type Topic = { readonly subscriptions: readonly Subscription[] };

export type Subscription = {
  /** For example `email` or `lambda`. */
  readonly protocol: string;
  readonly endpoint: string;
  /** An unconfirmed subscription gets nothing. */
  readonly isConfirmed: boolean;
};

export type Parameter = { readonly isSecret: boolean };

export type Alarm = {
  readonly state: 'ok' | 'alarm' | 'insufficient-data';
  /** Whether it tells anybody. */
  readonly hasActions: boolean;
};

/** What the probe function says of a site. */
export type MonitorSeen = {
  readonly health: HealthStatus;
  /** Until when a window looked after the site; null before the first. */
  readonly lastWindowAt: EpochMs | null;
  /** Digest of the site's config that the latest window ran with; null from an older version. */
  readonly configDigest: string | null;
};

/** An answer as a visitor would get it. */
export type Page = {
  readonly url: string;
  readonly address: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first 64 KiB of the body. */
  readonly body: string;
  readonly totalMs: number;
};

/** What one server said when it was asked directly: for A, AAAA and HTTPS records. */
export type NameServerAnswer = {
  readonly nameServer: string;
  readonly nameServerAddress: string;
  /** For A records. */
  readonly answer: Look<DnsAnswer>;
  readonly aaaa: Look<DnsAnswer>;
  readonly https: Look<DnsAnswer>;
};

export type DnsAnswer = {
  readonly rcode: string;
  readonly isAuthoritative: boolean;
  /** Of A or AAAA records, or the hints of HTTPS records. */
  readonly addresses: readonly string[];
  /** Other names that HTTPS records lead to; empty for A and AAAA. */
  readonly targetNames: readonly string[];
  /** The least of the answer's records; null without any. */
  readonly ttlSeconds: number | null;
  readonly elapsedMs: number;
};
