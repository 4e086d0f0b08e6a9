import {
  type MessageAttributeValue,
  PublishCommand,
  type PublishCommandInput,
  type SNSClient,
} from '@aws-sdk/client-sns';
import type { Message, Publish } from '../core/world.ts';
import { callAws } from './aws-call.ts';
import { perProtocol } from './sns-message.ts';

/**
 * Publishes an alert: the text for people, and its document for programs. SNS refuses a whole message
 * for one character too many, and a mangled alert is better than none: so it is made to fit here,
 * whatever the caller promised.
 */
export const makePublish =
  (client: SNSClient, topicArn: string): Publish =>
  (message) =>
    publish(client, {
      TopicArn: topicArn,
      Subject: fitSubject(message.subject),
      Message: perProtocol(message),
      MessageStructure: 'json',
      MessageAttributes: toAttributes(message.attributes),
    });

/** Publishes what is made of an alert for the one kind of subscriber that a topic has. */
export const makePublishAs =
  (client: SNSClient, topicArn: string, render: (message: Message) => object): Publish =>
  (message) =>
    publish(client, { TopicArn: topicArn, Message: JSON.stringify(render(message)) });

async function publish(client: SNSClient, input: PublishCommandInput): Promise<void> {
  const request = new PublishCommand(input);
  const call = { action: 'sns:Publish', on: input.TopicArn ?? '' };
  await callAws(call, (options) => client.send(request, options));
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: below 100 characters, one line. */
const SUBJECT_LENGTH_MAX = 99;
const NOTHING = '(no text)';

const fitSubject = (subject: string): string =>
  subject
    .trim()
    .replace(/[^ -~]/gu, '?')
    .slice(0, SUBJECT_LENGTH_MAX) || NOTHING;

/**
 * For filter policies. AWS's guide says that attributes are sent with plain messages only, and people have met
 * events of such messages without them (https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html,
 * https://github.com/boto/boto3/issues/1513); whether a filter sees them then was not verified on AWS. So the
 * document has the same fields, for a `FilterPolicyScope` of `MessageBody`. SNS refuses an empty one.
 */
const toAttributes = (attributes: Message['attributes']): Record<string, MessageAttributeValue> =>
  Object.fromEntries(
    Object.entries(attributes)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => [name, { DataType: 'String', StringValue: text }]),
  );
