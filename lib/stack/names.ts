/**
 * Where a stack stands. In a template these are AWS's own variables, in the terminal the words
 * themselves: so both make the same names, and the terminal finds everything without asking AWS.
 */
export type StackPlace = {
  readonly stack: string;
  readonly account: string;
  readonly region: string;
};

/** The place of the very stack that a template is of, for `Fn::Sub`. */
export const THIS_STACK: StackPlace = {
  stack: `\${AWS::StackName}`,
  account: `\${AWS::AccountId}`,
  region: `\${AWS::Region}`,
};

export const stateTableName = ({ stack }: Pick<StackPlace, 'stack'>): string => `${stack}-state`;

/** The alarm that fires when no window ends any more. */
export const heartbeatAlarmName = ({ stack }: Pick<StackPlace, 'stack'>): string =>
  `${stack}-${HEARTBEAT}`;

export const HEARTBEAT = 'monitor-silent';

export const alertTopicName = ({ stack }: Pick<StackPlace, 'stack'>): string => `${stack}-alerts`;

/**
 * The name by which the health checkers ask for objects of a bucket, as CloudFormation's
 * RegionalDomainName has it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export const bucketDomain = (bucket: string, region: string): string =>
  `${bucket}.s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

/** Of all accounts and regions no two may have buckets of one name. */
export const switchBucketName = ({ stack, account, region }: StackPlace): string =>
  `${stack}-switch-${account}-${region}`;

/** The service of serverless.yml and the stage make the stack's name, as the framework does it. */
export const stackName = (stage: string): string => `understudy-${stage}`;

/** A bucket's name has 63 characters at most, and the longest region takes 14 of them. */
const STAGE_CHARACTERS_MAX = 17;

/** Why a stage cannot be one: buckets are named after it. */
export function stageProblems(stage: string): readonly string[] {
  const isFit = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(stage);
  return isFit && stage.length <= STAGE_CHARACTERS_MAX
    ? []
    : [
        `the stage ${stage} must be lower-case letters, digits and hyphens, at most ${STAGE_CHARACTERS_MAX}: the switch's bucket is named after it`,
      ];
}
