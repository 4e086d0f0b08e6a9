import {
  type CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { type CallOptions, callAws } from './aws-call.ts';
import { AwsCallError, whenCode } from './aws-errors.ts';
import { outputsOf } from './stack-outputs.ts';

type Template = {
  readonly Resources: Readonly<Record<string, unknown>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
};
type State = { readonly status: string; readonly outputs: ReadonlyMap<string, string> };

export type SideStackCalls = {
  readonly read: () => Promise<State | null>;
  readonly readTemplate: () => Promise<Template>;
  readonly create: (template: Template) => Promise<void>;
  readonly update: (template: Template) => Promise<void>;
  readonly remove: () => Promise<void>;
  readonly readFailure: () => Promise<string | null>;
};

/**
 * One small stack beside the framework's own. CloudFormation has one error for a stack that is not there and
 * for an update that changes nothing, and tells them apart by their texts alone:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
export function makeSideStack(
  client: CloudFormationClient,
  stack: string,
  tags: Readonly<Record<string, string>>,
): SideStackCalls {
  const call = <T>(action: string, attempt: (options: CallOptions) => Promise<T>): Promise<T> =>
    callAws({ action: `cloudformation:${action}`, on: `stack ${stack}` }, attempt);
  const change = (template: Template) => ({
    StackName: stack,
    TemplateBody: JSON.stringify(template),
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  });
  return {
    read: () =>
      call('DescribeStacks', async (options) => {
        const request = new DescribeStacksCommand({ StackName: stack });
        const { Stacks: [found] = [] } = await client.send(request, options);
        if (found === undefined) return null;
        return { status: found.StackStatus ?? '', outputs: outputsOf(found) };
      }).catch(whenSaid(/does not exist/, null)),
    readTemplate: () =>
      call('GetTemplate', async (options) => {
        const request = new GetTemplateCommand({ StackName: stack });
        const { TemplateBody } = await client.send(request, options);
        const { Resources = {}, Outputs = {} } = JSON.parse(TemplateBody ?? '{}');
        return { Resources, Outputs };
      }),
    create: (template) =>
      call('CreateStack', async (options) => {
        await client.send(new CreateStackCommand(change(template)), options);
      }),
    update: (template) =>
      call('UpdateStack', async (options) => {
        await client.send(new UpdateStackCommand(change(template)), options);
      }).catch(whenSaid(/No updates are to be performed/, undefined)),
    remove: () =>
      call('DeleteStack', async (options) => {
        await client.send(new DeleteStackCommand({ StackName: stack }), options);
      }),
    readFailure: () =>
      call('DescribeStackEvents', async (options) => {
        const request = new DescribeStackEventsCommand({ StackName: stack });
        const { StackEvents = [] } = await client.send(request, options);
        // The latest come first; what was only cancelled failed because of another.
        const failed = StackEvents.filter(
          ({ ResourceStatus = '', ResourceStatusReason = '' }) =>
            ResourceStatus.endsWith('_FAILED') && !/cancelled/i.test(ResourceStatusReason),
        );
        return failed[0]?.ResourceStatusReason ?? null;
      }),
  };
}

/** For `catch`: an error that says this is an expected answer, and means `value`. */
const whenSaid = <T>(words: RegExp, value: T) => {
  const expected = whenCode('ValidationError', value);
  return (error: unknown): T => {
    if (error instanceof AwsCallError && words.test(error.message)) return expected(error);
    throw error;
  };
};
