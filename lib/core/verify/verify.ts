import { NOBODY_IS_TOLD } from '../alerts/alerts.ts';
import type { HealthStatus } from '../probing/health.ts';
import type { Site } from '../site.ts';
import { verifyAlerts } from './alerts/alerts.ts';
import { verifyBucket } from './bucket/bucket.ts';
import { verifyDns } from './dns/dns.ts';
import { verifyDrill } from './drill.ts';
import type { Finding } from './finding.ts';
import { verifyHealthChecks } from './health-checks/health-checks.ts';
import { verifyOurselves } from './ourselves.ts';
import { verifyRecords } from './records/records.ts';
import type { Snapshot } from './snapshot.ts';
import { verifyTls } from './tls.ts';
import { verifyWebsite } from './website/website.ts';

const NOTHING = { ok: false, why: 'not looked at' } as const;

/** Everything there is to say about one site's failover: one finding a check, also when it passes. */
export const verify = (site: Site, snapshot: Snapshot): Finding[] =>
  TOPICS.flatMap((topic) => topic(site, snapshot));

const TOPICS: readonly ((site: Site, snapshot: Snapshot) => Finding[])[] = [
  verifyRecords,
  verifyHealthChecks,
  verifyBucket,
  verifyWebsite,
  verifyDns,
  verifyTls,
  verifyAlerts,
  verifyOurselves,
  verifyDrill,
];

/** A snapshot before anything was looked at: lay what was over it. */
export const NOT_LOOKED_AT: Omit<Snapshot, 'takenAt'> = {
  expected: {
    siteNames: [],
    alerts: NOBODY_IS_TOLD,
    switchDomain: null,
    content: null,
    configDigest: null,
  },
  zone: NOTHING,
  zoneServerAddresses: NOTHING,
  records: NOTHING,
  beside: NOTHING,
  healthChecks: NOTHING,
  bucket: NOTHING,
  objects: null,
  distribution: null,
  page: NOTHING,
  deepPage: null,
  securePage: null,
  primaryPage: null,
  certificates: { primary: null, secondary: null },
  alerting: null,
  monitor: null,
  lastDrill: null,
  switched: 'unknown',
  dns: NOTHING,
  publicResolvers: [],
  primaryAddresses: [],
  secondaryAddresses: [],
};

/**
 * Whether the secondary may serve. It is `healthy` only when its page was seen and nothing about it
 * or its bucket fails; a bucket that could not be looked at says nothing against the page that was,
 * and neither does a deep link that could not be followed, or a primary that does not answer.
 */
export function secondaryReady(findings: readonly Finding[]): HealthStatus {
  const website = findings.filter(({ id }) => id.startsWith('website.'));
  const bucket = findings.filter(({ id }) => id.startsWith('bucket.'));
  if ([...website, ...bucket].some(({ outcome }) => outcome === 'fail')) return 'unhealthy';
  const page = website.filter(({ id }) => !BESIDE_THE_PAGE.has(id));
  const isSeen = page.length > 0 && page.every(({ outcome }) => outcome !== 'unknown');
  return isSeen ? 'healthy' : 'unknown';
}

/** Each rests on a look of its own; one that failed says nothing about the page at `/`. */
const BESIDE_THE_PAGE: ReadonlySet<string> = new Set(['website.deep-link', 'website.hsts']);
