import type { AlertClass } from '../../core/alerts/alert-data.ts';
import { type Incident, type IncidentEvent, threadOf } from '../../core/alerts/incident.ts';
import type { Severity } from '../../core/alerts/incident-class.ts';
import type { Evidence } from '../../core/failover.ts';
import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import { acknowledgeCommand } from '../commands.ts';
import { ago, duration, utc } from '../duration.ts';
import type { Line } from '../layout.ts';
import type { AlertParts, Within } from './alert.ts';

/** One message about an incident. */
export type Telling = {
  readonly class: AlertClass;
  readonly event: IncidentEvent;
  readonly severity: Severity;
  readonly site: Pick<Site, 'name'>;
  readonly incident: Incident;
  readonly now: EpochMs;
};

type Identity = Pick<
  AlertParts,
  'class' | 'event' | 'count' | 'severity' | 'site' | 'thread' | 'now' | 'since' | 'until'
>;

/** What tells this message from every other, the same whenever it is sent. */
export function identityOf({
  class: kind,
  event,
  severity,
  site,
  incident,
  now,
}: Telling): Identity {
  const since = beganAt(incident, now);
  const count = countOf(event, incident);
  return {
    class: kind,
    event,
    ...(count === null ? {} : { count }),
    severity: event === 'resolved' ? 'info' : severity,
    site: site.name,
    thread: threadOf(site.name, kind, since),
    now,
    since,
    until: incident.state === 'over' ? incident.until : null,
  };
}

/** The outage that a message about a failover is a part of: whoever follows the outage finds it there. */
export const withinOutage = (
  site: Pick<Site, 'name'>,
  { outageSince: since }: Pick<Evidence, 'outageSince'>,
): Within | null =>
  since === null ? null : { class: 'outage', since, thread: threadOf(site.name, 'outage', since) };

/** There can be several of them in one incident; each time it gets worse from another gravity on. */
function countOf(event: IncidentEvent, incident: Incident): number | null {
  if (incident.state === 'none') return null;
  if (event === 'reminder') return incident.told.reminders + 1;
  return event === 'worse' ? incident.told.gravity : null;
}

export const beganAt = (incident: Incident, now: EpochMs): EpochMs =>
  incident.state === 'none' ? now : incident.since;

/** `for 4 min 3 s` so far, or until it was over. */
export const lasted = (incident: Incident, now: EpochMs): string =>
  incident.state === 'none'
    ? duration(0)
    : duration((incident.state === 'over' ? incident.until : now) - incident.since);

/** Since when it has been so, how often people heard of it, and that nobody has answered. */
export function sinceLines({ event, incident, now }: Pick<Telling, 'event' | 'incident' | 'now'>) {
  if (incident.state === 'none') return [];
  const { since, told } = incident;
  const began = `${utc(since)} (${ago(since, now)})`;
  const lines: string[] =
    incident.state === 'over'
      ? [`From ${began} to ${utc(incident.until)}: ${lasted(incident, now)}.`]
      : [`Since ${began}.`];
  if (event === 'opened' && incident.state === 'over')
    lines.push('It is over by now: this message could not be sent earlier.');
  if (event === 'reminder' && told.openedAt !== null)
    lines.push(
      `First told at ${utc(told.openedAt)} (${ago(told.openedAt, now)}); this is reminder ${told.reminders + 1}.`,
    );
  if (event === 'escalated' && told.openedAt !== null)
    lines.push(
      `Others were told at ${utc(told.openedAt)} (${ago(told.openedAt, now)}), and nobody has acknowledged it. So you are told, too.`,
    );
  return lines;
}

/** Headlines of what goes on: what is new comes first. */
export const HEADLINE_OF_EVENT: Readonly<Record<IncidentEvent, string>> = {
  opened: '',
  worse: 'worse: ',
  escalated: 'nobody on it: ',
  reminder: 'still: ',
  resolved: '',
};

/** How to say that somebody has it in hand; nobody needs to once it is over. */
export const acknowledgeLines = (site: Pick<Site, 'name'>, event: IncidentEvent): Line[] =>
  event === 'resolved'
    ? []
    : [
        'Say that you have it in hand, so that nobody is reminded until it gets worse:',
        { command: acknowledgeCommand(site) },
      ];
