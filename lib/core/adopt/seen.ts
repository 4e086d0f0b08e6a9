import type { Site, Target } from '../site.ts';
import type { Finding, Look } from '../verify/finding.ts';
import type {
  CheckerObservation,
  HealthCheck,
  NameServerAnswer,
  RecordSet,
  Zone,
} from '../verify/snapshot.ts';

/** A health check as configured; what its checkers say stands apart. */
export type ListedCheck = Omit<HealthCheck, 'checkers'>;

/** What the checkers of a health check last said, by its ID. */
export type Observations = ReadonlyMap<string, Look<readonly CheckerObservation[]>>;

/** All that a plan rests on: one zone, and the sites of it that are to change together. */
export type ZoneSeen = {
  readonly zone: Zone;
  /** The name servers that DNS itself names for the zone. */
  readonly nameServers: Look<readonly { readonly name: string; readonly address: string }[]>;
  /** Addresses of the zone's own name servers: DNS may know them under other names. */
  readonly zoneServerAddresses: readonly string[];
  /** The records at `namesToRead`, of every type. */
  readonly records: readonly RecordSet[];
  /** Every health check of the account. */
  readonly checks: readonly ListedCheck[];
  /** Of the checks that the sites have, or would get. */
  readonly observations: Observations;
  /** Host name by which the health checkers ask for the switch object. */
  readonly switchDomain: string;
  readonly sites: readonly SiteSeen[];
};

/** One site, as visitors meet it at this moment. */
export type SiteSeen = {
  readonly site: Site;
  readonly dns: Look<readonly NameServerAnswer[]>;
  readonly primaryAddresses: readonly string[];
  readonly secondaryAddresses: readonly string[];
  /** Where the switch stands; `unknown` when S3 could not tell. */
  readonly switched: Target | 'unknown';
  /** The primary has just answered us, as it should. */
  readonly answersUs: boolean;
  /** Name of the stack's distribution, null where none is deployed; the whole is null where the secondary is an S3 website. */
  readonly distribution: Look<string | null> | null;
  /** Of the verification of bucket and website. */
  readonly findings: readonly Finding[];
};
