import {
  type CloudFormationClient,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { callAws } from './aws-call.ts';

/** What a deployed stack says of itself, by the names of its outputs. Rejects where there is no such stack. */
export type ReadStackOutputs = () => Promise<ReadonlyMap<string, string>>;

/**
 * Asks CloudFormation once, when somebody first wants to know; an answer is kept, a failure is not, so that the
 * next look asks again.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
export function makeReadStackOutputs(
  client: CloudFormationClient,
  stack: string,
): ReadStackOutputs {
  let asked: Promise<ReadonlyMap<string, string>> | null = null;
  return () => {
    const answer = asked ?? readOutputs(client, stack);
    asked = answer;
    answer.catch(() => {
      asked = null;
    });
    return answer;
  };
}

async function readOutputs(
  client: CloudFormationClient,
  stack: string,
): Promise<ReadonlyMap<string, string>> {
  const call = { action: 'cloudformation:DescribeStacks', on: `stack ${stack}` };
  return callAws(call, async (options) => {
    const request = new DescribeStacksCommand({ StackName: stack });
    const { Stacks = [] } = await client.send(request, options);
    return outputsOf(Stacks[0]);
  });
}

/** What CloudFormation says of a stack, as far as these are its outputs. */
export const outputsOf = (stack: Stack | undefined): ReadonlyMap<string, string> =>
  new Map(
    (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  );
