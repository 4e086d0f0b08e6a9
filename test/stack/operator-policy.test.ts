import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STACK_NAME_DEFAULT } from '../../lib/core/stack-name.ts';
import {
  alertTopicName,
  chatTopicName,
  escalationTopicName,
  stackName,
  stateTableName,
  switchBucketName,
} from '../../lib/stack/names.ts';
import { resources } from '../../lib/stack/resources.ts';
import type { Statement } from '../../lib/stack/role.ts';
import { CONFIG } from './sites.ts';

type Written = {
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
};

const policy = JSON.parse(
  readFileSync(join(__dirname, '../../docs/operator-policy.json'), 'utf8'),
) as { readonly Statement: readonly Written[] };

const role = resources(CONFIG).FailoverRole?.Properties as {
  readonly Policies: readonly [
    { readonly PolicyDocument: { readonly Statement: readonly Statement[] } },
  ];
};
const ofFunction = role.Policies[0].PolicyDocument.Statement.flatMap(({ Action }) => Action);
const sorted = (actions: readonly string[]) => [...new Set(actions)].sort();

/** The deployment writes the distributions' names into the function's environment; a terminal asks the stack. */
const TOLD_TO_THE_FUNCTION = ['cloudformation:DescribeStacks'];

test('an operator may do from the terminal what the function may, ask the stack, and nothing else', () => {
  const needed = ofFunction.filter((action) => !action.startsWith('logs:'));
  expect(sorted(policy.Statement.flatMap(({ Action }) => Action))).toEqual(
    sorted([...needed, ...TOLD_TO_THE_FUNCTION]),
  );
});

test('the names in the policy are those of the stack', () => {
  const text = JSON.stringify(policy);
  const stack = stackName(STACK_NAME_DEFAULT, 'prod');
  expect(text).toContain(`:table/${stateTableName({ stack })}"`);
  for (const nameIn of [alertTopicName, chatTopicName, escalationTopicName])
    expect(text).toContain(`:${nameIn({ stack })}"`);
  expect(text).toContain(`:stack/${stack}/*"`);
  const bucket = switchBucketName({ stack, account: '*', region: '' }).replace(/\*-$/, '*');
  expect(text).toContain(`"arn:aws:s3:::${bucket}/switch/*"`);
});
