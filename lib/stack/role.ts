import type { Resource, Value } from './template.ts';

/** One permission: these actions, on these resources, under these conditions. */
export type Statement = {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly Value[];
  readonly Condition?: Value;
};

/** One permission, named after what it is for. */
export const allow = (
  purpose: string,
  actions: readonly string[],
  resources: readonly Value[],
  condition?: Value,
): Statement => ({
  Sid: purpose,
  Effect: 'Allow',
  Action: actions,
  Resource: resources,
  ...(condition === undefined ? {} : { Condition: condition }),
});

/** A role that one AWS service can take on, with nothing but these permissions. */
export const role = (
  service: 'lambda' | 'scheduler',
  statements: readonly Statement[],
  trustCondition?: Value,
): Resource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: `${service}.amazonaws.com` },
          Action: 'sts:AssumeRole',
          ...(trustCondition === undefined ? {} : { Condition: trustCondition }),
        },
      ],
    },
    Policies: [
      {
        PolicyName: 'permissions',
        PolicyDocument: { Version: '2012-10-17', Statement: statements },
      },
    ],
  },
});
