import type { IncidentEvent } from '../../core/alerts/incident.ts';
import { outageGravity } from '../../core/alerts/outage.ts';
import type { Message } from '../../core/world.ts';
import { CAUSE_TEXT } from '../causes.ts';
import { failbackCommand, orderFailoverCommand } from '../commands.ts';
import { duration } from '../duration.ts';
import { whatIsWrong } from '../evidence.ts';
import type { Line } from '../layout.ts';
import { comesBackByItself, commandsFor, visitorsGet } from '../response.ts';
import { alert } from './alert.ts';
import { acknowledgeLines, HEADLINE_OF_EVENT, identityOf, lasted } from './incident-parts.ts';
import { outageDoes } from './outage-does.ts';
import { outageSure } from './outage-sure.ts';
import type { SiteFacts } from './site-facts.ts';

/** The primary is unhealthy: what visitors meet, how sure that is, what Understudy does, and what people can do. */
export function outageAlert(event: IncidentEvent, facts: SiteFacts): Message {
  const { site, incident, now, controller, latest } = facts;
  return alert({
    ...identityOf({ class: 'outage', event, severity: 'critical', site, incident, now }),
    headline: headlineOf(event, facts),
    visitors: incident.state === 'over' ? overLead(event, facts) : openLead(facts),
    sure: outageSure(event, facts),
    does: outageDoes(facts),
    can: [
      ...failbackLines(event, facts),
      ...failoverLines(facts),
      ...(incident.state === 'over' ? [] : acknowledgeLines(site, event)),
      ...commandsFor(site, addressesOf(facts)),
    ],
    facts: {
      phase: controller?.failover.phase ?? null,
      reason: controller?.failover.reason ?? null,
      gravity: outageGravity(site, controller),
      trouble: whatIsWrong(latest),
      addresses: latest.map(({ address, verdict, cause, detail }) => ({
        address,
        verdict,
        cause,
        detail,
      })),
    },
  });
}

function headlineOf(event: IncidentEvent, facts: SiteFacts): string {
  const { incident, now } = facts;
  if (event === 'resolved') return `over after ${lasted(incident, now)}`;
  if (incident.state === 'over') return `was there for ${lasted(incident, now)}, is over`;
  const news =
    event === 'reminder' ? `still, after ${lasted(incident, now)}: ` : HEADLINE_OF_EVENT[event];
  return `${news}${shortly(facts)}${causesOf(facts)}`;
}

/** What visitors get, in the few words that a subject has. */
function shortly({ site, controller }: SiteFacts): string {
  const gravity = outageGravity(site, controller);
  if (gravity === 1) return 'visitors get the secondary';
  if (gravity === 3 && controller?.failover.phase === 'on-secondary')
    return 'visitors get errors, both fail';
  return 'visitors get errors';
}

function causesOf({ latest }: SiteFacts): string {
  const causes = [...new Set(latest.flatMap(({ cause }) => (cause === null ? [] : [cause])))];
  return causes.length === 0 ? '' : ` (${causes.map((cause) => CAUSE_TEXT[cause]).join('; ')})`;
}

function openLead(facts: SiteFacts): string {
  const { site, latest, controller, incident } = facts;
  const why = whatIsWrong(latest);
  const trouble = `The primary of ${site.name} is unhealthy${why === null ? '' : `: ${why}`}.`;
  const since = incident.state === 'none' ? 0 : incident.since;
  const { seen, failover } = controller ?? { seen: null, failover: null };
  if (failover?.phase === 'on-secondary')
    return outageGravity(site, controller) === 3
      ? `Visitors of ${site.name} get errors: they were moved to the secondary, and now that fails, too. ${trouble}`
      : `Visitors of ${site.name} get the secondary, the static site. ${trouble}`;
  if (failover?.phase === 'failing-over')
    return `Visitors of ${site.name} get errors until DNS has moved them to the secondary, which is under way. ${trouble}`;
  if (seen !== null && seen.at >= since && seen.served === 'secondary')
    return `Visitors of ${site.name} get the secondary, the static site: Route 53 has moved them by itself. ${trouble}`;
  return `Visitors of ${site.name} get errors, or nothing. ${trouble}`;
}

/** An opening may be told only after the end, when it could not be sent before. */
function overLead(event: IncidentEvent, facts: SiteFacts): string {
  const { site, incident, now, controller } = facts;
  const was = `The primary of ${site.name} `;
  const lead =
    event === 'resolved'
      ? `${was}is healthy again, after ${lasted(incident, now)}.`
      : `${was}was unhealthy for ${lasted(incident, now)} and answers again.`;
  return `${lead} ${visitorsGet(controller?.failover.phase)}`;
}

/** The way back is a person's to decide, and this is the moment to do so. */
function failbackLines(event: IncidentEvent, { site, controller }: SiteFacts): Line[] {
  const { phase, cause } = controller?.failover ?? {};
  if (event !== 'resolved' || phase !== 'on-secondary' || comesBackByItself(site, cause)) return [];
  return [
    `Bring visitors back to the primary, which has been healthy for ${duration(site.policy.stableForMs)} at least:`,
    { command: failbackCommand(site, 'the primary is healthy again') },
  ];
}

/** Of a site that is only observed nobody moves visitors but a person. */
function failoverLines({ site, incident, controller }: SiteFacts): Line[] {
  const isServed = (controller?.failover.phase ?? 'on-primary') === 'on-primary';
  if (site.policy.mode !== 'observe' || incident.state === 'over' || !isServed) return [];
  return [
    'Move visitors to the secondary yourself:',
    { command: orderFailoverCommand(site, 'the primary fails') },
  ];
}

const addressesOf = ({ latest }: SiteFacts): string[] => latest.map(({ address }) => address);
