import type { Subscription } from '../../core/verify/snapshot.ts';
import { quoted } from '../text.ts';

/** What is told of a test of alerts; lib/app hands over what came of it. */
export type AlertTestFacts = {
  readonly site: string;
  readonly deliveries: readonly {
    readonly way: 'alerts' | 'escalation';
    readonly event: string;
    readonly outcome: 'accepted' | 'refused' | 'not-tried';
    readonly why: string | null;
  }[];
  readonly subscribers: readonly {
    readonly way: 'alerts' | 'escalation';
    readonly found:
      | { readonly ok: true; readonly value: readonly Subscription[] | null }
      | { readonly ok: false; readonly why: string };
  }[];
};

type Way = AlertTestFacts['subscribers'][number];

/** Which messages were accepted, and who is subscribed: acceptance alone reaches nobody. */
export function alertTestText({ site, deliveries, subscribers }: AlertTestFacts): string {
  const accepted = deliveries.filter(({ outcome }) => outcome === 'accepted').length;
  const all = deliveries.length;
  const lead =
    accepted === all
      ? `All ${all} test alerts about ${site} were accepted.`
      : `Of ${all} test alerts about ${site}, ${accepted} were accepted.`;
  return [
    lead,
    '',
    ...deliveries.map(
      ({ way, event, outcome, why }) =>
        `  ${WORDS[outcome].padEnd(10)}${way.padEnd(12)}${event}${why === null ? '' : `: ${quoted(why)}`}`,
    ),
    '',
    ...subscribers.flatMap(subscriberLines),
  ].join('\n');
}

const WORDS = { accepted: 'accepted', refused: 'REFUSED', 'not-tried': 'not tried' } as const;

const TOPICS = { alerts: 'topic', escalation: 'topic of the escalation' } as const;

function subscriberLines({ way, found }: Way): readonly string[] {
  const topic = TOPICS[way];
  if (!found.ok)
    return [`Who is subscribed to the ${topic} could not be read: ${quoted(found.why)}`];
  if (found.value === null) return [`The ${topic} does not exist: nobody is told by it.`];
  if (found.value.length === 0)
    return [`Nobody is subscribed to the ${topic}: its messages reach nobody.`];
  return [`Subscribed to the ${topic}:`, ...found.value.map(subscriberLine)];
}

const subscriberLine = ({ protocol, endpoint, isConfirmed }: Subscription): string =>
  `  ${isConfirmed ? 'confirmed  ' : 'UNCONFIRMED'}  ${protocol} ${quoted(endpoint)}${isConfirmed ? '' : ': gets nothing until it confirms the mail of SNS'}`;
