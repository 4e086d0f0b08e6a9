import type { Accepted } from './judge.ts';

const FUNCTIONS = ['ProbeLambdaFunction', 'FailoverLambdaFunction', 'SlackLambdaFunction'];
const SITE_BUCKETS = 'SiteBucketFor*';
const DISTRIBUTIONS = 'DistributionFor*';

/** Every rule that the template breaks on purpose; there is no other list. */
export const ACCEPTED: readonly Accepted[] = [
  {
    tool: 'cfn-lint',
    rule: 'W1020',
    resources: ['EndpointCheckFor*'],
    why: 'The text has a ${ of its own in it: Fn::Sub is there to take its escape off again.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_54',
    resources: ['SwitchBucket', SITE_BUCKETS],
    why: 'Visitors read the website and the health checkers the switch, all without credentials: a public policy is the purpose.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_56',
    resources: ['SwitchBucket', SITE_BUCKETS],
    why: 'As CKV_AWS_54. ACLs stay blocked, and nobody may list.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_18',
    resources: ['SwitchBucket', SITE_BUCKETS, 'ServerlessDeploymentBucket'],
    why: 'Access logs take one more bucket and grow with every look of a health checker. Who flipped and why is in the audit trail.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_21',
    resources: ['SwitchBucket', 'ServerlessDeploymentBucket'],
    why: 'A switch says something by being there, which no old version does. Each deployment is in a folder of its own, and old ones are to go.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_26',
    resources: ['AlertTopic', 'ChatTopic', 'EscalationTopic', 'Route53AlertTopic'],
    why: 'CloudWatch alarms cannot publish under the key of AWS, and a key of its own costs a dollar a month (lib/stack/topic.ts).',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_119',
    resources: ['StateTable'],
    why: 'The table is encrypted by DynamoDB; a key of its own costs a dollar a month and is one more thing that can fail on a bad day.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_158',
    resources: ['ProbeLogGroup', 'FailoverLogGroup', 'SlackLogGroup'],
    why: 'Logs are encrypted by CloudWatch and hold no secret; a key of their own costs a dollar a month.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_173',
    resources: FUNCTIONS,
    why: 'The environment holds names of resources only, and Lambda encrypts it; a key of its own costs a dollar a month.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_117',
    resources: FUNCTIONS,
    why: 'They look at public addresses and call AWS, and nothing calls them: in a VPC they would need NAT, which costs more than all the rest.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_115',
    resources: FUNCTIONS,
    why: "What is reserved must leave 100 to the others, and a new account has fewer in all: its deployment would be refused. Windows keep out of each other's way by their lease (https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html).",
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_116',
    resources: FUNCTIONS,
    why: 'An old event is of no use: the next minute probes and evaluates afresh, and an alert that Slack missed goes out by mail. Errors raise an alarm.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_68',
    resources: [DISTRIBUTIONS],
    why: 'It hands out a few static files and takes nothing: there is nothing for a firewall to guard, and one costs five dollars a month.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_86',
    resources: [DISTRIBUTIONS],
    why: 'As CKV_AWS_18.',
  },
  {
    tool: 'checkov',
    rule: 'CKV_AWS_34',
    resources: [DISTRIBUTIONS],
    why: 'Browsers keep a redirect: where the primary speaks plain HTTP they would insist on HTTPS after the failback (lib/stack/distribution.ts).',
  },
];
