import type { OpenChannel, SlackMemory } from '../../core/alerts/slack-channel.ts';
import type { Log, Now } from '../../core/world.ts';
import type { ReadDocument } from './notice.ts';

/** What writing to Slack needs. */
export type ForwardDeps = {
  readonly now: Now;
  readonly log: Log;
  readonly readSecret: (name: string) => Promise<string>;
  readonly openChannel: OpenChannel;
  readonly memory: SlackMemory;
  readonly readDocument: ReadDocument;
};
