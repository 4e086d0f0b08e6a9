import { STACK_NAME_DEFAULT } from '../../stack-name.ts';
import { fail, type Judgement, listed, pass } from '../check.ts';
import { few } from '../few.ts';
import { DEPLOY_COMMAND } from '../mends.ts';
import type { Subscription, Topic } from '../snapshot.ts';

/** Addresses differ in case only by the hand that wrote them. */
export const isFor =
  (address: string) =>
  ({ endpoint }: Subscription): boolean =>
    endpoint.toLowerCase() === address.toLowerCase();

/** How a topic that is gone comes back: under its ARN's name, or the one that the stack gives it. */
export const missingTopicMend = (topicArn: string | null, part: 'alerts' | 'escalation'): string =>
  `Somebody deleted it, and a deployment does not notice. Create it again under its name, and subscribe people anew: aws sns create-topic --name ${topicArn?.split(':').at(-1) ?? `STACK-${part} (STACK is the name of the stack, such as ${STACK_NAME_DEFAULT}-prod)`}`;

/** How at least one person comes to be told by a topic. */
export const subscribeMend = (topicArn: string): string =>
  `Subscribe somebody, who then follows the link in the mail: aws sns subscribe --topic-arn ${topicArn} --protocol email --notification-endpoint ADDRESS`;

/** Whether each of these addresses gets the mail of a topic, which is the one of this output of the stack. */
export function judgeEmails(
  topic: Topic,
  addresses: readonly string[],
  output: 'AlertTopic' | 'EscalationTopic',
): Judgement {
  const subscriptions = topic.subscriptions.filter(({ protocol }) => protocol === 'email');
  const missing = addresses.filter((address) => !subscriptions.some(isFor(address)));
  const pending = addresses.filter(
    (address) =>
      !missing.includes(address) &&
      !subscriptions.some((one) => one.isConfirmed && isFor(address)(one)),
  );
  if (missing.length + pending.length === 0) return pass(`${few(addresses)} confirmed`);
  const seen = [
    ...(pending.length === 0 ? [] : [`waiting for confirmation: ${few(pending)}`]),
    ...(missing.length === 0 ? [] : [`not subscribed: ${few(missing)}`]),
  ];
  const anew = `aws sns subscribe --topic-arn TOPIC --protocol email --notification-endpoint ${pending[0] ?? missing[0]} (TOPIC is ${output} among the stack's outputs)`;
  return fail(
    seen.join('; '),
    pending.length > 0
      ? `Follow the link in the mail "AWS Notification - Subscription Confirmation" to ${listed(pending)}. It is good for two days; for a new mail: ${anew}`
      : `Deploy: ${DEPLOY_COMMAND}. If the address was there once and has unsubscribed, a deployment does not notice: ${anew}`,
  );
}
