import { SSMClient } from '@aws-sdk/client-ssm';
import { AWS_CLIENT_LIMITS } from '../../lib/io/aws-call.ts';
import { sleep } from '../../lib/io/clock.ts';
import { makePostToSlack } from '../../lib/io/slack-webhook.ts';
import { makeReadSecret } from '../../lib/io/ssm.ts';
import { bundledConfig } from '../bundled-config.ts';
import type { SlackWorld } from '../handlers/slack.ts';
import { once } from './environment.ts';
import { log } from './log.ts';

/** sites.yml has no alerts.slack, so nothing should have been subscribed to this function. */
export class SlackNotConfiguredError extends Error {
  override readonly name = 'SlackNotConfiguredError';
  constructor(options?: ErrorOptions) {
    super('sites.yml has no alerts.slack.webhookParameter: name one and deploy again', options);
  }
}

/** The Slack function's world: the client once per cold start, everything else at the first event. */
export function awsSlackWorld(): () => SlackWorld {
  const ssm = new SSMClient(AWS_CLIENT_LIMITS);
  return once(() => {
    const webhookParameter = bundledConfig().alerts.slackWebhookParameter;
    if (webhookParameter === null) throw new SlackNotConfiguredError();
    return {
      webhookParameter,
      deps: { log, readSecret: makeReadSecret(ssm), postToSlack: makePostToSlack({ sleep }) },
    };
  });
}
