import type { Disagreement, DisagreementKind, Views } from '../core/disagreement.ts';
import type { Site } from '../core/site.ts';
import type { EpochMs } from '../core/time.ts';
import type { Message } from '../core/world.ts';
import { ago, utc } from './duration.ts';
import { layout } from './layout.ts';
import { commandsFor } from './response.ts';
import { subject } from './text.ts';

export type DisagreementFacts = {
  readonly site: Site;
  readonly disagreement: Disagreement;
  readonly views: Views;
  readonly now: EpochMs;
};

/** Told once: our probes, Route 53's checkers and the name servers see different things. */
export function disagreementAlert(facts: DisagreementFacts): Message {
  const { site, disagreement, views, now } = facts;
  const text = DISAGREEMENT_TEXT[disagreement.kind];
  return {
    subject: subject(site.name, `: ${text.subject}`),
    body: layout(text.lead(site.name), [
      {
        heading: 'WHAT EACH OF THEM SEES',
        lines: [
          `- our probes: the primary is ${views.ours}`,
          `- Route 53's checkers: the primary is ${views.checkers}`,
          `- the name servers answer with: ${views.served}`,
          `- Understudy's phase: ${views.phase}`,
          `It has been so since ${utc(disagreement.since)} (${ago(disagreement.since, now)}).`,
        ],
      },
      { heading: 'WHAT IT MAY BE', lines: [text.cause] },
      { heading: 'WHAT YOU CAN DO', lines: commandsFor(site, []) },
      { heading: 'WHERE TO LOOK', lines: ['docs/runbook.md#disagreement'] },
    ]),
    attributes: { site: site.name, event: 'disagreement', severity: text.severity },
  };
}

type Text = {
  /** Short enough to be whole behind the longest name: 49 characters. */
  readonly subject: string;
  /** Critical where visitors get nothing, or what the failover was to spare them. */
  readonly severity: Message['attributes']['severity'];
  readonly lead: (site: string) => string;
  readonly cause: string;
};

export const DISAGREEMENT_TEXT: Readonly<Record<DisagreementKind, Text>> = {
  'secondary-served': {
    severity: 'warning',
    subject: 'secondary is served, primary is healthy',
    lead: (site) =>
      `Visitors of ${site} get the secondary although Understudy did not fail over and sees a healthy primary.`,
    cause:
      "Route 53 has failed over by itself: its checkers do not reach the primary (a firewall that lets us in and not them), or the site's health check, its parent or the switch check is set up wrongly.",
  },
  'primary-served': {
    severity: 'critical',
    subject: 'primary is served after a failover',
    lead: (site) =>
      `Visitors of ${site} get the primary although the site was failed over to the secondary.`,
    cause:
      'The switch stands and Route 53 does not follow it: the switch check cannot read the object, is disabled or not inverted, or is not a child of the check on the PRIMARY record.',
  },
  'neither-served': {
    severity: 'critical',
    subject: 'neither primary nor secondary is served',
    lead: (site) =>
      `Visitors of ${site} are sent to an address that is neither the primary's nor the secondary's.`,
    cause:
      'Somebody has changed the records, or the primary has moved and sites.yml still has its old address.',
  },
  'flip-not-followed': {
    severity: 'warning',
    subject: 'the name servers do not follow the flip',
    lead: (site) =>
      `A flip of ${site} has been under way for minutes, and the name servers do not follow it.`,
    cause:
      'The switch check cannot read the object, is disabled or not inverted, or is not a child of the check on the PRIMARY record; or, on the way back, a health check of Route 53 still finds the primary unhealthy.',
  },
  'primary-answers': {
    severity: 'warning',
    subject: 'primary is unhealthy to us, and yet answers',
    lead: (site) =>
      `The monitor finds the primary of ${site} unhealthy, and yet the primary answers the failover function each time it is asked. So there was no failover so far.`,
    cause:
      'The primary fails some requests and serves others: a part of its servers or of its network is broken. Decide yourself whether visitors are better off with the secondary: a failover by order is not blocked by this.',
  },
  'checkers-see-outage': {
    severity: 'warning',
    subject: "Route 53's checkers alone see an outage",
    lead: (site) =>
      `Route 53's checkers find the primary of ${site} unhealthy, and our probes find it healthy.`,
    cause:
      'A firewall keeps the checkers out, their request differs from ours (path, port, host name, text that must match), or the trouble is on networks between them and the primary. Route 53 may fail over on account of it.',
  },
  'checkers-see-none': {
    severity: 'warning',
    subject: "Route 53's checkers see no outage, we do",
    lead: (site) =>
      `Our probes find the primary of ${site} unhealthy, and Route 53's checkers find it healthy.`,
    cause:
      'Our probes ask for more than the checkers do (a text, a certificate, a time), or the trouble is between our region and the primary. Without Understudy nobody would be moved.',
  },
};
