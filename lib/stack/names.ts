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

/** The topic in the schema of Amazon Q. */
export const chatTopicName = ({ stack }: Pick<StackPlace, 'stack'>): string => `${stack}-chat`;

/** The topic of those who are told when nobody acknowledges. */
export const escalationTopicName = ({ stack }: Pick<StackPlace, 'stack'>): string =>
  `${stack}-escalation`;

/** Of the alarms on Route 53's own metric; in its region may be those of stacks in several. */
export const route53TopicName = ({ stack, region }: Pick<StackPlace, 'stack' | 'region'>): string =>
  `${stack}-${region}-route53-alerts`;

/** The stack that holds those alarms. */
export const route53AlarmsStackName = ({
  stack,
  region,
}: Pick<StackPlace, 'stack' | 'region'>): string => `${stack}-${region}-route53-alarms`;

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
export const stackName = (name: string, stage: string): string => `${name}-${stage}`;

/**
 * A bucket's name has 63 characters at most; of the switch's the longest region takes 14, the account 12 and
 * what stands between them 10. All other names are shorter or may be longer: a function's has 64.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
const NAME_AND_STAGE_CHARACTERS_MAX = 27;
/** With the hyphen between them. */
export const STACK_NAME_CHARACTERS_MAX = NAME_AND_STAGE_CHARACTERS_MAX + 1;

/** Why a stage cannot be one of the stack of this name: buckets are named after both. */
export function stageProblems(stage: string, name: string): readonly string[] {
  const roomForStage = NAME_AND_STAGE_CHARACTERS_MAX - name.length;
  const isFit = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(stage);
  return isFit && stage.length <= roomForStage
    ? []
    : [
        `the stage ${stage} must be lower-case letters, digits and hyphens, at most ${roomForStage} after the name ${name}: the switch's bucket is named after both`,
      ];
}
