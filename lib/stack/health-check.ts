import type { Site } from '../core/site.ts';
import { siteTags } from './tags.ts';
import { RETAIN, type Resource, type Value } from './template.ts';

/**
 * One Route 53 health check. It outlives the stack, because the site's record does: Route 53 deletes a
 * check that a record still uses, and then answers as it likes
 * (https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHealthCheck.html).
 */
export const healthCheck = (
  site: Site,
  role: string,
  healthCheckConfig: Readonly<Record<string, Value>>,
): Resource => ({
  Type: 'AWS::Route53::HealthCheck',
  ...RETAIN,
  Properties: {
    HealthCheckConfig: healthCheckConfig,
    HealthCheckTags: [{ Key: 'Name', Value: `${site.name} ${role}` }, ...siteTags(site)],
  },
});
