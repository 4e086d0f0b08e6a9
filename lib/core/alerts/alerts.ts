/** Who is told, how often, and by what. Secrets are named here, never written here. */
export type Alerts = {
  /** ARN of a topic that was there before, in place of one of the stack; null: the stack makes its own. */
  readonly topicArn: string | null;
  readonly email: readonly string[];
  readonly slack: Slack | null;
  /** A topic of its own in the schema that Amazon Q Developer in chat applications shows in Slack and Teams. */
  readonly amazonQ: boolean;
  /** Whether Route 53's own metric has alarms, in the one region in which it is. */
  readonly route53: boolean;
  /** How long an incident goes on until it is told again, by how bad it is; null: it is told once. */
  readonly remind: { readonly criticalMs: number | null; readonly warningMs: number | null };
  readonly escalation: Escalation | null;
  /** Most messages of the stack in an hour; that there were more is a message itself. */
  readonly perHourMax: number;
  /** Names the SSM SecureString with a URL that each window without failures calls; who misses that raises an alarm. */
  readonly deadManParameter: string | null;
};

/** A webhook posts and no more; a bot with a token of its own keeps the messages of one incident in a thread. */
export type Slack =
  | { readonly kind: 'webhook'; readonly parameter: string }
  | { readonly kind: 'bot'; readonly parameter: string; readonly channel: string };

/** Who is told of a critical incident that nobody has acknowledged. */
export type Escalation = {
  readonly afterMs: number;
  /** ARN of a topic that was there before; null: the stack makes one for these addresses. */
  readonly topicArn: string | null;
  readonly email: readonly string[];
};

const MINUTE_MS = 60_000;

const REMIND_DEFAULT = { criticalMs: 30 * MINUTE_MS, warningMs: 24 * 60 * MINUTE_MS };
export const PER_HOUR_DEFAULT = 60;

/** Where sites.yml says nothing of alerts. */
export const NOBODY_IS_TOLD: Alerts = {
  topicArn: null,
  email: [],
  slack: null,
  amazonQ: false,
  route53: false,
  remind: REMIND_DEFAULT,
  escalation: null,
  perHourMax: PER_HOUR_DEFAULT,
  deadManParameter: null,
};
