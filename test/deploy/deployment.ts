import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { STAGE_SITE } from '../../lib/local/stage-site.ts';
import {
  alertTopicName,
  chatTopicName,
  heartbeatAlarmName,
  stackName,
  stateTableName,
  switchBucketName,
} from '../../lib/stack/names.ts';
import type { EmulatedClient } from '../emulators/on.ts';
import { readZone } from './adopted.ts';
import { type Ear, startEar } from './ear.ts';
import { CloudWatchLogsClient, IAMClient } from './framework-clients.ts';
import { makeHealthCheckFunction } from './health-check-function.ts';
import { type Internet, startInternet } from './internet.ts';
import { makeServiceFolder, type ServiceFolder } from './service-folder.ts';
import { makeSls, type Sls } from './sls.ts';

/** Everything that stands before the first deploy, and what one asks for afterwards. */
export type Deployment = {
  readonly aws: ReturnType<typeof makeClients>;
  readonly folder: ServiceFolder;
  readonly sls: Sls;
  readonly zone: Awaited<ReturnType<typeof readZone>>;
  readonly internet: Internet;
  readonly subscriber: Ear;
  /** In the place of Amazon Q. */
  readonly chat: Ear;
  readonly slack: Ear;
  readonly close: () => Promise<void>;
};

export const SITE = STAGE_SITE.name;
export const REGION = 'eu-west-1';
const PLACE = { stack: stackName('understudy', 'prod'), account: '000000000000', region: REGION };

/** What the stack calls its parts. */
export const NAMES = {
  stack: PLACE.stack,
  switchBucket: switchBucketName(PLACE),
  stateTable: stateTableName(PLACE),
  topic: `arn:aws:sns:${REGION}:${PLACE.account}:${alertTopicName(PLACE)}`,
  chatTopic: `arn:aws:sns:${REGION}:${PLACE.account}:${chatTopicName(PLACE)}`,
  heartbeat: heartbeatAlarmName(PLACE),
} as const;

const WEBHOOK_PARAMETER = '/understudy/slack-webhook';

/** A site that is watched every second; the rest of its policy is what the test says. */
export const sitesYml = (policy: string): string => `
alerts: { slack: { webhookParameter: ${WEBHOOK_PARAMETER} }, amazonQ: true }
monitor: { controls: [http://control-1.example.net/, http://control-2.example.org/] }
sites:
  - name: ${SITE}
    hostedZone: ${STAGE_SITE.hostedZone}
    primary: { address: 203.0.113.10, path: /health, expect: { contains: ok } }
    secondary: { region: ${REGION}, content: ./site, marker: understudy-fallback }
    policy: { interval: 1s, armAfter: 0, cooldown: 1s, ${policy} }
`;

export async function openDeployment(client: EmulatedClient): Promise<Deployment> {
  const aws = makeClients(client);
  const { hostedZone } = STAGE_SITE;
  await aws.route53.send(
    new CreateHostedZoneCommand({ Name: hostedZone, CallerReference: hostedZone }),
  );
  const zone = await readZone(aws.route53, hostedZone);
  const internet = await startInternet(client, zone);
  const [subscriber, chat, slack] = await Promise.all([startEar(), startEar(), startEar()]);
  const secret = { Name: WEBHOOK_PARAMETER, Value: slack.url, Type: 'SecureString' } as const;
  await aws.ssm.send(new PutParameterCommand(secret));
  const folder = makeServiceFolder();
  const sls = makeSls(folder.path, {
    AWS_ENDPOINT_URL: client.endpoint,
    AWS_ACCESS_KEY_ID: client.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: client.credentials.secretAccessKey,
    AWS_DISABLE_REQUEST_COMPRESSION: 'true',
    UNDERSTUDY_HEALTH_CHECK_FUNCTION: await makeHealthCheckFunction(client),
  });
  const close = async () => {
    await Promise.all([internet, subscriber, chat, slack].map((part) => part.close()));
    for (const one of Object.values(aws)) one.destroy();
    folder.remove();
  };
  return { aws, folder, sls, zone, internet, subscriber, chat, slack, close };
}

const makeClients = (client: EmulatedClient) => ({
  cloudwatch: new CloudWatchClient(client),
  dynamo: new DynamoDBClient(client),
  iam: new IAMClient(client),
  lambda: new LambdaClient(client),
  logs: new CloudWatchLogsClient(client),
  route53: new Route53Client(client),
  s3: new S3Client({ ...client, forcePathStyle: true }),
  sns: new SNSClient(client),
  ssm: new SSMClient(client),
});
