import { threadOf } from '../../core/alerts/incident.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Message } from '../../core/world.ts';
import { acknowledgeAllCommand, failoverCommandForAll } from '../commands.ts';
import { ago, utc } from '../duration.ts';
import type { Line } from '../layout.ts';
import { alert } from './alert.ts';

export type StormFacts = {
  readonly stack: string;
  /** The alerts that it stands for: of the same event, each about a site of its own. */
  readonly messages: readonly Message[];
  readonly now: EpochMs;
};

/** The same has befallen many sites within seconds, for which one cause is likelier than many. */
export function stormAlert({ stack, messages, now }: StormFacts): Message {
  const sites = messages.map(({ data }) => data.site).toSorted();
  const began = messages.flatMap(({ data: { since } }) => (since === null ? [] : [since]));
  const since = began.length === 0 ? now : (Math.min(...began) as EpochMs);
  const [first] = messages;
  const event = first?.data.event.replace(/^outage-/, '') ?? 'opened';
  return alert({
    class: 'storm',
    event,
    severity: first?.attributes.severity ?? 'critical',
    site: stack,
    sites,
    thread: `${threadOf(stack, 'storm', since)}/${sites[0] ?? ''}`,
    now,
    since,
    headline: `${sites.length} sites ${HEADLINE[event] ?? event}`,
    visitors: leadOf(event, sites.length),
    sure: [
      `The first of them began at ${utc(since)} (${ago(since, now)}). Each was judged by itself:`,
      ...listed(messages, now),
    ],
    does: [event === 'resolved' ? WAY_BACK : AS_IF_ALONE],
    can: canDo(event),
    facts: { messages: messages.map(({ data }) => data.id).toSorted() },
  });
}

const COMMON =
  'a server, a network, a certificate or a deployment that they share, or the name servers that they use';

const AS_IF_ALONE =
  'For each site the same as if it were alone: what moves, or is kept from moving, is told site by site, and so are reminders that do not come together.';

const WAY_BACK =
  'For each site the same as if it were alone: where failback is automatic visitors are back, elsewhere it waits for an order.';

/** What visitors meet, and that the sites may have more in common than the moment. */
function leadOf(event: string, count: number): string {
  if (event === 'resolved') return `The primaries of ${count} sites are healthy again.`;
  const lead = LEAD[event] ?? ((sites) => `Something befell ${sites} at once.`);
  return `${lead(`${count} sites`)} One cause is likelier than ${count}: ${COMMON}.`;
}

const LEAD: Readonly<Record<string, (sites: string) => string>> = {
  opened: (sites) =>
    `Visitors of ${sites} get errors, or nothing: the primaries fail at the same time.`,
  worse: (sites) => `It has become worse for visitors of ${sites} at the same time.`,
  escalated: (sites) => `The outages of ${sites} go on, and nobody has acknowledged them.`,
  reminder: (sites) => `The outages of ${sites} go on.`,
};

const HEADLINE: Readonly<Record<string, string>> = {
  opened: 'fail at once',
  worse: 'worse',
  escalated: 'fail, nobody on it',
  reminder: 'still fail',
  resolved: 'are healthy again',
};

const LISTED_MAX = 40;

function listed(messages: readonly Message[], now: EpochMs): Line[] {
  const lines = messages
    .toSorted((one, other) => one.data.site.localeCompare(other.data.site, 'en'))
    .map(({ data }) => {
      const { trouble, phase } = data.facts;
      const why = typeof trouble === 'string' ? `: ${trouble}` : '';
      const where = typeof phase === 'string' ? ` (${phase})` : '';
      const when = data.since === null ? '' : `, began ${ago(data.since, now)}`;
      return `- ${data.site}${why}${when}${where}`;
    });
  const left = lines.length - LISTED_MAX;
  return left > 0 ? [...lines.slice(0, LISTED_MAX), `- and ${left} more`] : lines;
}

const canDo = (event: string): Line[] =>
  event === 'resolved'
    ? ['See that all is well:', { command: STATUS_OF_ALL }]
    : [
        'Ask Understudy what it knows of all of them:',
        { command: STATUS_OF_ALL },
        'Say that you have them in hand, so that nobody is reminded until it gets worse:',
        { command: acknowledgeAllCommand() },
      ];

const STATUS_OF_ALL = failoverCommandForAll('status');
