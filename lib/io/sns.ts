import { type MessageAttributeValue, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Message, Publish } from '../core/world.ts';
import { callAws } from './aws-call.ts';

/**
 * Publishes an alert. SNS refuses a whole message for one character too many, and a mangled alert is
 * better than none: so the texts are made to fit here, whatever the caller promised.
 */
export const makePublish =
  (client: SNSClient, topicArn: string): Publish =>
  async (message) => {
    const request = new PublishCommand({
      TopicArn: topicArn,
      Subject: fitSubject(message.subject),
      Message: fitBody(message.body),
      MessageAttributes: toAttributes(message.attributes),
    });
    await callAws({ action: 'sns:Publish', on: topicArn }, (options) =>
      client.send(request, options),
    );
  };

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: below 100 characters, one line. */
const SUBJECT_LENGTH_MAX = 99;
/** SNS takes 256 KiB, attributes included; a KiB is left to them. */
const BODY_BYTES_MAX = 255 * 1024;
const CUT_NOTE = '\n[The rest was cut: SNS takes 256 KiB.]';
const NOTHING = '(no text)';

const fitSubject = (subject: string): string =>
  subject
    .trim()
    .replace(/[^ -~]/gu, '?')
    .slice(0, SUBJECT_LENGTH_MAX) || NOTHING;

function fitBody(body: string): string {
  const bytes = Buffer.from(body);
  if (bytes.length <= BODY_BYTES_MAX) return body || NOTHING;
  const kept = bytes.subarray(0, BODY_BYTES_MAX - Buffer.byteLength(CUT_NOTE));
  // A stream's decoder waits for the rest of a character that the cut went through.
  return new TextDecoder().decode(kept, { stream: true }) + CUT_NOTE;
}

const toAttributes = (attributes: Message['attributes']): Record<string, MessageAttributeValue> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, text]) => [
      name,
      { DataType: 'String', StringValue: text },
    ]),
  );
