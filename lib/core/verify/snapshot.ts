import type { EpochMs } from '../time.ts';
import type { Look } from './finding.ts';

/** All that was read about one site, before anything is judged. */
export type Snapshot = {
  readonly takenAt: EpochMs;
  readonly zone: Look<Zone>;
  /** The records at the site's name, of every type. */
  readonly records: Look<readonly RecordSet[]>;
  /** Each health check that hangs on one of those records, and its children. */
  readonly healthChecks: Look<readonly HealthCheck[]>;
  readonly bucket: Look<Bucket>;
  /** `GET /` on the website endpoint with the site's Host header. */
  readonly page: Look<Page>;
  readonly dns: Look<readonly NameServerAnswer[]>;
  /** What resolvers of the public tell visitors, as information; empty where none are asked. */
  readonly publicResolvers: readonly NameServerAnswer[];
  /** Addresses of the load balancer, or the configured ones. */
  readonly primaryAddresses: readonly string[];
  /** Addresses that the website endpoint has, or that were seen to answer as it does. */
  readonly secondaryAddresses: readonly string[];
};

export type Zone = {
  readonly id: string;
  readonly name: string;
  readonly nameServers: readonly string[];
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
    | 'cidr';
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
