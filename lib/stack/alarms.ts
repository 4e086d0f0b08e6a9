import { METRIC, METRIC_NAMESPACE } from '../core/metric-names.ts';
import type { Config } from '../core/site.ts';
import { type FunctionName, functionId } from './functions.ts';
import { logicalId } from './logical-id.ts';
import { PROBE_SCHEDULE } from './schedules.ts';
import { type Resource, type Resources, ref, text } from './template.ts';
import { ALERT_TOPIC } from './topic.ts';

/** What watches the monitor: it does not watch itself. */
export const alarms = ({ sites }: Config): Resources => ({
  MonitorSilentAlarm: monitorSilent(),
  ProbeErrorsAlarm: functionErrors('probe', { periodSeconds: 60, of: 5, failing: 3 }),
  FailoverErrorsAlarm: functionErrors('failover', { periodSeconds: 300, of: 1, failing: 1 }),
  SlackErrorsAlarm: functionErrors('slack', { periodSeconds: 300, of: 1, failing: 1 }),
  ...Object.fromEntries(
    sites
      .filter(({ primary }) => primary.protocol === 'https')
      .map(({ name }) => [logicalId('CertificateAlarm', name), certificateEnding(name)]),
  ),
});

/** Certificates that renew themselves have done so long before; there is time to do it by hand. */
const CERTIFICATE_DAYS_LEFT = 14;

/** Ahead of time: on the day itself the probes find it expired, and visitors do, too. */
const certificateEnding = (site: string): Resource =>
  alarm(
    `certificate-${site}`,
    [],
    {
      AlarmDescription: `The certificate of the primary of ${site} expires within ${CERTIFICATE_DAYS_LEFT} days. Renew it; npm start -- watch https://ADDRESS/ --host ${site} shows the days left.`,
      Namespace: METRIC_NAMESPACE,
      MetricName: METRIC.certificateDaysLeft,
      Dimensions: [{ Name: 'Site', Value: site }],
      Statistic: 'Minimum',
      ComparisonOperator: 'LessThanThreshold',
      Period: 3600,
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      // Of a primary that cannot be asked nothing is known; another alarm tells of that.
      TreatMissingData: 'ignore',
    },
    CERTIFICATE_DAYS_LEFT,
  );

/**
 * No finished window for three minutes. Missing data is the alarm itself, so it also fires when
 * nothing runs at all; right after the first deployment it may fire once, before the first window.
 */
const monitorSilent = (): Resource =>
  alarm('monitor-silent', [PROBE_SCHEDULE], {
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
  });

type Patience = {
  readonly periodSeconds: number;
  readonly of: number;
  readonly failing: number;
};

/** A function that ended in an error; how often is too often depends on what the next run mends. */
const functionErrors = (name: FunctionName, { periodSeconds, of, failing }: Patience): Resource =>
  alarm(`${name}-errors`, [], {
    AlarmDescription: `The ${name} function of Understudy ends in errors. Look at its log.`,
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: ref(functionId(name)) }],
    Statistic: 'Sum',
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Period: periodSeconds,
    EvaluationPeriods: of,
    DatapointsToAlarm: failing,
    TreatMissingData: 'notBreaching',
  });

/** Tells the people on the topic when it begins and when it is over. */
const alarm = (
  name: string,
  dependsOn: readonly string[],
  properties: Resource['Properties'],
  threshold = 1,
): Resource => ({
  Type: 'AWS::CloudWatch::Alarm',
  ...(dependsOn.length === 0 ? {} : { DependsOn: dependsOn }),
  Properties: {
    AlarmName: text(`\${AWS::StackName}-${name}`),
    ...properties,
    Threshold: threshold,
    AlarmActions: [ref(ALERT_TOPIC)],
    OKActions: [ref(ALERT_TOPIC)],
  },
});
