import { threadOf } from '../../core/alerts/incident.ts';
import type { Severity } from '../../core/alerts/incident-class.ts';
import type { Evidence, FlipCause, Phase, Reason } from '../../core/failover.ts';
import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import { unreachable } from '../../core/unreachable.ts';
import type { Message } from '../../core/world.ts';
import { failbackCommand } from '../commands.ts';
import { ago, duration, utc } from '../duration.ts';
import type { Line } from '../layout.ts';
import { REASON_TEXT } from '../reasons.ts';
import { comesBackByItself, commandsFor } from '../response.ts';
import { alert } from './alert.ts';
import { evidenceRows } from './evidence-rows.ts';
import { withinOutage } from './incident-parts.ts';

/** A move that people have to be told of, and what it rested on. */
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

/** Tells people that visitors are being moved or have been moved, and whether they come back by themselves. */
export function flipAlert(facts: FlipFacts): Message {
  const { site, phase, reason, cause, evidence, at, now } = facts;
  const { severity, headline, visitors } = newsFor(facts);
  return alert({
    class: 'moved',
    event: phase,
    severity,
    site: site.name,
    thread: threadOf(site.name, 'moved', at),
    within: withinOutage(site, evidence),
    now,
    since: at,
    headline,
    visitors,
    sure: [`It is so since ${utc(at)} (${ago(at, now)}).`, ...evidenceRows(evidence, now)],
    does: [...whyText(facts), ...whatComesNext(facts)],
    can: [...wayBack(facts), ...commandsFor(site, [])],
    facts: { phase, reason, cause, served: evidence.served, primary: evidence.primary },
  });
}

type News = {
  readonly severity: Severity;
  readonly headline: string;
  readonly visitors: string;
};

function newsFor({ site: { name }, phase, reason }: FlipFacts): News {
  switch (phase) {
    case 'failing-over':
      return {
        severity: 'warning',
        headline: 'going to the secondary',
        visitors: `Visitors of ${name} are being moved to the secondary, the static site.`,
      };
    case 'on-secondary':
      return reason === 'dns-unconfirmed' ? halfMoved(name) : onSecondary(name);
    case 'failing-back':
      return {
        severity: 'info',
        headline: 'going back to the primary',
        visitors: `Visitors of ${name} are being moved back to the primary.`,
      };
    case 'on-primary':
      return backOnPrimary(name);
    default:
      return unreachable(phase);
  }
}

const onSecondary = (name: string): News => ({
  severity: 'warning',
  headline: 'visitors get the secondary',
  visitors: `Visitors of ${name} get the secondary, the static site. Who asked DNS a moment ago may get the primary until the TTL is over.`,
});

const halfMoved = (name: string): News => ({
  severity: 'critical',
  headline: 'only some visitors moved',
  visitors: `Some visitors of ${name} may still get the primary, or nothing: the failover has been under way for minutes, and the name servers do not all answer with the secondary.`,
});

const backOnPrimary = (name: string): News => ({
  severity: 'info',
  headline: 'visitors get the primary',
  visitors: `Visitors of ${name} get the primary again. Who asked DNS a moment ago may get the secondary until the TTL is over.`,
});

/** That the name servers follow is no reason to move visitors: a healthy primary may be left, too. */
const whyText = ({ reason, cause }: FlipFacts): string[] => [
  ...(reason === 'dns-confirmed' ? [] : [REASON_TEXT[reason]]),
  cause === 'order'
    ? 'Somebody ordered it, or put or removed the switch object by hand: ask for the history.'
    : 'Understudy decided it.',
];

/** Whether visitors come back by themselves is what people want to know before they go to sleep. */
function whatComesNext(facts: FlipFacts): string[] {
  if (facts.phase !== 'on-secondary') return [];
  return comesBackByItself(facts.site, facts.cause)
    ? [
        `It goes back by itself once the primary has been healthy for ${duration(facts.site.policy.stableForMs)}, unless a safety rule blocks it.`,
      ]
    : ['It does not go back by itself: visitors stay there until somebody orders it.'];
}

const wayBack = (facts: FlipFacts): Line[] =>
  facts.phase !== 'on-secondary'
    ? []
    : [
        comesBackByItself(facts.site, facts.cause)
          ? 'Go back earlier, once the primary is healthy:'
          : 'Go back, once the primary is healthy:',
        { command: failbackCommand(facts.site, 'the primary is mended') },
      ];
