import { ROUTE53_METRICS_REGION, route53AlarmName } from '../core/route53-alarm.ts';
import type { Config, Site } from '../core/site.ts';
import { siteCheckId } from './health-checks.ts';
import { logicalId } from './logical-id.ts';
import { route53TopicName, type StackPlace } from './names.ts';
import { isSlackToldFrom, route53SlackSubscription } from './route53-slack.ts';
import { siteTags, tagged } from './tags.ts';
import { type Resource, type Resources, ref, type Template, type Value } from './template.ts';
import { alarmsMayPublish, emailSubscriptions } from './topic.ts';

/** The output of the stack that says that there is, or should be, such a stack beside it. */
export const ROUTE53_ALARMS = 'Route53Alarms';
/** The output of that stack with the topic that its alarms tell. */
export const ROUTE53_TOPIC = 'Route53AlertTopic';

/** Which stack the alarms are of, and what it says of itself once it is deployed: the ids of its checks. */
export type Route53AlarmsOf = Pick<StackPlace, 'stack' | 'region'> & {
  readonly outputs: ReadonlyMap<string, string>;
};

/**
 * What tells that Route 53 moves visitors, whatever has become of Understudy and of its region. A stack that
 * stands in us-east-1 has a topic there already.
 */
export function route53AlarmsTemplate(
  config: Pick<Config, 'alerts' | 'sites' | 'stack'>,
  of: Route53AlarmsOf,
): Template {
  const topics = topicsBeside(of);
  const told = topics ?? [ref(ROUTE53_TOPIC)];
  const own = topics === null ? ownTopic(config, of) : {};
  const alarms = config.sites.map(
    (site) => [logicalId('Route53Alarm', site.name), alarm(site, of, told)] as const,
  );
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: "The alarms of Understudy on Route 53's own metric.",
    Resources: tagged({ ...own, ...Object.fromEntries(alarms) }, config.stack.tags),
    Outputs: { [ROUTE53_TOPIC]: { Description: 'Topic to subscribe to', Value: told[0] ?? '' } },
  };
}

/** Those of the stack itself, where it stands in the same region; null elsewhere. */
function topicsBeside({ region, outputs }: Route53AlarmsOf): readonly Value[] | null {
  if (region !== ROUTE53_METRICS_REGION) return null;
  return ['AlertTopic', 'ChatTopic'].flatMap((name) => outputs.get(name) ?? []);
}

/** Not encrypted, as the others are not, and for the same reasons. */
const ownTopic = (config: Pick<Config, 'alerts'>, of: Route53AlarmsOf): Resources => ({
  [ROUTE53_TOPIC]: {
    Type: 'AWS::SNS::Topic',
    Properties: { TopicName: route53TopicName(of), DisplayName: 'Understudy' },
  },
  Route53AlertTopicPolicy: alarmsMayPublish(ROUTE53_TOPIC),
  ...emailSubscriptions('EmailSubscription', ROUTE53_TOPIC, config.alerts.email),
  ...(isSlackToldFrom(config, of.region)
    ? { SlackSubscription: route53SlackSubscription(of, ref(ROUTE53_TOPIC)) }
    : {}),
});

/**
 * Two minutes in a row, so that nobody gets up for a moment; a new check that is not yet healthy may be told once.
 * Where nothing is written any more nobody knows where visitors are, and what was known before still stands:
 * neither an alarm nor its end comes of a gap. How CloudWatch treats these metrics was not verified on AWS.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html#alarms-and-missing-data
 */
const alarm = (site: Site, of: Route53AlarmsOf, topics: readonly Value[]): Resource => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: route53AlarmName(of, site.name),
    AlarmDescription: meaning(site),
    Namespace: 'AWS/Route53',
    MetricName: 'HealthCheckStatus',
    Dimensions: [{ Name: 'HealthCheckId', Value: checkOf(site, of) }],
    Statistic: 'Minimum',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    Period: 60,
    EvaluationPeriods: 2,
    DatapointsToAlarm: 2,
    TreatMissingData: 'ignore',
    AlarmActions: topics,
    OKActions: topics,
    Tags: siteTags(site),
  },
});

function checkOf({ name }: Site, { outputs }: Route53AlarmsOf): string {
  const id = outputs.get(siteCheckId(name));
  if (id === undefined) throw new Error(`the stack names no health check of ${name}`);
  return id;
}

/** Of a load balancer's own targets Route 53 asks by itself, beside the check. */
const meaning = ({ name, primary }: Site): string =>
  [
    `Route 53 sends visitors of ${name} to the secondary, whatever Understudy sees: for two minutes the health check of the PRIMARY record has been unhealthy.`,
    primary.where.kind === 'load-balancer'
      ? 'That check watches the switch alone; a failover of the load balancer by itself is not told here.'
      : 'A drill does that, too.',
    'If no other alert says why: npm start -- status. Runbook: cloudwatch-alarm.',
  ].join(' ');
