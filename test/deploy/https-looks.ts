import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  ChangeResourceRecordSetsCommand,
  CreateHostedZoneCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { GetBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { ROUTE53_METRICS_REGION, route53AlarmName } from '../../lib/core/route53-alarm.ts';
import { makeHeadObject } from '../../lib/io/s3-objects.ts';
import { CERTIFICATES_REGION } from '../../lib/stack/certificates.ts';
import { distributionId } from '../../lib/stack/distribution.ts';
import type { EmulatedClient } from '../emulators/on.ts';
import { readZone } from './adopted.ts';

/** Of the site whose deployment is looked at. */
export const SITE = 'shop.example.com';
const STACK = 'understudy-prod';
const CERTIFICATES = 'understudy-prod-eu-west-1-certificates';
const ROUTE53_ALARMS = 'understudy-prod-eu-west-1-route53-alarms';

/** What a stack says of itself under this name. */
export const outputOf = (stack: Stack | null, id: string): string | undefined =>
  stack?.Outputs?.find(({ OutputKey }) => OutputKey === id)?.OutputValue;

/** What there is on the emulator, as one with all rights sees it. */
export function looksAt(client: EmulatedClient) {
  const here = new CloudFormationClient(client);
  const there = new CloudFormationClient({ ...client, region: CERTIFICATES_REGION });
  const cloudWatch = new CloudWatchClient({ ...client, region: ROUTE53_METRICS_REGION });
  const sns = new SNSClient({ ...client, region: ROUTE53_METRICS_REGION });
  const lambda = new LambdaClient(client);
  const route53 = new Route53Client(client);
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const describe = (cloudFormation: CloudFormationClient, StackName: string) =>
    cloudFormation.send(new DescribeStacksCommand({ StackName })).then(
      ({ Stacks: [found] = [] }) => found ?? null,
      (error: Error) => {
        if (/does not exist/.test(error.message)) return null;
        throw error;
      },
    );
  return {
    stack: () => describe(here, STACK),
    certificates: () => describe(there, CERTIFICATES),
    route53Alarms: () => describe(there, ROUTE53_ALARMS),
    route53Alarm: async () => {
      const AlarmNames = [route53AlarmName({ stack: STACK, region: client.region }, SITE)];
      const request = new DescribeAlarmsCommand({ AlarmNames });
      return (await cloudWatch.send(request)).MetricAlarms?.[0];
    },
    subscriptions: async (TopicArn: string) => {
      const { Subscriptions = [] } = await sns.send(
        new ListSubscriptionsByTopicCommand({ TopicArn }),
      );
      return Subscriptions.map(({ Protocol, Endpoint }) => `${Protocol} to ${Endpoint}`).sort();
    },
    distribution: async () => {
      const LogicalResourceId = distributionId(SITE);
      const request = new DescribeStackResourcesCommand({ StackName: STACK, LogicalResourceId });
      const { StackResources = [] } = await here.send(request);
      return StackResources[0]?.PhysicalResourceId;
    },
    secondaryDomains: async () => {
      const request = new GetFunctionConfigurationCommand({ FunctionName: `${STACK}-failover` });
      return (await lambda.send(request)).Environment?.Variables?.SECONDARY_DOMAINS;
    },
    bucketPolicy: async () =>
      (await s3.send(new GetBucketPolicyCommand({ Bucket: SITE }))).Policy ?? '',
    indexPage: () =>
      makeHeadObject(() => s3, null)({ bucket: SITE, region: client.region }, 'index.html'),
    makeZone: () =>
      route53.send(new CreateHostedZoneCommand({ Name: 'example.com', CallerReference: SITE })),
    /** One record that leads to the distribution, without the rest of the pair: a deploy is tested here. */
    lead: async (Action: 'CREATE' | 'DELETE', DNSName: string) => {
      const { id: HostedZoneId } = await readZone(route53, 'example.com');
      const AliasTarget = { DNSName, HostedZoneId: 'Z2FDTNDATAQYW2', EvaluateTargetHealth: false };
      const set = { SetIdentifier: 'secondary', Failover: 'SECONDARY', AliasTarget } as const;
      const ResourceRecordSet = { Name: SITE, Type: 'A', ...set } as const;
      const ChangeBatch = { Changes: [{ Action, ResourceRecordSet }] };
      await route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch }));
    },
    close: () => {
      for (const each of [here, there, cloudWatch, sns, lambda, route53, s3]) each.destroy();
    },
  };
}
