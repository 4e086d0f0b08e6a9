import type { AlertClass, AlertData } from '../../core/alerts/alert-data.ts';
import type { Severity } from '../../core/alerts/incident-class.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Message } from '../../core/world.ts';
import { utc } from '../duration.ts';
import { type Line, layout, type Section } from '../layout.ts';
import { ascii, cut, SUBJECT_CHARS_MAX } from '../text.ts';

/** An incident that other alerts are a part of. */
export type Within = {
  readonly class: AlertClass;
  readonly thread: string;
  readonly since: EpochMs;
};

/** What an alert says, in the order in which a person at 3 a.m. asks for it. */
export type AlertParts = {
  readonly class: AlertClass;
  /** What became of it, as `opened`; the second half of the event's name. */
  readonly event: string;
  /** Tells one reminder from the next; left out where the event comes once in a thread. */
  readonly count?: number;
  readonly severity: Severity;
  /** The site, or the stack where it is about the monitor. */
  readonly site: string;
  readonly sites?: readonly string[];
  /** The same for all messages of the incident, or of what happened. */
  readonly thread: string;
  /** The incident that it is a part of: its messages go into the thread of that, and begin with its words. */
  readonly within?: Within | null;
  readonly now: EpochMs;
  readonly since: EpochMs | null;
  readonly until?: EpochMs | null;
  readonly isDrill?: boolean;
  /** Ends the subject, whose first words are the same through an incident: `visitors get errors (refused)`. */
  readonly headline: string;
  /** What visitors experience now. */
  readonly visitors: string;
  /** Since when, and how sure that is. */
  readonly sure: readonly Line[];
  /** What Understudy did or will do and when, or which rule blocks it. */
  readonly does: readonly Line[];
  /** What to do, as commands to paste. */
  readonly can: readonly Line[];
  /** Places to look at beside the runbook, such as the dashboard. */
  readonly where?: readonly Line[];
  readonly facts?: AlertData['facts'];
};

/** Heads the section with the commands. */
export const WHAT_YOU_CAN_DO = 'WHAT YOU CAN DO';
/** Heads the last section of each alert. */
export const WHERE_TO_LOOK = 'WHERE TO LOOK';

/** One alert in every form: the text for people, the data for machines. */
export function alert(parts: AlertParts): Message {
  const event = `${parts.class}-${parts.event}`;
  const { site, severity, thread, within = null, now: at } = parts;
  return {
    subject: subjectOf(parts),
    body: layout(parts.visitors, sectionsOf(parts)),
    attributes: { site, event, severity },
    data: {
      class: parts.class,
      event,
      severity,
      site,
      sites: parts.sites ?? [site],
      thread: within?.thread ?? thread,
      id: `${thread}/${parts.event}${parts.count === undefined ? '' : `/${parts.count}`}`,
      at,
      since: parts.since,
      until: parts.until ?? null,
      isDrill: parts.isDrill ?? false,
      isTest: false,
      facts: parts.facts ?? {},
    },
  };
}

/** What people read on a locked phone: the site, what is wrong, since when; then what is new. */
function subjectOf({ site, now, headline, isDrill, within, ...own }: AlertParts): string {
  const drill = isDrill === true ? 'DRILL ' : '';
  const { class: kind, since } = within ?? own;
  const began = `${utc(since ?? now).slice(5, 16)}Z`.replace('T', ' ');
  const first = `${drill}${cut(ascii(site).trim(), NAME_CHARS_MAX)} ${WORDS[kind]} ${began}: `;
  return cut(`${first}${ascii(headline)}`, SUBJECT_CHARS_MAX);
}

const NAME_CHARS_MAX = 40;

const WORDS: Readonly<Record<AlertClass, string>> = {
  outage: 'OUTAGE',
  degraded: 'degraded',
  certificate: 'certificate',
  blocked: 'FAILOVER BLOCKED',
  drift: 'drift',
  'not-ready': 'not ready',
  'hold-ending': 'hold ending',
  'drill-overdue': 'drill overdue',
  blind: 'BLIND',
  'record-broken': 'RECORD BROKEN',
  moved: 'failover',
  overridden: 'override',
  drill: 'rehearsal',
  storm: 'OUTAGE of many',
  cap: 'many alerts',
  'cloudwatch-alarm': 'alarm',
};

const sectionsOf = (parts: AlertParts): Section[] =>
  [
    { heading: 'SINCE WHEN AND HOW SURE', lines: parts.sure },
    { heading: 'WHAT UNDERSTUDY DOES', lines: parts.does },
    { heading: WHAT_YOU_CAN_DO, lines: parts.can },
    {
      heading: WHERE_TO_LOOK,
      lines: [...(parts.where ?? []), `docs/runbook.md#${parts.class}`],
    },
  ].filter(({ lines }) => lines.length > 0);
