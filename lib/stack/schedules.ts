import { THE_SHARD } from '../core/probing/shard.ts';
import type { Config } from '../core/site.ts';
import { type FunctionName, functionArn, functionId } from './functions.ts';
import { allow, role } from './role.ts';
import { attribute, type Resources, ref, type Value } from './template.ts';

/** The schedule whose absence the heartbeat alarm reports. */
export const PROBE_SCHEDULE = 'ProbeSchedule';

/**
 * What runs by the clock. EventBridge Scheduler is precise to a minute, no better. The evaluation each
 * minute is there for what the probe function could not hand over, and keeps the failover function
 * warm: on the bad day nobody waits for a cold start.
 */
export const schedules = ({ verify }: Pick<Config, 'verify'>): Resources => ({
  ...schedule('Probe', 'probe', 'rate(1 minute)', THE_SHARD),
  ...schedule('Evaluate', 'failover', 'rate(1 minute)', { action: 'evaluate', by: 'schedule' }),
  ...schedule('Failover', 'failover', everyMinutes(verify.everyMs / 60_000), {
    action: 'verify',
    by: 'schedule',
  }),
});

/**
 * An invocation that cannot be made within a minute is dropped: by then the next is due, and it sees
 * more. Left to its defaults the Scheduler would replay a day of old minutes after an outage.
 */
const RETRY_POLICY = { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 };

const everyMinutes = (minutes: number): string =>
  minutes === 1 ? 'rate(1 minute)' : `rate(${minutes} minutes)`;

const schedule = (
  kind: 'Probe' | 'Evaluate' | 'Failover',
  name: FunctionName,
  rate: string,
  input: Readonly<Record<string, Value>>,
): Resources => ({
  [`${kind}Schedule`]: {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ScheduleExpression: rate,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: attribute(functionId(name), 'Arn'),
        RoleArn: attribute(`${kind}ScheduleRole`, 'Arn'),
        Input: JSON.stringify(input),
        RetryPolicy: RETRY_POLICY,
      },
    },
  },
  [`${kind}ScheduleRole`]: role(
    'scheduler',
    [allow('Invoke', ['lambda:InvokeFunction'], [functionArn(name)])],
    { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } },
  ),
});
