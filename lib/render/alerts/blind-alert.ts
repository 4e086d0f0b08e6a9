import type { Incident, IncidentEvent } from '../../core/alerts/incident.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Message } from '../../core/world.ts';
import { acknowledgeAllCommand, shellWord } from '../commands.ts';
import type { Line } from '../layout.ts';
import { alert } from './alert.ts';
import { HEADLINE_OF_EVENT, identityOf, lasted, sinceLines } from './incident-parts.ts';

/** What is known when people have to be told that the monitor sees nothing. */
export type BlindFacts = {
  /** Name of the deployed stack. */
  readonly stack: string;
  /** The sites that nobody watches meanwhile. */
  readonly sites: readonly string[];
  /** Host names of the controls that do not answer either. */
  readonly controls: readonly string[];
  readonly blindness: Incident;
  readonly now: EpochMs;
};

/** Tells the owner that the monitor can see nothing and claims nothing, or that it sees again. */
export function blindAlert(event: IncidentEvent, facts: BlindFacts): Message {
  const { stack, sites, controls, blindness: incident, now } = facts;
  const isOver = incident.state === 'over';
  const since = sinceLines({ event, incident, now });
  const site = { name: stack };
  return alert({
    ...identityOf({ class: 'blind', event, severity: 'critical', site, incident, now }),
    sites,
    headline: isOver
      ? `sees again after ${lasted(incident, now)}`
      : `${HEADLINE_OF_EVENT[event]}nobody watches ${sites.length === 1 ? '1 site' : `${sites.length} sites`}`,
    visitors: isOver
      ? `Understudy (${stack}) sees again. For ${lasted(incident, now)} it did not know what visitors met.`
      : `Nobody knows what visitors meet: Understudy (${stack}) can see nothing. Every probe of every site fails, and so do the control targets, which belong to others. So it is likely the monitor's own connection that fails.`,
    sure: isOver
      ? [...since, `Watched: ${some(sites)}.`]
      : [
          ...since,
          `Control targets that do not answer: ${controls.join(', ')}.`,
          `Not watched: ${some(sites)}.`,
        ],
    does: [
      isOver
        ? 'It judges the sites again. Whoever is unhealthy now gets an alert of its own.'
        : 'It goes on probing. No site becomes unhealthy and nothing is flipped until something answers. Route 53 goes on failing over by itself.',
    ],
    can: isOver ? [] : seeForYourself(facts),
    facts: { controls },
  });
}

const SITES_MAX = 10;

const some = (sites: readonly string[]): string =>
  sites.length <= SITES_MAX
    ? sites.join(', ')
    : `${sites.slice(0, SITES_MAX).join(', ')} and ${sites.length - SITES_MAX} more`;

const seeForYourself = ({ sites, controls }: BlindFacts): Line[] => [
  'See for yourself, from where you are:',
  ...[...sites.slice(0, 1), ...controls].map((name) => ({
    command: `curl -sS -o /dev/null -w '%{http_code}\\n' -m 10 ${shellWord(name)}`,
  })),
  'Where these answer you, look whether AWS has trouble in the region of the stack (https://health.aws.amazon.com), and at the log of the probe function:',
  { command: 'npx sls logs -f probe --startTime 15m' },
  'Say that you have it in hand, so that nobody is reminded:',
  { command: acknowledgeAllCommand() },
];
