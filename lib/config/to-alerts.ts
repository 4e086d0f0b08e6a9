import type { Alerts, Escalation, Slack } from '../core/alerts/alerts.ts';
import type { SitesFile } from './schema.ts';

type AlertsEntry = SitesFile['alerts'];

/** Who is told, with one field filled in for another. The file has passed the schema and the rules. */
export const toAlerts = ({
  topic,
  email,
  slack,
  amazonQ,
  route53,
  remind,
  escalation,
  perHour,
  deadMan,
}: AlertsEntry): Alerts => ({
  topicArn: topic ?? null,
  email: email ?? [],
  slack: slack === undefined ? null : toSlack(slack),
  amazonQ,
  route53,
  remind: { criticalMs: remind.critical, warningMs: remind.warning },
  escalation: escalation === undefined ? null : toEscalation(escalation),
  perHourMax: perHour,
  deadManParameter: deadMan?.urlParameter ?? null,
});

function toSlack({
  webhookParameter,
  tokenParameter,
  channel,
}: NonNullable<AlertsEntry['slack']>): Slack {
  if (webhookParameter !== undefined) return { kind: 'webhook', parameter: webhookParameter };
  if (tokenParameter !== undefined && channel !== undefined)
    return { kind: 'bot', parameter: tokenParameter, channel };
  throw new Error('a Slack without webhook and bot passed the rules');
}

const toEscalation = ({
  after,
  topic,
  email,
}: NonNullable<AlertsEntry['escalation']>): Escalation => ({
  afterMs: after,
  topicArn: topic ?? null,
  email: email ?? [],
});
