import { regionOfTopic } from './arns.ts';
import { complainAt, type PlacedComplaint } from './complaint.ts';
import type { Draft } from './draft.ts';
import { show } from './show.ts';

/** What the stack as a whole cannot be made of. */
export const stackRulesBroken = (draft: Draft): PlacedComplaint[] => [
  ...topicStandsElsewhere(draft),
  ...topicHasItsOwnReaders(draft),
  ...tagTwice(draft),
];

/**
 * The stack stands where the secondaries are, and an alarm can tell a topic of its own region only
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/US_SetupSNS.html).
 */
function topicStandsElsewhere({ alerts: { topic }, sites }: Draft): PlacedComplaint[] {
  const elsewhere = sites.find(
    ({ secondary: { region } }) =>
      topic !== undefined && region !== undefined && region !== regionOfTopic(topic),
  );
  if (topic === undefined || elsewhere === undefined) return [];
  const { region } = elsewhere.secondary;
  return [
    complainAt(
      ['alerts', 'topic'],
      `the topic is in ${regionOfTopic(topic)}, and the stack stands in ${region}, where the secondaries are`,
      `write the ARN of a topic in ${region}`,
    ),
  ];
}

/** What somebody else made is somebody else's to share. */
const topicHasItsOwnReaders = ({ alerts: { topic, email } }: Draft): PlacedComplaint[] =>
  topic === undefined || email === undefined
    ? []
    : [
        complainAt(
          ['alerts', 'email'],
          'the stack subscribes nobody to a topic that it did not make',
          `leave \`email\` out, and subscribe each address yourself: aws sns subscribe --region ${regionOfTopic(topic)} --topic-arn ${topic} --protocol email --notification-endpoint ${email[0]}`,
        ),
      ];

/** IAM knows no difference between capital and small letters here: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
function tagTwice({ stack }: Draft): PlacedComplaint[] {
  const keys = Object.keys(stack.tags ?? {});
  const lower = keys.map((key) => key.toLowerCase());
  return keys.flatMap((key, index) =>
    lower.indexOf(key.toLowerCase()) === index
      ? []
      : [
          complainAt(
            ['stack', 'tags', key],
            `${show(key)} is a tag twice, because capital letters make no difference to IAM`,
            'keep one of them',
          ),
        ],
  );
}
