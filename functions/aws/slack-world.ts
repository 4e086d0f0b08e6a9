import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Slack } from '../../lib/core/alerts/alerts.ts';
import type { OpenChannel } from '../../lib/core/alerts/slack-channel.ts';
import { readAlertDocument } from '../../lib/io/alert-schema.ts';
import { AWS_CLIENT_LIMITS } from '../../lib/io/aws-call.ts';
import { now, sleep } from '../../lib/io/clock.ts';
import { makeOpenBot } from '../../lib/io/slack-bot.ts';
import { makeSlackMemory } from '../../lib/io/slack-memory.ts';
import { makeOpenWebhook } from '../../lib/io/slack-webhook.ts';
import { makeReadSecret } from '../../lib/io/ssm.ts';
import { bundledConfig } from '../bundled-config.ts';
import type { SlackWorld } from '../handlers/slack.ts';
import { environment, once } from './environment.ts';
import { log } from './log.ts';

/** sites.yml has no alerts.slack, so nothing should have been subscribed to this function. */
export class SlackNotConfiguredError extends Error {
  override readonly name = 'SlackNotConfiguredError';
  constructor(options?: ErrorOptions) {
    super(
      'sites.yml has neither alerts.slack.webhookParameter nor alerts.slack.tokenParameter: name one and deploy again',
      options,
    );
  }
}

/** The Slack function's world: the clients once per cold start, everything else at the first event. */
export function awsSlackWorld(): () => SlackWorld {
  const ssm = new SSMClient(AWS_CLIENT_LIMITS);
  const dynamo = new DynamoDBClient(AWS_CLIENT_LIMITS);
  return once(() => {
    const { slack } = bundledConfig().alerts;
    if (slack === null) throw new SlackNotConfiguredError();
    const { openChannel, channel } = wayInto(slack);
    return {
      secretParameter: slack.parameter,
      deps: {
        now,
        log,
        readSecret: makeReadSecret(ssm),
        openChannel,
        memory: makeSlackMemory(dynamo, environment('STATE_TABLE'), channel),
        readDocument: readAlertDocument,
      },
    };
  });
}

/** A webhook has its channel built in, and nobody needs to know which it is. */
const wayInto = (slack: Slack): { readonly openChannel: OpenChannel; readonly channel: string } =>
  slack.kind === 'webhook'
    ? { openChannel: makeOpenWebhook({ sleep }), channel: '' }
    : { openChannel: makeOpenBot({ sleep }, slack.channel), channel: slack.channel };
