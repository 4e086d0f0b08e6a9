import type { Evidence, Phase, Reason } from '../core/failover.ts';
import type { Site } from '../core/site.ts';
import type { EpochMs } from '../core/time.ts';
import { unreachable } from '../core/unreachable.ts';
import type { Message } from '../core/world.ts';
import { ago, utc } from './duration.ts';
import { layout } from './layout.ts';
import { REASON_TEXT } from './reasons.ts';
import { commandsFor } from './response.ts';
import { subject } from './text.ts';

/** A decision that people have to be told of, and what it rested on. */
export type FlipFacts = {
  readonly site: Site;
  /** The phase that the decision led to. */
  readonly phase: Phase;
  readonly reason: Reason;
  readonly evidence: Evidence;
  readonly now: EpochMs;
};

/** Tells people that visitors are being moved, have been moved, or are kept where they are by a rule. */
export function flipAlert(facts: FlipFacts): Message {
  const { site, evidence, reason, now } = facts;
  const news = newsFor(facts);
  return {
    subject: subject(site.name, `: ${news.subject}`),
    body: layout(news.lead, [
      {
        heading: 'WHY',
        lines: [REASON_TEXT[reason], ...evidenceText(evidence, now), `Decided at ${utc(now)}.`],
      },
      {
        heading: 'WHAT YOU CAN DO',
        lines: commandsFor(site, []),
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
      return {
        event: 'on-secondary',
        severity: 'warning',
        subject: 'secondary is served',
        lead: `Visitors of ${name} get the secondary, the static site. Who asked DNS a moment ago may get the primary until the TTL is over.`,
      };
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
      : `The primary of ${name} is unhealthy and stays served, because Understudy may not fail over. Visitors get errors until somebody acts.`,
});

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
