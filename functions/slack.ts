import { awsSlackWorld } from './aws/slack-world.ts';
import { slackHandler } from './handlers/slack.ts';

/** Invoked by the alert topic. */
export const handler = slackHandler(awsSlackWorld());
