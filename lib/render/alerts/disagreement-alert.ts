import type { Incident, IncidentEvent } from '../../core/alerts/incident.ts';
import { type DisagreementKind, driftSeverity, type Views } from '../../core/disagreement.ts';
import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Message } from '../../core/world.ts';
import { commandsFor } from '../response.ts';
import { alert } from './alert.ts';
import {
  acknowledgeLines,
  HEADLINE_OF_EVENT,
  identityOf,
  lasted,
  sinceLines,
} from './incident-parts.ts';

export type DriftFacts = {
  readonly site: Site;
  /** How they disagree, or did last; null when nobody remembers it. */
  readonly kind: DisagreementKind | null;
  readonly incident: Incident;
  readonly views: Views;
  readonly now: EpochMs;
};

/** Our probes, Route 53's checkers and the name servers see different things, or agree again. */
export function driftAlert(event: IncidentEvent, facts: DriftFacts): Message {
  const { site, kind, incident, views, now } = facts;
  const severity = kind === null ? 'warning' : driftSeverity(kind);
  const text = event === 'resolved' || kind === null ? null : DISAGREEMENT_TEXT[kind];
  return alert({
    ...identityOf({ class: 'drift', event, severity, site, incident, now }),
    headline:
      text === null
        ? `over after ${lasted(incident, now)}`
        : `${HEADLINE_OF_EVENT[event]}${text.subject}`,
    visitors:
      text === null
        ? `Visitors of ${site.name} are where they should be: our probes, Route 53's checkers and the name servers agree again.`
        : text.lead(site.name),
    sure: [...sinceLines({ event, incident, now }), ...viewRows(views)],
    does: text === null || kind === null ? [] : [text.does, 'What it may be:', causeOf(site, kind)],
    can: [...acknowledgeLines(site, event), ...commandsFor(site, [])],
    facts: { kind, ...views },
  });
}

const viewRows = (views: Views): string[] => [
  `- our probes: the primary is ${views.ours}`,
  `- Route 53's checkers: the primary is ${views.checkers}`,
  `- the name servers answer with: ${views.served}`,
  `- Understudy's phase: ${views.phase}`,
];

/** No health check of Route 53 watches a load balancer: it tells its own health, by its target groups. */
const causeOf = ({ primary }: Site, kind: DisagreementKind): string =>
  kind === 'secondary-served' && primary.where.kind === 'load-balancer'
    ? LOAD_BALANCER_CAUSE
    : DISAGREEMENT_TEXT[kind].cause;

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html, EvaluateTargetHealth */
const LOAD_BALANCER_CAUSE =
  "Route 53 has failed over by itself: a target group of the load balancer, be it another site's, has no healthy target or no target at all; or the switch check is set up wrongly.";

type Text = {
  /** A few words, for the end of a subject. */
  readonly subject: string;
  readonly lead: (site: string) => string;
  /** What Understudy does about it, or waits for. */
  readonly does: string;
  readonly cause: string;
};

export const DISAGREEMENT_TEXT: Readonly<Record<DisagreementKind, Text>> = {
  'secondary-served': {
    subject: 'visitors get the secondary',
    lead: (site) =>
      `Visitors of ${site} get the secondary although Understudy did not fail over and sees a healthy primary.`,
    does: 'Understudy leaves visitors where Route 53 has sent them: no flip of its own would bring them back.',
    cause:
      "Route 53 has failed over by itself: its checkers do not reach the primary (a firewall that lets us in and not them), or the site's health check, its parent or the switch check is set up wrongly.",
  },
  'primary-served': {
    subject: 'visitors get the primary',
    lead: (site) =>
      `Visitors of ${site} get the primary although the site was failed over to the secondary.`,
    does: 'Understudy repeats nothing: the switch stands as it should, and Route 53 does not follow it.',
    cause:
      'The switch stands and Route 53 does not follow it: the switch check cannot read the object, is disabled or not inverted, or is not a child of the check on the PRIMARY record.',
  },
  'neither-served': {
    subject: 'visitors go elsewhere',
    lead: (site) =>
      `Visitors of ${site} are sent to an address that is neither the primary's nor the secondary's.`,
    does: 'Understudy changes no records, so that only a person can mend this.',
    cause:
      'Somebody has changed the records, or the primary has moved and sites.yml still has its old address.',
  },
  'flip-not-followed': {
    subject: 'the flip is not followed',
    lead: (site) =>
      `Visitors of ${site} are where they were: a flip has been under way for minutes, and the name servers do not follow it.`,
    does: 'Understudy goes on with the flip until the name servers follow.',
    cause:
      'The switch check cannot read the object, is disabled or not inverted, or is not a child of the check on the PRIMARY record; or, on the way back, a health check of Route 53 still finds the primary unhealthy.',
  },
  'primary-answers': {
    subject: 'primary fails at times',
    lead: (site) =>
      `Some visitors of ${site} may get errors: the monitor finds the primary unhealthy, and yet it answers the failover function each time that it is asked. So there was no failover so far.`,
    does: 'Understudy looks again every minute, and fails over as soon as the primary does not answer it either.',
    cause:
      'The primary fails some requests and serves others: a part of its servers or of its network is broken. Decide yourself whether visitors are better off with the secondary: a failover by order is not blocked by this.',
  },
  'checkers-see-outage': {
    subject: 'Route 53 alone sees an outage',
    lead: (site) =>
      `Visitors of ${site} get the site, as far as our probes see. Route 53's checkers find the primary unhealthy, though.`,
    does: 'Understudy fails over only for what its own probes see; Route 53 may do so by itself.',
    cause:
      'A firewall keeps the checkers out, their request differs from ours (path, port, host name, text that must match), or the trouble is on networks between them and the primary. Route 53 may fail over on account of it.',
  },
  'checkers-see-none': {
    subject: 'Route 53 sees no outage',
    lead: (site) =>
      `Visitors of ${site} may get errors: our probes find the primary unhealthy. Route 53's checkers find it healthy, though.`,
    does: "Understudy fails over by the rules as for any outage that it sees: Route 53's own view does not hold it back.",
    cause:
      'Our probes ask for more than the checkers do (a text, a certificate, a time), or the trouble is between our region and the primary. Without Understudy nobody would be moved.',
  },
};
