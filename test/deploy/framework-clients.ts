import { createRequire } from 'node:module';

/** Clients that the framework brings along: the project itself has no use for them. */
const requireOfFramework = createRequire(require.resolve('serverless/package.json'));

export const { CreateRoleCommand, IAMClient, ListRolesCommand } = requireOfFramework(
  '@aws-sdk/client-iam',
) as typeof import('@aws-sdk/client-iam');

export const { CloudWatchLogsClient, DescribeLogGroupsCommand } = requireOfFramework(
  '@aws-sdk/client-cloudwatch-logs',
) as typeof import('@aws-sdk/client-cloudwatch-logs');
