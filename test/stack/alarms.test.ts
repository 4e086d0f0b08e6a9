import { alarmNames, alarms } from '../../lib/stack/alarms.ts';
import { CONFIG } from './sites.ts';

const STACK = alarms(CONFIG);
const OF_STACK = [{ Name: 'Stack', Value: { Ref: 'AWS::StackName' } }];
const verifiedEvery = (everyMs: number) => alarms({ ...CONFIG, verify: { everyMs } });

test('the names of the alarms of a stack are these', () => {
  expect(alarmNames(CONFIG)).toEqual([
    'monitor-silent',
    'probe-errors',
    'failover-errors',
    'slack-errors',
    'probe-throttles',
    'failover-throttles',
    'secondary-not-ready',
    'failover-long',
  ]);
});

test.each([
  ['ProbeThrottlesAlarm', 'ProbeLambdaFunction'],
  ['FailoverThrottlesAlarm', 'FailoverLambdaFunction'],
])('%s is one when Lambda refuses to run %s even once', (id, functionId) => {
  expect(STACK[id]?.Properties).toMatchObject({
    Namespace: 'AWS/Lambda',
    MetricName: 'Throttles',
    Dimensions: [{ Name: 'FunctionName', Value: { Ref: functionId } }],
    Statistic: 'Sum',
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: 1,
    EvaluationPeriods: 1,
    TreatMissingData: 'notBreaching',
  });
});

test('a secondary that two verifications in a row found not ready is an alarm', () => {
  expect(STACK.SecondaryNotReadyAlarm?.Properties).toMatchObject({
    MetricName: 'SecondaryReady',
    Dimensions: OF_STACK,
    Statistic: 'Minimum',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    Period: 300,
    EvaluationPeriods: 2,
    DatapointsToAlarm: 2,
    TreatMissingData: 'ignore',
  });
});

test.each([
  ['a minute', 60_000, 60, 2],
  ['half a day', 43_200_000, 43_200, 2],
  ['a day, over which no two periods may go', 86_400_000, 86_400, 1],
])(
  'with verifications every %s it looks back no longer than a day',
  (_name, everyMs, Period, looks) => {
    expect(verifiedEvery(everyMs).SecondaryNotReadyAlarm?.Properties).toMatchObject({
      Period,
      EvaluationPeriods: looks,
      DatapointsToAlarm: looks,
    });
  },
);

test('visitors on the secondary for an hour are an alarm, and none on it is no missing data', () => {
  expect(STACK.FailoverLongAlarm?.Properties).toMatchObject({
    MetricName: 'SecondaryServed',
    Dimensions: OF_STACK,
    Statistic: 'Maximum',
    Threshold: 1,
    Period: 300,
    EvaluationPeriods: 12,
    DatapointsToAlarm: 12,
    TreatMissingData: 'notBreaching',
  });
});
