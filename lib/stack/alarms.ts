import { METRIC, METRIC_NAMESPACE } from '../core/metric-names.ts';
import type { Config } from '../core/site.ts';
import { type FunctionName, functionId } from './functions.ts';
import { HEARTBEAT } from './names.ts';
import { PROBE_SCHEDULE } from './schedules.ts';
import { type Resource, type Resources, ref, text, type Value } from './template.ts';
import { alarmTopics } from './topic.ts';

/**
 * What watches the monitor: it does not watch itself. Alarms on Route 53's own metric stand elsewhere
 * (route53-alarms.ts). That its checkers see something else than our probes, a verification finds and tells; that a
 * certificate ends soon, the probes see and tell, with what it shows.
 */
export const alarms = (config: Config): Resources =>
  Object.fromEntries(
    allAlarms(config).map(({ id, resource }) => [
      id,
      telling(resource, alarmTopics(config.alerts)),
    ]),
  );

/** The names of the alarms, without the stack's, for whoever shows them all. */
export const alarmNames = (config: Config): readonly string[] =>
  allAlarms(config).map(({ name }) => name);

type Alarm = { readonly id: string; readonly name: string; readonly resource: Resource };

const allAlarms = ({ verify }: Config): readonly Alarm[] => [
  monitorSilent(),
  functionErrors('probe', { periodSeconds: 60, of: 5, failing: 3 }),
  functionErrors('failover', { periodSeconds: 300, of: 1, failing: 1 }),
  functionErrors('slack', { periodSeconds: 300, of: 1, failing: 1 }),
  functionThrottles('probe'),
  functionThrottles('failover'),
  secondaryNotReady(verify.everyMs),
  failoverLong(),
];

/**
 * No finished window for three minutes. Missing data is the alarm itself, so it also fires when
 * nothing runs at all; right after the first deployment it may fire once, before the first window.
 */
const monitorSilent = (): Alarm =>
  withDependency(
    PROBE_SCHEDULE,
    alarm('MonitorSilentAlarm', HEARTBEAT, {
      AlarmDescription:
        'Understudy has finished no window for three minutes: nobody watches the sites. Route 53 goes on failing over by itself. Look at the log of the probe function.',
      Namespace: METRIC_NAMESPACE,
      MetricName: METRIC.window,
      Dimensions: [
        { Name: 'Stack', Value: ref('AWS::StackName') },
        { Name: 'Shard', Value: '0' },
      ],
      Statistic: 'Sum',
      ComparisonOperator: 'LessThanThreshold',
      Period: 60,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 3,
      TreatMissingData: 'breaching',
    }),
  );

type Patience = {
  readonly periodSeconds: number;
  readonly of: number;
  readonly failing: number;
};

/** A function that ended in an error; how often is too often depends on what the next run mends. */
const functionErrors = (name: FunctionName, { periodSeconds, of, failing }: Patience): Alarm =>
  alarm(functionAlarmId(name, 'Errors'), `${name}-errors`, {
    AlarmDescription: `The ${name} function of Understudy ends in errors. Look at its log.`,
    ...sumOf(name, 'Errors'),
    Period: periodSeconds,
    EvaluationPeriods: of,
    DatapointsToAlarm: failing,
  });

/** The account's concurrency is used up by something else; Understudy then runs late or not at all. */
const functionThrottles = (name: FunctionName): Alarm =>
  alarm(functionAlarmId(name, 'Throttles'), `${name}-throttles`, {
    AlarmDescription: `Lambda refuses to run the ${name} function of Understudy: too many functions run in this account and region at once. Look at the quota of concurrent executions, and at what uses it up.`,
    ...sumOf(name, 'Throttles'),
    Period: 300,
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
  });

const functionAlarmId = (name: FunctionName, metric: string): string =>
  `${name.charAt(0).toUpperCase()}${name.slice(1)}${metric}Alarm`;

const sumOf = (name: FunctionName, metric: 'Errors' | 'Throttles') => ({
  Namespace: 'AWS/Lambda',
  MetricName: metric,
  Dimensions: [{ Name: 'FunctionName', Value: ref(functionId(name)) }],
  Statistic: 'Sum',
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
});

const THIS_STACK_ONLY = [{ Name: 'Stack', Value: ref('AWS::StackName') }];

/** An alarm may look back over no more than a day, where its period is below an hour. */
const LOOK_BACK_MS_MAX = 24 * 60 * 60_000;

/**
 * One alarm for all sites: the mail of a verification names the site, and this one comes when that mail
 * did not, or was overlooked. Two verifications in a row, since a page may be slow once.
 */
function secondaryNotReady(verifyEveryMs: number): Alarm {
  const looks = 2 * verifyEveryMs <= LOOK_BACK_MS_MAX ? 2 : 1;
  return alarm('SecondaryNotReadyAlarm', 'secondary-not-ready', {
    AlarmDescription:
      'The secondary of at least one site could not serve: a failover would not help it. The dashboard shows which; npm start -- verify says why and how to mend it.',
    Namespace: METRIC_NAMESPACE,
    MetricName: METRIC.secondaryReady,
    Dimensions: THIS_STACK_ONLY,
    Statistic: 'Minimum',
    ComparisonOperator: 'LessThanThreshold',
    Period: verifyEveryMs / 1_000,
    EvaluationPeriods: looks,
    DatapointsToAlarm: looks,
    // Where nobody could look, what was known before still stands.
    TreatMissingData: 'ignore',
  });
}

/** A failover is for an outage; who goes home after it without failing back has forgotten something. */
const failoverLong = (): Alarm =>
  alarm('FailoverLongAlarm', 'failover-long', {
    AlarmDescription:
      'Visitors of at least one site have been sent to the secondary for an hour. The dashboard shows which; npm start -- status says what a failback waits for.',
    Namespace: METRIC_NAMESPACE,
    MetricName: METRIC.secondaryServed,
    Dimensions: THIS_STACK_ONLY,
    Statistic: 'Maximum',
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Period: 300,
    EvaluationPeriods: 12,
    DatapointsToAlarm: 12,
    // Written only while it is so.
    TreatMissingData: 'notBreaching',
  });

const withDependency = (dependsOn: string, { resource, ...alarm }: Alarm): Alarm => ({
  ...alarm,
  resource: { ...resource, DependsOn: [dependsOn] },
});

/** Tells the people on the topics when it begins and when it is over. */
const telling = ({ Properties, ...resource }: Resource, topics: readonly Value[]): Resource => ({
  ...resource,
  Properties: { ...Properties, AlarmActions: topics, OKActions: topics },
});

const alarm = (id: string, name: string, properties: Resource['Properties']): Alarm => ({
  id,
  name,
  resource: {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: text(`\${AWS::StackName}-${name}`),
      ...properties,
      Threshold: 1,
    },
  },
});
