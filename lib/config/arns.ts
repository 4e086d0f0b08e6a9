import type { Complaint } from './complaint.ts';
import { text } from './fields.ts';
import { show } from './show.ts';
import { inText } from './wording.ts';

/** China, GovCloud and others are partitions of their own. */
const PARTITION = 'aws(?:-[a-z]{1,10}){0,3}';
const ACCOUNT = '[0-9]{12}';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
const TOPIC = `arn:${PARTITION}:sns:[a-z0-9-]{1,30}:${ACCOUNT}:[A-Za-z0-9_-]{1,256}`;

/** The ARN of a topic that people and functions can subscribe to. */
export const topicArn = text(new RegExp(`^${TOPIC}$`), {
  what: 'the ARN of an SNS topic',
  example: 'arn:aws:sns:eu-west-1:123456789012:alerts',
  mistake: inText(topicMistake),
});

/** Which subscribers a FIFO topic takes: https://docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html */
function topicMistake(value: string): Complaint | null {
  if (new RegExp(`^${TOPIC}\\.fifo$`).test(value))
    return {
      message: `${show(value)} is a FIFO topic, to which neither people nor functions can subscribe`,
      instead: 'write the ARN of a standard topic',
    };
  const topic = new RegExp(`^(${TOPIC}):[0-9a-f-]{36}$`).exec(value)?.[1];
  return topic === undefined
    ? null
    : { message: 'this is a subscription of a topic, not the topic', instead: `write ${topic}` };
}

/** The region that a topic's ARN names. */
export const regionOfTopic = (arn: string): string => arn.split(':')[3] ?? '';

const CERTIFICATE = (region: string) =>
  `arn:${PARTITION}:acm:${region}:${ACCOUNT}:certificate/[A-Za-z0-9-]{1,64}`;

/**
 * CloudFront takes certificates of one region only:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 */
export const certificateArn = text(new RegExp(`^${CERTIFICATE('us-east-1')}$`), {
  what: 'the ARN of an ACM certificate in us-east-1',
  example: 'arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef',
  mistake: inText((value) =>
    new RegExp(`^${CERTIFICATE('[a-z0-9-]{1,30}')}$`).test(value)
      ? {
          message: `${show(value)} is in ${value.split(':')[3]}, and CloudFront takes certificates of us-east-1 only`,
          instead: 'request one in us-east-1, or leave `certificate` out: https makes one',
        }
      : null,
  ),
});

/** The ARN of an IAM policy, of this account or of AWS itself. */
export const policyArn = text(
  new RegExp(`^arn:${PARTITION}:iam::(?:aws|${ACCOUNT}):policy/[\\w+=,.@/-]{1,512}$`),
  {
    what: 'the ARN of an IAM policy',
    example: 'arn:aws:iam::123456789012:policy/boundary',
    mistake: inText((value) => {
      const kind = /^arn:[a-z-]+:iam::[0-9]{12}:(role|user|group)\//.exec(value)?.[1];
      return kind === undefined
        ? null
        : {
            message: `${show(value)} is a ${kind}, and a boundary is a policy`,
            instead: 'write for example arn:aws:iam::123456789012:policy/boundary',
          };
    }),
  },
);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: a role's name has 64 characters, its path 512. */
const ROLE = `arn:${PARTITION}:iam::${ACCOUNT}:role/(?:[!-~]{1,510}/)?[\\w+=,.@-]{1,64}`;

/** The ARN of a role that can be assumed. */
export const roleArn = text(new RegExp(`^${ROLE}$`), {
  what: 'the ARN of an IAM role',
  example: 'arn:aws:iam::210987654321:role/understudy-zone',
  mistake: inText(roleMistake),
});

function roleMistake(value: string): Complaint | null {
  const session = /^arn:([a-z-]+):sts::([0-9]{12}):assumed-role\/([\w+=,.@-]{1,64})\//.exec(value);
  if (session !== null)
    return {
      message: `${show(value)} is a session of a role, not the role`,
      instead: `write arn:${session[1]}:iam::${session[2]}:role/${session[3]}, with the path of the role if it has one`,
    };
  const kind = /^arn:[a-z-]+:iam::[0-9]{12}:(policy|user|group)\//.exec(value)?.[1];
  return kind === undefined
    ? null
    : {
        message: `${show(value)} is not a role but a ${kind}`,
        instead: 'write for example arn:aws:iam::210987654321:role/understudy-zone',
      };
}
