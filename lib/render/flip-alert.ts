import type { Evidence, FlipCause, Phase, Reason } from '../core/failover.ts';
import { RULES } from '../core/rules.ts';
import type { Site } from '../core/site.ts';
import type { EpochMs } from '../core/time.ts';
import { unreachable } from '../core/unreachable.ts';
import type { Message } from '../core/world.ts';
import { failbackCommand } from './commands.ts';
import { ago, duration, utc } from './duration.ts';
import { type Line, layout, type Section } from './layout.ts';
import { REASON_TEXT } from './reasons.ts';
import { commandsFor } from './response.ts';
import { subject } from './text.ts';

/** A decision that people have to be told of, and what it rested on. */
export type FlipFacts = {
  readonly site: Site;
  /** The phase that the decision led to. */
  readonly phase: Phase;
  readonly reason: Reason;
  /** Who put visitors where they are. */
  readonly cause: FlipCause;
  readonly evidence: Evidence;
  /** When it was decided, which may be a while ago. */
  readonly at: EpochMs;
  readonly now: EpochMs;
};

/** Tells people that visitors are being moved, have been moved, or are kept where they are by a rule. */
export function flipAlert(facts: FlipFacts): Message {
  const { site, evidence, at, now } = facts;
  const news = newsFor(facts);
  return {
    subject: subject(site.name, `: ${news.subject}`),
    body: layout(news.lead, [
      {
        heading: 'WHY',
        lines: [
          ...whyText(facts),
          ...evidenceText(evidence, now),
          `Decided at ${utc(at)} (${ago(at, now)}).`,
        ],
      },
      ...whatComesNext(facts),
      {
        heading: 'WHAT YOU CAN DO',
        lines: [...overruleLines(facts), ...commandsFor(site, [])],
      },
      { heading: 'WHERE TO LOOK', lines: [`docs/runbook.md#${news.event}`] },
    ]),
    attributes: { site: site.name, event: news.event, severity: news.severity },
  };
}

type News = {
  readonly event: string;
  readonly severity: Message['attributes']['severity'];
  readonly subject: string;
  readonly lead: string;
};

function newsFor({ site: { name }, phase, reason, evidence }: FlipFacts): News {
  switch (phase) {
    case 'failing-over':
      return {
        event: 'failing-over',
        severity: 'warning',
        subject: 'failing over to the secondary',
        lead: `Visitors of ${name} are being moved to the secondary, the static site.`,
      };
    case 'on-secondary':
      return reason === 'dns-unconfirmed' ? halfMoved(name) : onSecondary(name);
    case 'failing-back':
      return {
        event: 'failing-back',
        severity: 'info',
        subject: 'failing back to the primary',
        lead: `Visitors of ${name} are being moved back to the primary.`,
      };
    case 'on-primary':
      return reason === 'dns-confirmed' ? backOnPrimary(name) : blocked(name, evidence, reason);
    default:
      return unreachable(phase);
  }
}

const onSecondary = (name: string): News => ({
  event: 'on-secondary',
  severity: 'warning',
  subject: 'secondary is served',
  lead: `Visitors of ${name} get the secondary, the static site. Who asked DNS a moment ago may get the primary until the TTL is over.`,
});

const halfMoved = (name: string): News => ({
  event: 'on-secondary',
  severity: 'critical',
  subject: 'not all name servers follow the failover',
  lead: `The failover of ${name} has been under way for minutes, and the name servers do not all answer with the secondary: some visitors may still get the primary, or nothing.`,
});

const backOnPrimary = (name: string): News => ({
  event: 'on-primary',
  severity: 'info',
  subject: 'primary is served again',
  lead: `Visitors of ${name} get the primary again. Who asked DNS a moment ago may get the secondary until the TTL is over.`,
});

/** Route 53 decides by itself, so that visitors may be on the secondary although Understudy may not flip. */
const blocked = (name: string, { served }: Evidence, reason: Reason): News => ({
  event: 'failover-blocked',
  severity: 'critical',
  subject: `failover blocked (${reason})`,
  lead:
    served === 'secondary'
      ? `The primary of ${name} is unhealthy and Understudy may not flip. Visitors get the secondary all the same: Route 53 has failed over by itself.`
      : `The primary of ${name} is unhealthy and stays served, because Understudy may not fail over. Visitors may get errors until that changes, or until somebody acts.`,
});

const isBlocked = ({ phase, reason }: FlipFacts): boolean =>
  phase === 'on-primary' && reason !== 'dns-confirmed';

/** That the name servers follow is no reason to move visitors: a healthy primary may be left, too. */
function whyText(facts: FlipFacts): string[] {
  const { reason, cause } = facts;
  if (isBlocked(facts)) return [REASON_TEXT[reason]];
  return [
    ...(reason === 'dns-confirmed' ? [] : [REASON_TEXT[reason]]),
    cause === 'order'
      ? 'Somebody ordered it, or put or removed the switch object by hand: ask for the history.'
      : 'Understudy decided it.',
  ];
}

/** Whether visitors come back by themselves is what people want to know before they go to sleep. */
function whatComesNext({ site, phase, cause }: FlipFacts): Section[] {
  if (phase !== 'on-secondary') return [];
  const { mode, failback, stableForMs } = site.policy;
  const isAutomatic = mode === 'automatic' && failback === 'automatic' && cause !== 'order';
  const lines: Line[] = isAutomatic
    ? [
        `Understudy goes back by itself once the primary has been healthy for ${duration(stableForMs)}, unless a safety rule blocks it.`,
      ]
    : [
        'Visitors stay there until somebody goes back. Once the primary is healthy:',
        { command: failbackCommand(site, 'the primary is mended') },
      ];
  return [{ heading: 'WHAT COMES NEXT', lines }];
}

/** The way past the rule; it is no rule for people where only decisions are meant. */
function overruleLines(facts: FlipFacts): Line[] {
  const { site, reason, evidence } = facts;
  if (!isBlocked(facts) || evidence.served === 'secondary') return [];
  const isRuleForPeople = RULES.some(
    ({ id, appliesTo }) => id === reason && appliesTo.includes('ordered-failover'),
  );
  const override = isRuleForPeople ? { override: [reason] } : {};
  const event = { action: 'failover', site: site.name, reason: 'the primary fails', ...override };
  return [
    'Fail over all the same, if you know better:',
    { command: `npx sls invoke -f failover -d '${JSON.stringify(event)}'` },
  ];
}

function evidenceText(evidence: Evidence, now: EpochMs): string[] {
  const since =
    evidence.primarySince === null
      ? ''
      : `, since ${utc(evidence.primarySince)} (${ago(evidence.primarySince, now)})`;
  return [
    `- primary: ${evidence.primary}${since}`,
    `- secondary: ${evidence.secondary}`,
    `- served: ${evidence.served}`,
    ...(evidence.blind ? ['- the monitor is blind'] : []),
  ];
}
