/**
 * Route 53 writes the metrics of its health checks there only, and an alarm tells topics of its own region:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
 */
export const ROUTE53_METRICS_REGION = 'us-east-1';

/** All of a stack, wherever that stands, are in one region; so a name says where its stack is, and then the site. */
export const route53AlarmName = (
  { stack, region }: { readonly stack: string; readonly region: string },
  site: string,
): string => `${stack}-${region}${BEFORE_SITE}${site}`;

const BEFORE_SITE = '-route53-failover-';

/** The site that such an alarm is about; null for any other alarm. */
export function siteOfRoute53Alarm(alarm: string): string | null {
  const [, site] = alarm.split(BEFORE_SITE);
  return site ?? null;
}
