import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { Alarm } from '../core/verify/snapshot.ts';
import type { ReadHeartbeat } from '../core/world.ts';
import { callAws } from './aws-call.ts';

/**
 * Reads the heartbeat alarm by its name. Without AlarmTypes only metric alarms are described, which
 * it is: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export const makeReadHeartbeat =
  (client: CloudWatchClient, alarmName: string): ReadHeartbeat =>
  async () => {
    const call = { action: 'cloudwatch:DescribeAlarms', on: `alarm ${alarmName}` };
    const request = new DescribeAlarmsCommand({ AlarmNames: [alarmName] });
    const { MetricAlarms = [] } = await callAws(call, (options) => client.send(request, options));
    const [alarm] = MetricAlarms;
    if (alarm === undefined) return null;
    const { StateValue = 'INSUFFICIENT_DATA', ActionsEnabled = true, AlarmActions = [] } = alarm;
    return {
      state: STATES[StateValue],
      hasActions: ActionsEnabled && AlarmActions.length > 0,
    };
  };

const STATES = {
  OK: 'ok',
  ALARM: 'alarm',
  INSUFFICIENT_DATA: 'insufficient-data',
} as const satisfies Record<string, Alarm['state']>;
