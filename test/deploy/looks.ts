import { DescribeAlarmsCommand, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetFunctionCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import type { FailoverAnswer } from '../../lib/app/failover-actions.ts';
import { METRIC, METRIC_NAMESPACE } from '../../lib/core/metric-names.ts';
import { readAlertDocument } from '../../lib/io/alert-schema.ts';
import { makeHeadObject } from '../../lib/io/s3-objects.ts';
import { makeSwitch } from '../../lib/io/s3-switch.ts';
import { makeControllerStore, makeMonitorStore } from '../../lib/io/state-table.ts';
import { readHealthChecks } from './adopted.ts';
import { type Deployment, NAMES, REGION, SITE } from './deployment.ts';
import type { Ear } from './ear.ts';
import { DescribeLogGroupsCommand, ListRolesCommand } from './framework-clients.ts';

/** What there is on the emulator, as one with all rights sees it. */
export function looksAt({ aws, sls, internet, subscriber, chat, slack }: Deployment) {
  const monitors = makeMonitorStore(aws.dynamo, NAMES.stateTable);
  const controllers = makeControllerStore(aws.dynamo, NAMES.stateTable, 1);
  const switches = makeSwitch(aws.s3, NAMES.switchBucket);
  const failoverState = async () => (await controllers.load(SITE))?.value.failover ?? null;
  const switchObject = () => switches.read(SITE);
  const checks = () => readHealthChecks(aws.route53);
  return {
    switchObject,
    checks,
    servedNow: () => internet.servedNow(SITE),
    indexPage: () =>
      makeHeadObject(() => aws.s3, null)({ bucket: SITE, region: REGION }, 'index.html'),
    isHealthy: async () => {
      const health = Object.values((await monitors.load(SITE))?.value.health ?? {});
      return health.length > 0 && health.every(({ status }) => status === 'healthy');
    },
    isPhase: (phase: string) => async () => (await failoverState())?.phase === phase,
    /** Both the subscriber of the topic and Slack have got a message with these words. */
    areTold: (words: string) => () =>
      [subscriber, slack].every((ear) => ear.heard().some((body) => body.includes(words))),
    /** The alerts that programs got from the topic, each as its document. */
    documents: () => notifications(subscriber).flatMap((text) => readAlertDocument(text) ?? []),
    /** What the topic for Amazon Q was given, parsed. */
    chatted: () => notifications(chat).map((text) => JSON.parse(text)),
    invoke: async (event: object): Promise<FailoverAnswer> =>
      JSON.parse(await sls('invoke', '-f', 'failover', '-d', JSON.stringify(event))),
    windowsCounted: () => windowsCounted(aws),
    heartbeat: async () =>
      (await alarms(aws)).find(({ AlarmName }) => AlarmName === NAMES.heartbeat)?.StateValue,
    codeDigest: async () => {
      const probe = new GetFunctionCommand({ FunctionName: `${NAMES.stack}-probe` });
      return (await aws.lambda.send(probe)).Configuration?.CodeSha256;
    },
    whatMustStay: async () => ({
      failover: await failoverState(),
      incidents: (await monitors.load(SITE))?.value.incidents,
      switchObject: await switchObject(),
      checks: await checks(),
    }),
    whatIsLeft: () => whatIsLeft(aws),
  };
}

/** SNS wraps a message into one of its own. */
const notifications = (ear: Ear): readonly string[] =>
  ear.heard().map((body) => JSON.parse(body).Message);

type Aws = Deployment['aws'];

async function windowsCounted({ cloudwatch }: Aws): Promise<number> {
  const now = Date.now();
  const { Datapoints = [] } = await cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: METRIC_NAMESPACE,
      MetricName: METRIC.window,
      Dimensions: [
        { Name: 'Stack', Value: NAMES.stack },
        { Name: 'Shard', Value: '0' },
      ],
      StartTime: new Date(now - 3_600_000),
      EndTime: new Date(now + 60_000),
      Period: 60,
      Statistics: ['Sum'],
    }),
  );
  return Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0);
}

const alarms = async ({ cloudwatch }: Aws) =>
  (await cloudwatch.send(new DescribeAlarmsCommand({}))).MetricAlarms ?? [];

async function whatIsLeft(aws: Aws) {
  const [buckets, tables, functions, topics, roles, logs] = await Promise.all([
    aws.s3.send(new ListBucketsCommand({})),
    aws.dynamo.send(new ListTablesCommand({})),
    aws.lambda.send(new ListFunctionsCommand({})),
    aws.sns.send(new ListTopicsCommand({})),
    aws.iam.send(new ListRolesCommand({})),
    aws.logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: `/aws/lambda/${NAMES.stack}` }),
    ),
  ]);
  return {
    buckets: (buckets.Buckets ?? []).map(({ Name }) => Name).toSorted(),
    tables: tables.TableNames,
    functions: (functions.Functions ?? []).map(({ FunctionName }) => FunctionName),
    topics: topics.Topics ?? [],
    alarms: await alarms(aws),
    roles: (roles.Roles ?? []).map(({ RoleName }) => RoleName),
    logGroups: logs.logGroups,
  };
}
