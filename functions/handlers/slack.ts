import type { ForwardDeps } from '../../lib/app/slack/forward-deps.ts';
import { type Forwarded, forwardToSlack } from '../../lib/app/slack/forward-to-slack.ts';
import { parseSnsEvent } from '../../lib/app/slack/parse-sns-event.ts';

/** `secretParameter`: name of the parameter with the webhook's URL or the bot's token. */
export type SlackWorld = { readonly deps: ForwardDeps; readonly secretParameter: string };

/** Forwards what the alert topic carries to the Slack channel of sites.yml. */
export const slackHandler =
  (world: () => SlackWorld) =>
  async (event: unknown): Promise<Forwarded> => {
    const records = parseSnsEvent(event);
    const { deps, secretParameter } = world();
    return forwardToSlack(deps, secretParameter, records);
  };
