import { arn } from './arn.ts';
import type { Value } from './template.ts';

/** The functions of serverless.yml. */
export type FunctionName = 'probe' | 'failover' | 'slack';

/** The logical id that the Serverless Framework gives to a function. */
export const functionId = (name: FunctionName): string =>
  `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`;

/** The logical id of the function's own role. */
export const roleId = (name: FunctionName): string =>
  `${name.charAt(0).toUpperCase()}${name.slice(1)}Role`;

/**
 * A function's ARN by its name, not by its resource: the function waits for its role, so a role that
 * waited for a function would make a circle. Stack and functions are both named service-stage.
 */
export const functionArn = (name: FunctionName): Value =>
  arn('lambda', `function:${functionName(name)}`);

/** The streams in the function's own log group. */
export const logStreams = (name: FunctionName): Value =>
  arn('logs', `log-group:${logGroupName(name)}:*`);

export const logGroupName = (name: FunctionName): string => `/aws/lambda/${functionName(name)}`;

/** What AWS calls the function, for `Fn::Sub`. */
export const functionName = (name: FunctionName): string => `\${AWS::StackName}-${name}`;
