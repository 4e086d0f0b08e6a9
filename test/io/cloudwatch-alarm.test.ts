import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { makeReadHeartbeat } from '../../lib/io/cloudwatch-alarm.ts';
import { answerInTurn } from './aws-loopback.ts';

const ALARM = 'understudy-prod-monitor-silent';
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:understudy';
const cloudwatch = mockClient(CloudWatchClient);
const readHeartbeat = makeReadHeartbeat(new CloudWatchClient({ region: 'eu-west-1' }), ALARM);
beforeEach(() => cloudwatch.reset());

const AS_DEPLOYED: MetricAlarm = {
  StateValue: 'OK',
  ActionsEnabled: true,
  AlarmActions: [TOPIC],
};

test('the alarm is asked for by its name', async () => {
  cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [AS_DEPLOYED] });
  expect(await readHeartbeat()).toEqual({ state: 'ok', hasActions: true });
  expect(cloudwatch.commandCalls(DescribeAlarmsCommand)[0]?.args[0].input).toEqual({
    AlarmNames: [ALARM],
  });
});

test.each([
  ['OK', 'ok'],
  ['ALARM', 'alarm'],
  ['INSUFFICIENT_DATA', 'insufficient-data'],
] as const)('the state %s is called %s', async (StateValue, state) => {
  cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [{ ...AS_DEPLOYED, StateValue }] });
  expect(await readHeartbeat()).toMatchObject({ state });
});

test.each([
  ['its actions are switched off', { ActionsEnabled: false }],
  ['it has none for the alarm', { AlarmActions: [] }],
  ['it has some for OK alone', { AlarmActions: undefined, OKActions: [TOPIC] }],
])('an alarm tells nobody when %s', async (_name, change) => {
  cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [{ ...AS_DEPLOYED, ...change }] });
  expect(await readHeartbeat()).toEqual({ state: 'ok', hasActions: false });
});

test('an alarm that does not exist is null', async () => {
  cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [] });
  expect(await readHeartbeat()).toBeNull();
});

test('over a real connection a missing permission is named', async () => {
  cloudwatch.restore();
  const server = await answerInTurn([
    {
      status: 400,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify({ __type: 'AccessDeniedException', message: 'text of AWS' }),
    },
  ]);
  await expect(makeReadHeartbeat(new CloudWatchClient(server.client), ALARM)()).rejects.toThrow(
    `cloudwatch:DescribeAlarms on alarm ${ALARM} was denied: grant it`,
  );
  await server.close();
});
