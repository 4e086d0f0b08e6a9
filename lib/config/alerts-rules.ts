import { partitionOf } from '../core/partition.ts';
import { regionOfTopic } from './arns.ts';
import { complainAt, type PlacedComplaint } from './complaint.ts';
import { type Draft, stackRegionOf } from './draft.ts';

/** What no single field under alerts can know. */
export const alertRulesBroken = (draft: Draft): PlacedComplaint[] => [
  ...oneWayToSlack(draft),
  ...escalationTellsSomebody(draft),
  ...escalationStandsElsewhere(draft),
  ...noRoute53MetricThere(draft),
];

function oneWayToSlack({ alerts: { slack } }: Draft): PlacedComplaint[] {
  if (slack === undefined) return [];
  const { webhookParameter, tokenParameter, channel } = slack;
  const at = (message: string, instead: string) => [
    complainAt(['alerts', 'slack'], message, instead),
  ];
  if (webhookParameter === undefined && tokenParameter === undefined)
    return at('nothing says how to write to Slack', 'write `webhookParameter`');
  if (webhookParameter !== undefined && (tokenParameter !== undefined || channel !== undefined))
    return at(
      'a webhook has its channel built in, and needs no token',
      'keep `webhookParameter`, or `tokenParameter` with `channel`',
    );
  return tokenParameter !== undefined && channel === undefined
    ? at('a bot has to be told where to write', 'write the ID of a channel as `channel`')
    : [];
}

function escalationTellsSomebody({ alerts: { escalation } }: Draft): PlacedComplaint[] {
  if (escalation === undefined) return [];
  const { email, topic } = escalation;
  if ((email === undefined) !== (topic === undefined)) return [];
  return [
    complainAt(
      ['alerts', 'escalation'],
      email === undefined
        ? 'nobody is told by it'
        : 'the stack subscribes nobody to a topic that it did not make',
      'write `email`, or the ARN of a `topic`',
    ),
  ];
}

/** The functions have one client of SNS, that of their own region. */
function escalationStandsElsewhere({ alerts: { escalation }, sites }: Draft): PlacedComplaint[] {
  const topic = escalation?.topic;
  const region = stackRegionOf({ sites });
  if (topic === undefined || region === undefined || regionOfTopic(topic) === region) return [];
  return [
    complainAt(
      ['alerts', 'escalation', 'topic'],
      `the topic is in ${regionOfTopic(topic)}, and the stack stands in ${region}, where the secondaries are`,
      `write the ARN of a topic in ${region}`,
    ),
  ];
}

/**
 * The Route 53s of China and GovCloud are apart from this one, and which of their regions has their metric was
 * not read anywhere: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
 */
function noRoute53MetricThere({ alerts: { route53 }, sites }: Draft): PlacedComplaint[] {
  if (route53 !== true) return [];
  const region = stackRegionOf({ sites });
  if (region === undefined || partitionOf(region) === 'aws') return [];
  return [
    complainAt(
      ['alerts', 'route53'],
      `a stack in ${region} cannot reach us-east-1, where these alarms would be: that is another partition`,
      'leave it out',
    ),
  ];
}
