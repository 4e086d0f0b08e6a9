import { ALERT_CHECKS } from './alerts/alerts.ts';
import { BUCKET_CHECKS } from './bucket/bucket.ts';
import type { CheckFacts } from './check.ts';
import { DNS_CHECKS } from './dns/dns.ts';
import { DRILL_CHECKS } from './drill.ts';
import { HEALTH_CHECK_CHECKS } from './health-checks/health-checks.ts';
import { OURSELVES_CHECKS } from './ourselves.ts';
import { READABLE_CHECKS } from './readable.ts';
import { RECORD_CHECKS } from './records/records.ts';
import { TLS_CHECKS } from './tls.ts';
import { WEBSITE_CHECKS } from './website/website.ts';

/** Every check that there is, in the order in which `verify` tells of them. */
export const ALL_CHECKS: readonly CheckFacts[] = [
  READABLE_CHECKS.records,
  ...RECORD_CHECKS,
  READABLE_CHECKS['health-checks'],
  ...HEALTH_CHECK_CHECKS,
  READABLE_CHECKS.bucket,
  ...BUCKET_CHECKS,
  READABLE_CHECKS.website,
  ...WEBSITE_CHECKS,
  READABLE_CHECKS.dns,
  ...DNS_CHECKS,
  ...TLS_CHECKS,
  ...ALERT_CHECKS,
  ...OURSELVES_CHECKS,
  ...DRILL_CHECKS,
];
