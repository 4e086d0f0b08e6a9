import { ListSubscriptionsByTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Subscription } from '../core/verify/snapshot.ts';
import type { ReadTopic } from '../core/world.ts';
import { callAws } from './aws-call.ts';
import { AwsCallError, whenCode } from './aws-errors.ts';

/**
 * Reads who is subscribed to the alert topic. In place of its ARN an unconfirmed subscription says
 * `PendingConfirmation`, and one that is gone `Deleted`:
 * https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
 */
export const makeReadTopic =
  (client: SNSClient, topicArn: string): ReadTopic =>
  async () => {
    const subscriptions: Subscription[] = [];
    let next: string | undefined;
    for (let pages = 0; pages === 0 || next !== undefined; pages += 1) {
      if (pages === PAGES_MAX) throw tooManyPages(topicArn);
      const page = await readPage(client, topicArn, next);
      if (page === null) return null;
      subscriptions.push(...page.subscriptions);
      next = page.next;
    }
    return { subscriptions };
  };

/** A page has a hundred subscriptions. */
const PAGES_MAX = 20;

type TopicPage = {
  readonly subscriptions: readonly Subscription[];
  readonly next: string | undefined;
};

const callOn = (topicArn: string) => ({ action: 'sns:ListSubscriptionsByTopic', on: topicArn });

const readPage = (
  client: SNSClient,
  topicArn: string,
  from: string | undefined,
): Promise<TopicPage | null> =>
  callAws<TopicPage | null>(callOn(topicArn), async (options) => {
    const request = new ListSubscriptionsByTopicCommand({ TopicArn: topicArn, NextToken: from });
    const { Subscriptions = [], NextToken } = await client.send(request, options);
    return {
      subscriptions: Subscriptions.filter(
        ({ SubscriptionArn }) => SubscriptionArn !== 'Deleted',
      ).map(({ Protocol = '', Endpoint = '', SubscriptionArn }) => ({
        protocol: Protocol,
        endpoint: Endpoint,
        isConfirmed: SubscriptionArn?.startsWith('arn:') ?? false,
      })),
      // An empty token would ask for the first page once more.
      next: NextToken || undefined,
    };
  }).catch(whenCode('NotFoundException', null));

const tooManyPages = (topicArn: string) =>
  new AwsCallError(callOn(topicArn), `the topic has more than ${PAGES_MAX} pages of subscriptions`);
