import type { OpenIncident } from '../core/alerts/acknowledgement.ts';
import type { EpochMs } from '../core/time.ts';
import { ago, utc } from './duration.ts';
import { quoted, wrap } from './text.ts';

export type AcknowledgeFacts = {
  readonly site: string;
  readonly outcome: 'acknowledged' | 'nothing-told' | 'superseded';
  readonly by: string;
  readonly reason: string;
  readonly at: EpochMs;
  /** Of these nobody is reminded from now on. */
  readonly silenced: readonly OpenIncident[];
  /** These are open and nobody was told of them yet: they are told all the same. */
  readonly untold: readonly OpenIncident[];
};

/** What became of an acknowledgement: what is silent now, and until when. */
export function acknowledgeText(facts: AcknowledgeFacts): string {
  const { site, outcome, by, reason, silenced, untold, at } = facts;
  const rest =
    untold.length === 0 ? [] : ['Not told yet, and so not acknowledged:', ...rows(untold, at)];
  switch (outcome) {
    case 'superseded':
      return wrap(
        `${site}: somebody else changed the site at the same time; nothing was done. Try again.`,
      );
    case 'nothing-told':
      return [
        wrap(
          `${site}: there is no incident that people were told of, so nothing was acknowledged.`,
        ),
        ...rest,
      ].join('\n');
    default:
      return [
        wrap(`${site}: acknowledged by ${quoted(by)} (${quoted(reason)}):`),
        ...rows(silenced, at),
        wrap(
          'Nobody is reminded of it, and nobody else is told, until it gets worse. Its end is told, and whatever is new.',
        ),
        ...rest,
      ].join('\n');
  }
}

const rows = (incidents: readonly OpenIncident[], at: EpochMs): string[] =>
  incidents.map(({ class: kind, incident: { since } }) =>
    wrap(`- ${kind}, since ${utc(since)} (${ago(since, at)})`),
  );
