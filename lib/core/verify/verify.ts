import type { HealthStatus } from '../health.ts';
import type { Site } from '../site.ts';
import { verifyBucket } from './bucket.ts';
import { verifyDns } from './dns.ts';
import type { Finding } from './finding.ts';
import { verifyHealthChecks } from './health-checks.ts';
import { verifyRecords } from './records.ts';
import type { Snapshot } from './snapshot.ts';
import { verifyWebsite } from './website.ts';

const NOTHING = { ok: false, why: 'not looked at' } as const;

/** Everything there is to say about one site's failover: one finding a check, also when it passes. */
export const verify = (site: Site, snapshot: Snapshot): Finding[] =>
  [verifyRecords, verifyHealthChecks, verifyBucket, verifyWebsite, verifyDns].flatMap((topic) =>
    topic(site, snapshot),
  );

/** A snapshot before anything was looked at: lay what was over it. */
export const NOT_LOOKED_AT: Omit<Snapshot, 'takenAt'> = {
  zone: NOTHING,
  records: NOTHING,
  healthChecks: NOTHING,
  bucket: NOTHING,
  page: NOTHING,
  dns: NOTHING,
  publicResolvers: [],
  primaryAddresses: [],
  secondaryAddresses: [],
};

/**
 * Whether the secondary may serve. It is `healthy` only when its page was seen and nothing about it
 * or its bucket fails; a bucket that could not be looked at says nothing against the page that was.
 */
export function secondaryReady(findings: readonly Finding[]): HealthStatus {
  const website = findings.filter(({ id }) => id.startsWith('website.'));
  const bucket = findings.filter(({ id }) => id.startsWith('bucket.'));
  if ([...website, ...bucket].some(({ outcome }) => outcome === 'fail')) return 'unhealthy';
  const isSeen = website.length > 0 && website.every(({ outcome }) => outcome !== 'unknown');
  return isSeen ? 'healthy' : 'unknown';
}
