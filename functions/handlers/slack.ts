import { type ForwardDeps, forwardToSlack } from '../../lib/app/forward-to-slack.ts';
import { parseSnsEvent } from '../../lib/app/parse-sns-event.ts';

export type SlackWorld = { readonly deps: ForwardDeps; readonly webhookParameter: string };

/** Forwards what the alert topic carries to the Slack channel of sites.yml. */
export const slackHandler =
  (world: () => SlackWorld) =>
  async (event: unknown): Promise<{ readonly forwarded: number }> => {
    const records = parseSnsEvent(event);
    const { deps, webhookParameter } = world();
    return forwardToSlack(deps, webhookParameter, records);
  };
