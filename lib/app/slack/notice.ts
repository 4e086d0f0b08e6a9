import type { AlertDocument } from '../../core/alerts/alert-document.ts';
import { parseJson } from '../../core/parse-json.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Message } from '../../core/world.ts';
import { type Alarm, alarmMessage } from '../../render/alerts/alarm.ts';
import type { SnsRecord } from './parse-sns-event.ts';

/** A message for Slack, and what it has to do with others. */
export type Notice = {
  readonly message: Pick<Message, 'subject' | 'body' | 'attributes'>;
  /** The same whenever the same message comes. */
  readonly id: string;
  /** The same for all messages of one incident; null where one stands alone. */
  readonly thread: string | null;
  readonly isEnd: boolean;
  /** Whether people are to see it who do not follow the thread. */
  readonly isLoud: boolean;
};

/** Null for text that is no alert of Understudy's. */
export type ReadDocument = (text: string) => AlertDocument | null;

/**
 * An alert of Understudy's own, an alarm of CloudWatch, or whatever else was published on the topic. The
 * document says everything itself: attributes may not come with it.
 */
export function noticeOf(readDocument: ReadDocument, record: SnsRecord, now: EpochMs): Notice {
  const document = readDocument(record.message);
  if (document !== null) return ofDocument(document);
  const alarm = parseAlarm(record.message);
  if (alarm === null) return alone(plain(record), record.messageId);
  const message = alarmMessage(alarm, now);
  return alone(message, alarm.at === null ? record.messageId : message.data.id);
}

function ofDocument(document: AlertDocument): Notice {
  const { subject, text, site, event, severity, thread, id } = document;
  return {
    message: { subject, body: text, attributes: { site, event, severity } },
    id,
    thread,
    isEnd: event.endsWith('-resolved'),
    // A reminder of what can wait is for those who follow it.
    isLoud: severity === 'critical' || !event.endsWith('-reminder'),
  };
}

const alone = ({ subject, body, attributes }: Notice['message'], id: string): Notice => ({
  message: { subject, body, attributes },
  id,
  thread: null,
  isEnd: false,
  isLoud: false,
});

const plain = ({ subject, message, attributes }: SnsRecord): Notice['message'] => ({
  subject: subject ?? message.split('\n', 1)[0] ?? '',
  body: message,
  attributes: {
    site: attributes.site ?? '',
    event: attributes.event ?? '',
    severity: SEVERITIES.find((severity) => severity === attributes.severity) ?? 'warning',
  },
});

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
