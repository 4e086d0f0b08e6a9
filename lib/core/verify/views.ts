import type { Served } from '../failover.ts';
import type { Site } from '../site.ts';
import type { Pair } from './pair.ts';
import type { DnsAnswer, HealthCheck, NameServerAnswer, RecordSet, Snapshot } from './snapshot.ts';

/** What the checks on records look at. */
export type RecordsView = Pair & {
  readonly site: Site;
  /** Those at the site's own name. */
  readonly records: readonly RecordSet[];
  readonly snapshot: Snapshot;
};

/** The health checks, sorted by what they are for. */
export type HealthChecksView = {
  readonly site: Site;
  readonly snapshot: Snapshot;
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
