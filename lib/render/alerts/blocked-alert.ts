import type { Incident, IncidentEvent } from '../../core/alerts/incident.ts';
import type { Evidence, FailoverState, Reason, Served } from '../../core/failover.ts';
import { activeHold } from '../../core/hold.ts';
import { RULES } from '../../core/rules.ts';
import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Message } from '../../core/world.ts';
import { orderFailoverCommand } from '../commands.ts';
import { describeHold } from '../hold.ts';
import type { Line } from '../layout.ts';
import { REASON_TEXT } from '../reasons.ts';
import { commandsFor } from '../response.ts';
import { alert } from './alert.ts';
import { evidenceRows } from './evidence-rows.ts';
import {
  acknowledgeLines,
  HEADLINE_OF_EVENT,
  identityOf,
  sinceLines,
  withinOutage,
} from './incident-parts.ts';

export type BlockedFacts = {
  readonly site: Site;
  readonly incident: Incident;
  readonly failover: FailoverState;
  readonly evidence: Evidence;
  readonly now: EpochMs;
};

/** A rule keeps visitors on an unhealthy primary: which, until when, and the way past it. */
export function blockedAlert(event: IncidentEvent, facts: BlockedFacts): Message {
  const { site, incident, failover, evidence, now } = facts;
  const { reason } = failover;
  const within = withinOutage(site, evidence);
  return alert({
    ...identityOf({ class: 'blocked', event, severity: 'critical', site, incident, now }),
    within,
    headline: `${HEADLINE_OF_EVENT[event]}${within === null ? '' : 'failover blocked: '}${shortOf(reason)}`,
    visitors: visitorsMeet(site.name, evidence.served),
    sure: [...sinceLines({ event, incident, now }), ...evidenceRows(evidence, now)],
    does: [
      ...(reason === null ? [] : [`${REASON_TEXT[reason]} (rule: ${reason})`]),
      untilWhen(facts),
    ],
    can: [...overruleLines(facts), ...acknowledgeLines(site, event), ...commandsFor(site, [])],
    facts: {
      reason,
      served: evidence.served,
      primary: evidence.primary,
      secondary: evidence.secondary,
    },
  });
}

/** Route 53 decides by itself, so that visitors may be on the secondary although Understudy may not flip. */
function visitorsMeet(name: string, served: Served): string {
  if (served === 'secondary')
    return `Visitors of ${name} get the secondary, the static site: Route 53 has moved them by itself. Understudy may not keep them there, so that they go back as soon as Route 53 finds the primary healthy.`;
  const where: Readonly<Record<Exclude<Served, 'secondary'>, string>> = {
    primary: 'are sent to the primary, which is unhealthy: they get errors, or nothing',
    mixed:
      'are sent to the primary by some name servers and to the secondary by others: some get errors',
    neither: 'are sent to an address that is neither the primary nor the secondary',
    unknown:
      'may get errors: the primary is unhealthy, and the name servers could not be asked where they are sent',
  };
  return `Visitors of ${name} ${where[served]}. A safety rule keeps Understudy from moving them to the secondary.`;
}

/** Few words for a subject. */
const shortOf = (reason: Reason | null): string =>
  (reason === null ? null : SHORT[reason]) ?? reason ?? 'no decision yet';

const SHORT: Readonly<Partial<Record<Reason, string>>> = {
  held: 'an operator holds the site',
  maintenance: 'maintenance',
  blind: 'the monitor is blind',
  'not-armed': 'the site is too new',
  'both-unhealthy': 'secondary is unhealthy, too',
  'secondary-not-healthy': 'secondary is not healthy',
  'cooling-down': 'latest flip is too recent',
  'daily-limit': 'too many flips today',
  'primary-unknown': 'too little is known',
  'primary-answers': 'the primary answers at times',
};

/** Whether it ends by itself is what people want to know first. */
function untilWhen({ site, failover, now }: BlockedFacts): string {
  const hold = activeHold(failover.hold, now);
  if (failover.reason === 'held' && hold !== null)
    return `In force is ${describeHold(hold)}. Once it is over Understudy fails over by itself, if it is still needed.`;
  return `Understudy looks again every minute, and fails over as soon as no rule forbids it${site.policy.failback === 'manual' ? '; it does not come back by itself' : ''}.`;
}

/** The way past the rule; it is no rule for people where only decisions are meant. */
function overruleLines({ site, failover: { reason }, evidence }: BlockedFacts): Line[] {
  if (evidence.served === 'secondary') return [];
  const isRuleForPeople = RULES.some(
    ({ id, appliesTo }) => id === reason && appliesTo.includes('ordered-failover'),
  );
  const override = isRuleForPeople && reason !== null ? [reason] : [];
  return [
    'Fail over all the same, if you know better:',
    { command: orderFailoverCommand(site, 'the primary fails', override) },
  ];
}
