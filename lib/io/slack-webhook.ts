import type { OpenChannel } from '../core/alerts/slack-channel.ts';
import { postPatiently, type SlackDeps } from './slack-request.ts';
import { Agent } from './undici-parts.ts';

/**
 * An incoming webhook takes messages and does not say what they are called, so that there is nothing to
 * answer to: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export const makeOpenWebhook =
  ({ sleep, dispatcher = new Agent() }: SlackDeps): OpenChannel =>
  (webhookUrl) => ({
    post: async (payload) => {
      await postPatiently({ sleep, dispatcher }, { url: webhookUrl, payload, token: null });
      return null;
    },
    replace: null,
  });
