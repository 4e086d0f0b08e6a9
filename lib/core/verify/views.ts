import type { Served } from '../failover.ts';
import type { Site } from '../site.ts';
import type { Pair } from './pair.ts';
import type {
  Bucket,
  DnsAnswer,
  HealthCheck,
  NameServerAnswer,
  Page,
  RecordSet,
  Snapshot,
} from './snapshot.ts';

/** What the checks on records look at. */
export type RecordsView = Pair & { readonly site: Site; readonly records: readonly RecordSet[] };

/** The health checks, sorted by what they are for. */
export type HealthChecksView = {
  readonly site: Site;
  readonly primary: RecordSet;
  /** The check that hangs on the PRIMARY record. */
  readonly top: HealthCheck | null;
  /** Checks that watch the primary itself. */
  readonly endpoints: readonly HealthCheck[];
  /** Checks that watch the switch object. */
  readonly switches: readonly HealthCheck[];
  /** Checks that are named and do not exist, so that more may be wrong than is seen. */
  readonly missingIds: readonly string[];
};

/** What the checks on the bucket look at. */
export type BucketView = { readonly site: Site; readonly bucket: Bucket };

/** What the checks on the page look at. */
export type WebsiteView = {
  readonly site: Site;
  readonly page: Page;
  /** What the secondary speaks: CloudFront both, an S3 website HTTP only; null when the records are not known. */
  readonly scheme: 'http-only' | 'http-and-https' | null;
};

/** What one name server answered for A records, and whom that serves. */
export type ServerAnswer = DnsAnswer & { readonly nameServer: string; readonly served: Served };

/** What the checks on DNS look at. */
export type DnsView = {
  readonly site: Site;
  readonly snapshot: Snapshot;
  /** Every name server, whatever it said. */
  readonly servers: readonly NameServerAnswer[];
  /** The target that the A answers of all of them lead to. */
  readonly served: Served;
  /** The answers for A records; those that gave none are `silent`. */
  readonly answers: readonly ServerAnswer[];
  readonly silent: readonly NameServerAnswer[];
};
