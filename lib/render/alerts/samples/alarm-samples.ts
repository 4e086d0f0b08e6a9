import { route53AlarmName } from '../../../core/route53-alarm.ts';
import { plusMs } from '../../../core/time.ts';
import { alarmMessage } from '../alarm.ts';
import { MINUTE_MS, type Sample, SECOND_MS, type Setting, sample } from './setting.ts';

/** What CloudWatch says of alarms of the stack, in its own words. */
export function alarmSamples({ site, stack, now }: Setting): readonly Sample[] {
  const silent = {
    name: `${stack}-monitor-silent`,
    description:
      'Understudy has finished no window for three minutes: nobody watches the sites. Route 53 goes on failing over by itself. Look at the log of the probe function.',
    at: new Date(now).toISOString(),
  };
  const over = plusMs(now, 6 * MINUTE_MS);
  return [
    sample(
      alarmMessage(
        {
          ...silent,
          state: 'ALARM',
          why: 'Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching].',
        },
        plusMs(now, 2 * SECOND_MS),
      ),
    ),
    sample(
      alarmMessage(
        {
          ...silent,
          state: 'OK',
          at: new Date(over).toISOString(),
          why: 'Threshold Crossed: 1 datapoint [1.0] was not less than the threshold (1.0).',
        },
        plusMs(over, 2 * SECOND_MS),
      ),
    ),
    sample(
      alarmMessage(
        {
          name: route53AlarmName({ stack, region: site.secondary.region }, site.name),
          description: `Route 53 sends visitors of ${site.name} to the secondary, whatever Understudy sees: for two minutes the health check of the PRIMARY record has been unhealthy. A drill does that, too.`,
          state: 'ALARM',
          at: new Date(now).toISOString(),
          why: 'Threshold Crossed: 2 datapoints [0.0, 0.0] were less than the threshold (1.0).',
        },
        plusMs(now, 2 * SECOND_MS),
      ),
      'route53',
    ),
    sample(
      alarmMessage(
        {
          name: `${stack}-failover-errors`,
          description: 'The failover function of Understudy ends in errors. Look at its log.',
          state: 'INSUFFICIENT_DATA',
          why: 'Unchecked: Initial alarm creation',
          at: null,
        },
        now,
      ),
    ),
  ];
}
