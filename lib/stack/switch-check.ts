import type { Site } from '../core/site.ts';
import { switchKey } from '../core/switch-key.ts';
import { healthCheck } from './health-check.ts';
import { SWITCH_BUCKET } from './switch-bucket.ts';
import { attribute, type Resource } from './template.ts';

/**
 * Watches the site's switch, inverted: unhealthy while the object is there, healthy while it is absent
 * or S3 does not answer. One sighting is enough: the object is an order, not a symptom.
 */
export const switchCheck = (site: Site): Resource =>
  healthCheck(site, 'switch', {
    Type: 'HTTPS',
    FullyQualifiedDomainName: attribute(SWITCH_BUCKET, 'RegionalDomainName'),
    Port: 443,
    ResourcePath: `/${switchKey(site.name)}`,
    EnableSNI: true,
    Inverted: true,
    RequestInterval: 10,
    FailureThreshold: 1,
  });
