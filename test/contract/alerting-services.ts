import { buffer } from 'node:stream/consumers';
import type { Alarm, Subscription } from '../../lib/core/verify/snapshot.ts';
import { listen } from '../io/aws-loopback.ts';
import { type AlertingContents, CONTRACT_PARAMETER } from './alerting.contract.ts';

export const CONTRACT_TOPIC = 'arn:aws:sns:eu-west-1:123456789012:understudy';
export const CONTRACT_ALARM = 'understudy-monitor-silent';

/** As much of SNS, SSM and CloudWatch as there is to read, behind their wires. */
export const startAlertingServices = (contents: AlertingContents) =>
  listen(async (request, response) => {
    const body = (await buffer(request)).toString();
    const target = `${request.headers['x-amz-target'] ?? ''}`.split('.')[1];
    const { status, type, text } =
      target === undefined
        ? topicAnswer(contents, body)
        : (ANSWERS[target]?.(contents, body) ?? LOST);
    response.writeHead(status, { 'content-type': type }).end(text);
  });

type Answer = { readonly status: number; readonly type: string; readonly text: string };

const LOST: Answer = { status: 400, type: 'text/plain', text: 'not a service of this test' };

const json = (status: number, value: unknown): Answer => ({
  status,
  type: 'application/x-amz-json-1.1',
  text: JSON.stringify(value),
});

const ANSWERS: Readonly<Record<string, (contents: AlertingContents, body: string) => Answer>> = {
  GetParameter: ({ parameter }, body) => {
    const { Name } = JSON.parse(body) as { Name: string };
    if (parameter === null || Name !== CONTRACT_PARAMETER)
      return json(400, { __type: 'ParameterNotFound' });
    const Type = parameter.isSecret ? 'SecureString' : 'String';
    return json(200, { Parameter: { Name, Type, Value: 'AQICAHh' } });
  },
  DescribeAlarms: ({ heartbeat }, body) => {
    const { AlarmNames } = JSON.parse(body) as { AlarmNames: readonly string[] };
    const isAsked = heartbeat !== null && AlarmNames.includes(CONTRACT_ALARM);
    return json(200, {
      MetricAlarms: isAsked ? [alarmOf(heartbeat)] : [],
      CompositeAlarms: [],
    });
  },
};

const alarmOf = ({ state, hasActions }: Alarm) => ({
  AlarmName: CONTRACT_ALARM,
  StateValue: state.toUpperCase().replace('-', '_'),
  ActionsEnabled: true,
  AlarmActions: hasActions ? [CONTRACT_TOPIC] : [],
});

function topicAnswer({ topic }: AlertingContents, body: string): Answer {
  const xml = (status: number, text: string): Answer => ({ status, type: 'text/xml', text });
  const asked = new URLSearchParams(body);
  if (asked.get('Action') !== 'ListSubscriptionsByTopic') return LOST;
  if (topic === null || asked.get('TopicArn') !== CONTRACT_TOPIC)
    return xml(
      404,
      '<ErrorResponse><Error><Type>Sender</Type><Code>NotFound</Code><Message>Topic does not exist</Message></Error></ErrorResponse>',
    );
  // One to a page, so that a reader of the first page alone is found out.
  const from = Number(asked.get('NextToken') ?? 0);
  const page = topic.subscriptions
    .slice(from, from + 1)
    .map(memberOf)
    .join('');
  const next = from + 1 < topic.subscriptions.length ? `<NextToken>${from + 1}</NextToken>` : '';
  return xml(
    200,
    `<ListSubscriptionsByTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListSubscriptionsByTopicResult><Subscriptions>${page}</Subscriptions>${next}</ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`,
  );
}

const memberOf = ({ protocol, endpoint, isConfirmed }: Subscription): string =>
  `<member><TopicArn>${CONTRACT_TOPIC}</TopicArn><Protocol>${protocol}</Protocol><SubscriptionArn>${isConfirmed ? `${CONTRACT_TOPIC}:1` : 'PendingConfirmation'}</SubscriptionArn><Owner>123456789012</Owner><Endpoint>${endpoint}</Endpoint></member>`;
