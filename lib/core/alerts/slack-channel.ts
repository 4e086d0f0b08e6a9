import type { Stored } from '../records.ts';
import type { EpochMs } from '../time.ts';

/** A channel of Slack. What is written there looks as lib/render says. */
export type SlackChannel = {
  /**
   * Resolves once Slack accepted it, with the name of the message there; null where there are no names.
   * A reply is shown in the channel, too, when it is loud.
   */
  readonly post: (
    payload: object,
    reply: { readonly to: string; readonly isLoud: boolean } | null,
  ) => Promise<string | null>;
  /** Puts something else in the place of a message; null where that cannot be done. */
  readonly replace: ((name: string, payload: object) => Promise<void>) | null;
};

/** Whoever has the secret may write: it is the URL of a webhook, or the token of a bot. */
export type OpenChannel = (secret: string) => SlackChannel;

/** What has become of a message on its way to Slack. */
export type Posting = { readonly state: 'posting' | 'posted'; readonly at: EpochMs };

/** The first message of a thread, and what stands in it. */
export type ThreadStart = {
  readonly name: string;
  readonly subject: string;
  readonly body: string;
};

/** What is remembered of Slack, under a version check as all records are; it is forgotten after a while. */
export type SlackMemory = {
  readonly postings: SlackStore<Posting>;
  readonly threads: SlackStore<ThreadStart>;
};

/** Their keys in the state table begin so, and the slack function may touch no others. */
export const SLACK_KEYS = 'slack#';

type SlackStore<T> = {
  readonly load: (id: string) => Promise<Stored<T> | null>;
  /** Rejects with StaleRecordError when another version is stored (0: none). */
  readonly save: (id: string, value: T, expectedVersion: number, now: EpochMs) => Promise<number>;
};

/** After so long the function that began to post has ended, however it ended: it has 30 seconds. */
const POSTING_MS_MAX = 45_000;

/**
 * Whether a message is to be posted: not when it was, nor while somebody else is about it. Of one that
 * somebody began and did not end nobody knows whether Slack has it, and twice is better than never.
 */
export const postingDue = (
  known: Posting | null,
  now: EpochMs,
): 'due' | 'posted' | 'with another' => {
  if (known === null) return 'due';
  if (known.state === 'posted') return 'posted';
  return now - known.at < POSTING_MS_MAX ? 'with another' : 'due';
};
