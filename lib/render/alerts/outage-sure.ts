import type { IncidentEvent } from '../../core/alerts/incident.ts';
import { ago, utc } from '../duration.ts';
import { evidenceLines } from '../evidence.ts';
import type { Line } from '../layout.ts';
import { beganAt, sinceLines } from './incident-parts.ts';
import type { SiteFacts } from './site-facts.ts';

/** Since when there is an outage, and who else sees it: our probes, the controls, Route 53 and the name servers. */
export const outageSure = (event: IncidentEvent, facts: SiteFacts): readonly Line[] => [
  ...sinceLines({ event, incident: facts.incident, now: facts.now }),
  lastAnswerLine(facts),
  believedLine(facts),
  ...(facts.oldConnectionsWork
    ? [
        'New connections fail, old ones still work: visitors who are on the site may notice nothing, new ones cannot get in.',
      ]
    : []),
  ...(facts.incident.state === 'open' ? [sightLine(facts)] : []),
  ...route53Lines(facts),
  ...evidenceLines(facts.latest),
];

const lastAnswerLine = ({ monitor: { lastHealthyAt }, now }: SiteFacts): string =>
  lastHealthyAt === null
    ? 'No good answer of the primary is known.'
    : `Last good answer: ${utc(lastHealthyAt)} (${ago(lastHealthyAt, now)}).`;

function believedLine({ incident, site: { policy } }: SiteFacts): string {
  const { failureThreshold, successThreshold } = policy;
  return incident.state === 'over'
    ? `Believed after ${times(successThreshold, 'success', 'successes')} on fresh connections.`
    : `Believed after ${times(failureThreshold, 'failure', 'failures')} on fresh connections, on every address.`;
}

/** A failure counts only once something else has answered, if anything else can be asked. */
const sightLine = ({ controls }: SiteFacts): string =>
  controls.length === 0
    ? 'No control targets are set: that the monitor itself has a connection is taken for granted.'
    : `It is not the monitor's own connection: another site or a control target (${controls.join(', ')}) has answered since.`;

/** What others saw is said with its moment, since it may be from before. */
function route53Lines({ controller, incident, now }: SiteFacts): string[] {
  const seen = controller?.seen ?? null;
  if (seen === null) return ["Route 53's own view is not known yet."];
  const began = beganAt(incident, now);
  const when = (at: typeof now) =>
    `${utc(at)} (${ago(at, now)}${at < began ? ', before this began' : ''})`;
  const { checkers, served } = seen;
  return [
    checkers === null
      ? "Route 53's health checkers were not asked yet."
      : `Of Route 53's health checkers ${checkers.healthy} of ${checkers.total} found the primary healthy at ${when(checkers.at)}.`,
    `The name servers answered with: ${served}, at ${when(seen.at)}.`,
  ];
}

const times = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${many} in a row`;
