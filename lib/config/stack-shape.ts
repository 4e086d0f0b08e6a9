import { STACK_NAME_DEFAULT } from '../core/stack-name.ts';
import { policyArn } from './arns.ts';
import type { Complaint } from './complaint.ts';
import { named, quoteIt, text } from './fields.ts';
import { show } from './show.ts';

/**
 * A Route 53 health check takes ten tags. Two are its own (`Name`, `understudy:site`), and two are of every
 * stack (`understudy:stage` and the framework's `STAGE`).
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeTagsForResource.html
 */
const TAGS_MAX = 6;

/** What every service takes, and the Serverless Framework too: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const tagKey = text(
  /^[\w.:/=+-]([\w .:/=+-]{0,126}[\w.:/=+-])?$/,
  {
    what: 'a key of a tag: at most 128 letters, digits, spaces and _ . : / = + -',
    example: 'cost-center',
  },
  reservedKey,
);

const tagValue = text(
  /^[\w.:/=+@-]([\w .:/=+@-]{0,254}[\w.:/=+@-])?$/,
  {
    what: 'a value of a tag: at most 256 letters, digits, spaces and _ . : / = + - @',
    example: 'web',
    mistake: quoteIt,
  },
  (value) =>
    /hooks\.slack\.com/i.test(value)
      ? {
          message: `${show(value)} stands in a tag, and this file is no place for secrets`,
          instead: 'leave it out, and renew the webhook if this file was shared',
        }
      : null,
);

/** The rest is AWS's, or said by Understudy itself: the name of a health check, the site, the stage. */
function reservedKey(key: string): Complaint | null {
  const owner = /^aws:/i.test(key)
    ? 'AWS'
    : /^(understudy:|name$)/i.test(key)
      ? 'Understudy'
      : null;
  return owner === null
    ? null
    : {
        message: `${show(key)} is a tag that ${owner} writes itself`,
        instead: 'choose another key',
      };
}

/** A bucket's name has room for it and the stage; a CloudFormation stack's name begins with a letter. */
const stackName = text(/^[a-z]([a-z0-9-]{0,22}[a-z0-9])?$/, {
  what: 'a name that begins with a letter: at most 24 lower-case letters, digits and hyphens',
  example: 'web-understudy',
});

/** What the account that the stack is deployed to demands of it. */
export const stackShape = {
  name: stackName
    .prefault(STACK_NAME_DEFAULT)
    .describe(
      'Where every name of the stack begins: stack, functions, table, topic, alarms, dashboard and the bucket of the switches. Another name is another stack: change it before the first deployment only.',
    ),
  tags: named(tagKey, tagValue, {
    what: 'a group of tags and their values',
    example: '`{ team: web }`',
    max: TAGS_MAX,
  })
    .optional()
    .describe(
      'Tags for everything of the stack that can carry tags. At most 6: a Route 53 health check takes ten, and four are written by Understudy.',
    ),
  permissionsBoundary: policyArn
    .optional()
    .describe(
      'ARN of the IAM policy that is to be the permissions boundary of every role of the stack. What it does not allow, the functions cannot do.',
    ),
};
