import { ROUTE53_METRICS_REGION } from '../core/route53-alarm.ts';
import type { Config } from '../core/site.ts';
import { functionId } from './functions.ts';
import { route53TopicName, THIS_STACK } from './names.ts';
import { attribute, type Resource, type Resources, text, type Value } from './template.ts';

/**
 * SNS brings a message from us-east-1 to a function in another region, unless that has to be enabled first
 * (https://docs.aws.amazon.com/sns/latest/dg/lambda-prereq.html). All regions since March 2019 have to be, so these
 * are the others; Osaka, which SNS counts among the new ones, is not
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html).
 */
const REACHED_FROM_THERE: ReadonlySet<string> = new Set([
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
]);

/** Whether Slack is told of Route 53's alarms by the function in this region. */
export const isSlackToldFrom = ({ alerts }: Pick<Config, 'alerts'>, region: string): boolean =>
  alerts.route53 && alerts.slack !== null && REACHED_FROM_THERE.has(region);

/** The permission is by the topic's name: the topic is made after this stack. */
export function route53SlackPermission(config: Config): Resources {
  const region = config.sites[0]?.secondary.region ?? '';
  if (!isSlackToldFrom(config, region)) return {};
  return {
    Route53SlackPermission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: attribute(functionId('slack'), 'Arn'),
        Action: 'lambda:InvokeFunction',
        Principal: 'sns.amazonaws.com',
        SourceArn: text(
          `arn:\${AWS::Partition}:sns:${ROUTE53_METRICS_REGION}:\${AWS::AccountId}:${route53TopicName(THIS_STACK)}`,
        ),
      },
    },
  };
}

/** What the topic there subscribes to itself. */
export const route53SlackSubscription = (
  { stack, region }: { readonly stack: string; readonly region: string },
  topic: Value,
): Resource => ({
  Type: 'AWS::SNS::Subscription',
  Properties: {
    TopicArn: topic,
    Protocol: 'lambda',
    Endpoint: text(
      `arn:\${AWS::Partition}:lambda:${region}:\${AWS::AccountId}:function:${stack}-slack`,
    ),
  },
});
