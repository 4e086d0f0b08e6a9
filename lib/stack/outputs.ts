import { ROUTE53_METRICS_REGION } from '../core/route53-alarm.ts';
import type { Config } from '../core/site.ts';
import { distributed, distributionId } from './distribution.ts';
import { functionId } from './functions.ts';
import { siteCheckId } from './health-checks.ts';
import { route53AlarmsStackName, THIS_STACK } from './names.ts';
import { ROUTE53_ALARMS } from './route53-alarms.ts';
import { STATE_TABLE } from './state-table.ts';
import { SWITCH_BUCKET } from './switch-bucket.ts';
import { attribute, type Outputs, ref, text, type Value } from './template.ts';
import { alertTopic, chatTopic, escalationTopic } from './topic.ts';

/** What the terminal needs to know of a deployed stack; a site's check is under `siteCheckId`, its distribution under `distributionId`. */
export const outputs = ({ alerts, sites }: Config): Outputs => ({
  AlertTopic: { Description: 'Topic to subscribe to', Value: alertTopic(alerts) },
  ...ifThere('ChatTopic', 'Topic to add to a channel in Amazon Q', chatTopic(alerts)),
  ...ifThere(
    'EscalationTopic',
    'Topic of those who are told when nobody acknowledges',
    escalationTopic(alerts),
  ),
  ...ifThere(
    ROUTE53_ALARMS,
    `Stack in ${ROUTE53_METRICS_REGION} that is made beside this one`,
    alerts.route53 ? text(route53AlarmsStackName(THIS_STACK)) : null,
  ),
  FailoverFunction: {
    Description: 'Function to invoke by hand',
    Value: ref(functionId('failover')),
  },
  StateTable: { Description: 'What Understudy remembers', Value: ref(STATE_TABLE) },
  SwitchBucket: { Description: 'Bucket of the switches', Value: ref(SWITCH_BUCKET) },
  ...Object.fromEntries(
    sites.map(({ name }) => [
      siteCheckId(name),
      {
        Description: `Health check for the PRIMARY record of ${name}`,
        Value: ref(siteCheckId(name)),
      },
    ]),
  ),
  ...Object.fromEntries(
    distributed(sites).map(({ name }) => [
      distributionId(name),
      {
        Description: `Distribution for the SECONDARY record of ${name}`,
        Value: attribute(distributionId(name), 'DomainName'),
      },
    ]),
  ),
});

const ifThere = (id: string, Description: string, Value: Value | null): Outputs =>
  Value === null ? {} : { [id]: { Description, Value } };

/**
 * The framework makes an export of its own bucket's name, named after the service, which is the same for all
 * stacks; but no two stacks of a region may export one name
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html).
 */
export const frameworkExports = {
  ServerlessDeploymentBucketName: {
    Export: { Name: text(`\${AWS::StackName}-deployment-bucket`) },
  },
} as const;
