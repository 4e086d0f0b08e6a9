import type { SlackChannel } from '../../core/alerts/slack-channel.ts';
import { slackBlocks } from '../../render/alerts/slack.ts';
import type { ForwardDeps } from './forward-deps.ts';
import { type Notice, noticeOf } from './notice.ts';
import type { SnsRecord } from './parse-sns-event.ts';
import { markPosted, takeOn } from './slack-posting.ts';
import { startOf, tellThread } from './slack-thread.ts';

/** How many messages Slack has got from us now; one that it had already is none. */
export type Forwarded = { readonly forwarded: number };

/**
 * Sends each notification of the alert topic to Slack, in order, and each once: SNS may bring one twice, and
 * so may we. All are tried before the first failure ends the run, so that a message that Slack refuses
 * keeps none of the others back.
 */
export async function forwardToSlack(
  deps: ForwardDeps,
  secretParameter: string,
  records: readonly SnsRecord[],
): Promise<Forwarded> {
  const channel = deps.openChannel((await deps.readSecret(secretParameter)).trim());
  const failures: unknown[] = [];
  let forwarded = 0;
  for (const record of records) {
    try {
      if (await forward(deps, channel, record)) forwarded += 1;
    } catch (error) {
      failures.push(error);
      deps.log({ message: 'not forwarded', id: record.messageId, error: `${error}` });
    }
  }
  if (failures.length > 0) throw failures[0];
  return { forwarded };
}

/** Whether it was posted. What Slack accepted is marked at once, before anything that could fail. */
async function forward(
  deps: ForwardDeps,
  channel: SlackChannel,
  record: SnsRecord,
): Promise<boolean> {
  const notice = noticeOf(deps.readDocument, record, deps.now());
  const line = { id: notice.id, event: notice.message.attributes.event };
  const task = await takeOn(deps, notice.id);
  if (task.state !== 'due') {
    deps.log({ message: 'not forwarded again', ...line, why: task.state });
    return false;
  }
  const start = await startOf(deps, notice);
  const name = await channel.post(slackBlocks(notice.message), replyTo(notice, start?.name));
  await markPosted(deps, notice.id, task);
  deps.log({ message: 'forwarded', ...line });
  await tellThread(deps, channel, { notice, start, name });
  return true;
}

const replyTo = ({ isLoud }: Notice, first: string | undefined) =>
  first === undefined ? null : { to: first, isLoud };
