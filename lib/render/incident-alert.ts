import type { Phase } from '../core/failover.ts';
import type { Incident, IncidentEvent } from '../core/incident.ts';
import type { ProbeResult } from '../core/probe.ts';
import type { Site } from '../core/site.ts';
import type { EpochMs } from '../core/time.ts';
import type { Message } from '../core/world.ts';
import { CAUSE_TEXT } from './causes.ts';
import { ago, duration, utc } from './duration.ts';
import { evidenceLines, whatIsWrong } from './evidence.ts';
import { type Line, layout } from './layout.ts';
import { commandsFor, understudyWill, visitorsGet } from './response.ts';
import { subject } from './text.ts';

/** What is known when people have to be told of an incident. */
export type IncidentFacts = {
  readonly site: Site;
  readonly incident: Incident;
  readonly now: EpochMs;
  /** The latest result on a fresh connection, one for each address. */
  readonly latest: readonly ProbeResult[];
  readonly lastHealthyAt: EpochMs | null;
  /** Whether a connection of before still answers where new ones fail, if the teller knows. */
  readonly oldConnectionsWork?: boolean;
  /** Where failover stands, if the teller knows. */
  readonly phase?: Phase;
};

/**
 * Tells people that an incident began or ended: what visitors meet, how sure that is, what
 * Understudy does, and what they can do. Both subjects begin alike, so that they are found together.
 */
export const incidentAlert = (event: IncidentEvent, facts: IncidentFacts): Message => ({
  subject: subject(
    facts.site.name,
    ` ${utc(beganAt(facts)).slice(11, 16)} UTC: primary ${event === 'opened' ? trouble(facts) : `healthy again after ${lasted(facts)}`}`,
  ),
  body: event === 'opened' ? openedBody(facts) : resolvedBody(facts),
  attributes: {
    site: facts.site.name,
    event: `incident-${event}`,
    severity: event === 'opened' ? 'critical' : 'info',
  },
});

const openedBody = (facts: IncidentFacts): string =>
  layout(openedLead(facts), [
    { heading: 'SINCE WHEN AND HOW SURE', lines: [sinceLine(facts), ...sureLines(facts)] },
    { heading: 'WHAT UNDERSTUDY DOES', lines: [understudyWill(facts.site, facts.phase)] },
    { heading: 'WHAT YOU CAN DO', lines: commandsFor(facts.site, addressesOf(facts)) },
    { heading: 'WHERE TO LOOK', lines: ['docs/runbook.md#incident-opened'] },
  ]);

const resolvedBody = (facts: IncidentFacts): string =>
  layout(
    `The primary of ${facts.site.name} is healthy again, after ${lasted(facts)}. ${visitorsGet(facts.phase)}`,
    [
      {
        heading: 'SINCE WHEN AND HOW SURE',
        lines: [
          `Unhealthy from ${utc(beganAt(facts))} to ${utc(endedAt(facts))}.`,
          `Believed after ${times(facts.site.policy.successThreshold, 'success', 'successes')} on fresh connections.`,
          ...evidenceLines(facts.latest),
        ],
      },
      { heading: 'WHAT UNDERSTUDY DOES', lines: [failbackLine(facts)] },
      {
        heading: 'WHAT YOU CAN DO',
        lines: commandsFor(facts.site, addressesOf(facts)),
      },
      { heading: 'WHERE TO LOOK', lines: ['docs/runbook.md#incident-resolved'] },
    ],
  );

/** An opening may be told only after the end, when it could not be sent before. */
const openedLead = (facts: IncidentFacts): string =>
  facts.incident.state === 'over'
    ? `The primary of ${facts.site.name} was unhealthy for ${lasted(facts)} and is healthy again. This message could not be sent earlier.`
    : `The primary of ${facts.site.name} is unhealthy: ${whatIsWrong(facts.latest) ?? 'no details are at hand'}. ${visitorsGet(facts.phase)}`;

const sinceLine = (facts: IncidentFacts): string => {
  const latest =
    facts.lastHealthyAt === null ? 'none since this window began' : utc(facts.lastHealthyAt);
  return `Unhealthy since ${utc(beganAt(facts))} (${ago(beganAt(facts), facts.now)}). Latest healthy probe: ${latest}.`;
};

const sureLines = ({ site, latest, oldConnectionsWork }: IncidentFacts): Line[] => [
  `Believed after ${times(site.policy.failureThreshold, 'failure', 'failures')} on fresh connections, on every address.`,
  ...(oldConnectionsWork === true
    ? [
        'New connections fail, old ones still work: visitors who are on the site may notice nothing, new ones cannot get in.',
      ]
    : []),
  ...evidenceLines(latest),
];

function failbackLine({ site, phase }: IncidentFacts): string {
  if (phase === 'on-primary') return 'Nothing: the primary is served.';
  const { mode, failback, stableForMs } = site.policy;
  return mode === 'automatic' && failback === 'automatic'
    ? `If visitors were failed over, it fails back once the primary has been healthy for ${duration(stableForMs)}.`
    : 'If visitors were failed over, they stay on the secondary until you fail back.';
}

/** The causes in a few words, for the subject. */
function trouble({ latest }: IncidentFacts): string {
  const causes = [...new Set(latest.flatMap(({ cause }) => (cause === null ? [] : [cause])))];
  return causes.length === 0
    ? 'unhealthy'
    : `unhealthy (${causes.map((cause) => CAUSE_TEXT[cause]).join('; ')})`;
}

const times = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${many} in a row`;

const addressesOf = ({ latest }: IncidentFacts): string[] => latest.map(({ address }) => address);

const beganAt = ({ incident, now }: IncidentFacts): EpochMs =>
  incident.state === 'none' ? now : incident.since;

const endedAt = ({ incident, now }: IncidentFacts): EpochMs =>
  incident.state === 'over' ? incident.until : now;

const lasted = (facts: IncidentFacts): string => duration(endedAt(facts) - beganAt(facts));
