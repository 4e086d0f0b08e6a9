import type { Incident, IncidentEvent } from '../../core/alerts/incident.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Message } from '../../core/world.ts';
import { quoted } from '../text.ts';
import { alert } from './alert.ts';
import { HEADLINE_OF_EVENT, identityOf, lasted, sinceLines } from './incident-parts.ts';

export type BrokenRecordFacts = {
  readonly site: string;
  /** What cannot be read, in the words of the error; null once it can be. */
  readonly problem: string | null;
  readonly incident: Incident;
  readonly now: EpochMs;
};

/** Understudy stops a site rather than guess what its record means. */
export function brokenRecordAlert(
  event: IncidentEvent,
  { site: name, problem, incident, now }: BrokenRecordFacts,
): Message {
  const isOver = incident.state === 'over';
  const site = { name };
  return alert({
    ...identityOf({ class: 'record-broken', event, severity: 'critical', site, incident, now }),
    headline: isOver
      ? `watched again after ${lasted(incident, now)}`
      : `${HEADLINE_OF_EVENT[event]}nobody watches the site`,
    visitors: isOver
      ? `Understudy watches ${name} again. For ${lasted(incident, now)} nobody knew what visitors met.`
      : `Nobody knows what visitors of ${name} meet: Understudy does not watch it, since what it remembers of the site cannot be read.`,
    sure: [
      ...sinceLines({ event, incident, now }),
      ...(problem === null ? [] : [`${quoted(problem)}.`]),
    ],
    does: [
      isOver
        ? 'It probes the site again, and fails over if need be.'
        : 'Nothing for this site, rather than guess. Route 53 goes on failing over by itself, and the switch stays as it is.',
    ],
    can: isOver
      ? []
      : [
          'If the schema is too new, deploy the version of Understudy that wrote it. Otherwise look at the record in the state table, and delete it once you know where the switch stands; the next window begins anew. The name of the table:',
          {
            command:
              'aws cloudformation describe-stack-resource --stack-name STACK --logical-resource-id StateTable --query StackResourceDetail.PhysicalResourceId',
          },
        ],
    facts: { problem },
  });
}
