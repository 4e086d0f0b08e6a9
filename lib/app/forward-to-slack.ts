import type { Log, Message } from '../core/world.ts';
import { type Alarm, alarmMessage } from '../render/alarm.ts';
import { slackBlocks } from '../render/slack.ts';
import type { SnsRecord } from './parse-sns-event.ts';

export type ForwardDeps = {
  readonly readSecret: (name: string) => Promise<string>;
  readonly postToSlack: (webhookUrl: string, payload: object) => Promise<void>;
  readonly log: Log;
};

/**
 * Sends each notification of the alert topic to Slack, in order. All are tried before the first
 * failure ends the run, so that a message that Slack refuses keeps none of the others back.
 */
export async function forwardToSlack(
  deps: ForwardDeps,
  webhookParameter: string,
  records: readonly SnsRecord[],
): Promise<{ readonly forwarded: number }> {
  const webhookUrl = (await deps.readSecret(webhookParameter)).trim();
  const failures: unknown[] = [];
  for (const record of records) {
    const message = toMessage(record);
    try {
      await deps.postToSlack(webhookUrl, slackBlocks(message));
      deps.log({ message: 'forwarded', id: record.messageId, event: message.attributes.event });
    } catch (error) {
      failures.push(error);
      deps.log({ message: 'not forwarded', id: record.messageId, error: `${error}` });
    }
  }
  if (failures.length > 0) throw failures[0];
  return { forwarded: records.length };
}

/** An alert of Understudy's own, an alarm of CloudWatch, or whatever else was published there. */
export function toMessage({ subject, message, attributes }: SnsRecord): Message {
  const alarm = parseAlarm(message);
  if (alarm !== null) return alarmMessage(alarm);
  return {
    subject: subject ?? message.split('\n', 1)[0] ?? '',
    body: message,
    attributes: {
      site: attributes.site ?? '',
      event: attributes.event ?? '',
      severity: SEVERITIES.find((severity) => severity === attributes.severity) ?? 'warning',
    },
  };
}

const SEVERITIES = ['info', 'warning', 'critical'] as const;

/**
 * What CloudWatch publishes is JSON with these fields.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
function parseAlarm(message: string): Alarm | null {
  const alarm = parseJson(message);
  if (typeof alarm !== 'object' || alarm === null) return null;
  const field = (name: string): string | null => {
    const value: unknown = Reflect.get(alarm, name);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const name = field('AlarmName');
  const state = field('NewStateValue');
  if (name === null || state === null) return null;
  return {
    name,
    state,
    description: field('AlarmDescription'),
    why: field('NewStateReason') ?? 'CloudWatch gives no reason.',
    at: field('StateChangeTime'),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
