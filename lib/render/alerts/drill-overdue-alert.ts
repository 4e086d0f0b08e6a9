import type { Incident, IncidentEvent } from '../../core/alerts/incident.ts';
import type { DrillReport } from '../../core/drill.ts';
import type { FailoverState } from '../../core/failover.ts';
import type { DrillPolicy, Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Message } from '../../core/world.ts';
import { failoverCommand } from '../commands.ts';
import { outside } from '../drill/drill-outside.ts';
import { ago, duration, utc } from '../duration.ts';
import { alert } from './alert.ts';
import { acknowledgeLines, HEADLINE_OF_EVENT, identityOf, sinceLines } from './incident-parts.ts';

export type DrillOverdueFacts = {
  readonly site: Site;
  readonly incident: Incident;
  readonly failover: FailoverState;
  readonly now: EpochMs;
};

/** What was never tried may not work on the day: no drill has passed for longer than the policy wants. */
export function drillOverdueAlert(event: IncidentEvent, facts: DrillOverdueFacts): Message {
  const { site, incident, failover, now } = facts;
  const { drill } = site.policy;
  const { lastDrill } = failover;
  return alert({
    ...identityOf({ class: 'drill-overdue', event, severity: 'warning', site, incident, now }),
    headline: `${HEADLINE_OF_EVENT[event]}${headlineOf(lastDrill, now)}`,
    visitors: `Visitors of ${site.name} notice nothing. Whether they would get the secondary on a bad day, nobody has tried for longer than the policy wants.`,
    sure: [
      ...sinceLines({ event, incident, now }),
      latestText(lastDrill, now),
      ...(drill.everyMs === null
        ? []
        : [`sites.yml asks for one every ${duration(drill.everyMs)} (policy.drill.every).`]),
    ],
    does: [doesText(drill)],
    can: [
      'See whether a drill would work:',
      { command: failoverCommand(site, 'verify') },
      'Rehearse it now; visitors get the secondary for a short while:',
      { command: failoverCommand(site, 'drill') },
      ...acknowledgeLines(site, event),
    ],
    facts: { lastDrill: lastDrill?.outcome ?? null, lastDrillAt: lastDrill?.endedAt ?? null },
  });
}

function headlineOf(lastDrill: DrillReport | null, now: EpochMs): string {
  if (lastDrill === null) return 'never rehearsed';
  if (lastDrill.outcome !== 'passed') return `the last drill did not pass`;
  return `last one was ${ago(lastDrill.endedAt, now)}`;
}

const latestText = (lastDrill: DrillReport | null, now: EpochMs): string =>
  lastDrill === null
    ? 'No drill was ever begun.'
    : `The last drill ended at ${utc(lastDrill.endedAt)} (${ago(lastDrill.endedAt, now)}): ${lastDrill.outcome}, by ${outside(lastDrill.by)}.`;

const doesText = ({ window }: DrillPolicy): string =>
  window === null
    ? 'Understudy begins no drill by itself here: sites.yml gives no time for it (policy.drill.window).'
    : 'Understudy begins a drill by itself in the time that policy.drill.window gives, unless something blocks it: the log says what.';
