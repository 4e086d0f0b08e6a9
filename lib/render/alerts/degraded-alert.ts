import { isMostlySlow } from '../../core/alerts/degraded.ts';
import type { IncidentEvent } from '../../core/alerts/incident.ts';
import type { Message } from '../../core/world.ts';
import { ago, utc } from '../duration.ts';
import { evidenceLines } from '../evidence.ts';
import type { Line } from '../layout.ts';
import { commandsFor } from '../response.ts';
import { alert } from './alert.ts';
import {
  acknowledgeLines,
  HEADLINE_OF_EVENT,
  identityOf,
  lasted,
  sinceLines,
} from './incident-parts.ts';
import type { SiteFacts } from './site-facts.ts';

/** Visitors get the site, but not as they should: it is slow, or one of its addresses is unhealthy. */
export function degradedAlert(event: IncidentEvent, facts: SiteFacts): Message {
  const { site, incident, now, latest, monitor } = facts;
  const ill = unhealthyOf(facts);
  const isOver = incident.state === 'over';
  return alert({
    ...identityOf({ class: 'degraded', event, severity: 'warning', site, incident, now }),
    headline: isOver
      ? `over after ${lasted(incident, now)}`
      : `${HEADLINE_OF_EVENT[event]}${shortly(facts)}`,
    visitors: isOver
      ? `Visitors of ${site.name} get the site as they should again, after ${lasted(incident, now)}.`
      : `Visitors of ${site.name} get the site, but not as they should: ${shortly(facts)}.`,
    sure: [
      ...sinceLines({ event, incident, now }),
      ...slowLines(facts),
      ...ill.map(
        ([address, since]) =>
          `- ${address} unhealthy${since === null ? '' : ` since ${utc(since)} (${ago(since, now)})`}`,
      ),
      ...evidenceLines(latest),
    ],
    does: [
      isOver
        ? 'Nothing more.'
        : 'It goes on watching, and moves nobody: the primary is healthy as long as one of its addresses answers, however slowly.',
    ],
    can: [...advice(facts), ...acknowledgeLines(site, event), ...commandsFor(site, [])],
    facts: { unhealthy: ill.map(([address]) => address), answers: monitor.answers },
  });
}

function shortly(facts: SiteFacts): string {
  const ill = unhealthyOf(facts).length;
  const all = Object.keys(facts.monitor.health).length;
  return ill > 0 ? `${ill} of ${all} addresses unhealthy` : 'most answers are slow';
}

const unhealthyOf = ({ monitor }: SiteFacts) =>
  Object.entries(monitor.health).flatMap(([address, { status, since }]) =>
    status === 'unhealthy' ? [[address, since] as const] : [],
  );

function slowLines({ site, monitor: { answers } }: SiteFacts): string[] {
  const limit = site.primary.expect.slowAfterMs;
  if (answers === null || (!isMostlySlow(answers) && answers.slow === 0)) return [];
  const { probes, slow, medianMs } = answers;
  const than = limit === null ? '' : ` (longer than ${limit} ms)`;
  return [
    `In the last minute of the latest window ${slow} of ${probes} answers were slow${than}; half of all took longer than ${Math.round(medianMs)} ms.`,
  ];
}

/** Clients try another address by themselves, but not all, and not at once. */
const advice = (facts: SiteFacts): Line[] =>
  facts.incident.state === 'open' && unhealthyOf(facts).length > 0
    ? [
        'Mend the address, or take it out of the record and of sites.yml: some of the visitors are sent there and wait.',
      ]
    : [];
