import type { Incident, IncidentEvent } from '../core/incident.ts';
import type { EpochMs } from '../core/time.ts';
import type { Message } from '../core/world.ts';
import { ago, duration, utc } from './duration.ts';
import { layout } from './layout.ts';
import { subject } from './text.ts';

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
export const blindAlert = (event: IncidentEvent, facts: BlindFacts): Message =>
  event === 'opened' ? blind(facts) : seesAgain(facts);

function blind(facts: BlindFacts): Message {
  const { stack, controls, blindness, now } = facts;
  const since = sinceOf(facts);
  const lead =
    blindness.state === 'over'
      ? `Understudy (${stack}) could see nothing for ${lasted(facts)} and sees again. This message could not be sent earlier.`
      : `Understudy (${stack}) can see nothing: every probe of every site fails, and the control targets do not answer either. It does not know how the sites are.`;
  return {
    subject: subject(stack, ` ${utc(since).slice(11, 16)} UTC: the monitor is blind`),
    body: layout(lead, [
      {
        heading: 'SINCE WHEN AND HOW SURE',
        lines: [
          `Blind since ${utc(since)} (${ago(since, now)}).`,
          `Controls that do not answer: ${controls.join(', ')}.`,
        ],
      },
      {
        heading: 'WHAT UNDERSTUDY DOES',
        lines: [
          'It goes on probing. No site becomes unhealthy and nothing is flipped until something answers. Route 53 goes on failing over by itself.',
        ],
      },
      { heading: 'WHAT YOU CAN DO', lines: ['See for yourself:', ...looks(facts)] },
      { heading: 'WHERE TO LOOK', lines: ['docs/runbook.md#monitor-blind'] },
    ]),
    attributes: { site: stack, event: 'monitor-blind', severity: 'critical' },
  };
}

function seesAgain(facts: BlindFacts): Message {
  const { stack, sites } = facts;
  const since = sinceOf(facts);
  return {
    subject: subject(
      stack,
      ` ${utc(since).slice(11, 16)} UTC: the monitor sees again after ${lasted(facts)}`,
    ),
    body: layout(`Understudy (${stack}) sees again, after ${lasted(facts)}.`, [
      {
        heading: 'WHAT UNDERSTUDY DOES',
        lines: [
          'It judges the sites again. Whoever is unhealthy now gets an alert of its own.',
          `Watched: ${some(sites)}.`,
        ],
      },
      { heading: 'WHERE TO LOOK', lines: ['docs/runbook.md#monitor-sees-again'] },
    ]),
    attributes: { site: stack, event: 'monitor-sees-again', severity: 'info' },
  };
}

const SITES_MAX = 10;

const some = (sites: readonly string[]): string =>
  sites.length <= SITES_MAX
    ? sites.join(', ')
    : `${sites.slice(0, SITES_MAX).join(', ')} and ${sites.length - SITES_MAX} more`;

const looks = ({ sites, controls }: BlindFacts) =>
  [...sites.slice(0, 1), ...controls].map((name) => ({ command: `dig +short ${name}` }));

const sinceOf = ({ blindness, now }: BlindFacts): EpochMs =>
  blindness.state === 'none' ? now : blindness.since;

const lasted = (facts: BlindFacts): string =>
  duration((facts.blindness.state === 'over' ? facts.blindness.until : facts.now) - sinceOf(facts));
