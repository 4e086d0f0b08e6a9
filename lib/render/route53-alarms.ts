import { ROUTE53_METRICS_REGION } from '../core/route53-alarm.ts';
import type { Subscription } from '../core/verify/snapshot.ts';
import { shellWord } from './commands.ts';

/** What is next for the topic of Route 53's alarms, a line each; nothing once all of its readers have confirmed. */
export function route53ReaderLines(
  topicArn: string,
  subscriptions: readonly Subscription[],
): readonly string[] {
  const awaited = subscriptions
    .filter(({ isConfirmed }) => !isConfirmed)
    .map(({ endpoint }) => endpoint);
  if (awaited.length > 0)
    return [
      `Next: confirm the second subscription mail of SNS, for Route 53's alarms; until then these do not tell ${awaited.join(', ')}.`,
    ];
  if (subscriptions.length > 0) return [];
  return [
    `Next: subscribe somebody to Route 53's alarms, which tell nobody yet: aws sns subscribe --region ${ROUTE53_METRICS_REGION} --topic-arn ${shellWord(topicArn)} --protocol email --notification-endpoint ops@example.com`,
  ];
}

/** They cost something and tell things that are not so any more, until somebody has taken them away. */
export const leftRoute53AlarmsLine = (stack: string): string =>
  `Route 53's alarms of this stack stay until you delete them: aws cloudformation delete-stack --region ${ROUTE53_METRICS_REGION} --stack-name ${shellWord(stack)}`;

/** Everything else stands, so the deployment does. */
export const NO_ROUTE53_ALARMS =
  "The stack is deployed, but Route 53's alarms are not as sites.yml has them; deploy again.";
