import type { SlackChannel, ThreadStart } from '../../core/alerts/slack-channel.ts';
import { slackOver } from '../../render/alerts/slack.ts';
import type { ForwardDeps } from './forward-deps.ts';
import type { Notice } from './notice.ts';

type ThreadDeps = Pick<ForwardDeps, 'memory' | 'now' | 'log'>;

/** The first message of the incident; null when this is it, or when nobody can tell. */
export async function startOf(
  { memory, log }: ThreadDeps,
  { thread }: Notice,
): Promise<ThreadStart | null> {
  if (thread === null) return null;
  try {
    return (await memory.threads.load(thread))?.value ?? null;
  } catch (error) {
    log({ message: 'slack memory failed', thread, error: `${error}` });
    return null;
  }
}

type Told = {
  readonly notice: Notice;
  readonly start: ThreadStart | null;
  /** What the message is called in Slack; null where it has no name. */
  readonly name: string | null;
};

/**
 * After a message was posted: the first one is remembered for its replies, and the last one changes the
 * first, so that whoever looks at the channel sees what is over. None of it is worth a second message.
 */
export async function tellThread(
  { memory, now, log }: ThreadDeps,
  channel: SlackChannel,
  { notice, start, name }: Told,
): Promise<void> {
  const { thread, isEnd, message } = notice;
  if (thread === null) return;
  try {
    const { subject, body } = message;
    if (start === null && name !== null)
      await memory.threads.save(
        thread,
        { name, subject, body: body.slice(0, BODY_CHARS_MAX) },
        0,
        now(),
      );
    if (start !== null && isEnd) await channel.replace?.(start.name, slackOver(start));
  } catch (error) {
    log({ message: 'thread not kept', thread, error: `${error}` });
  }
}

/** More than Slack shows of a message. */
const BODY_CHARS_MAX = 150_000;
