import type { AuditEntry, AuditEvent } from '../core/audit.ts';
import { utc } from './duration.ts';
import { REASON_TEXT } from './reasons.ts';
import { quoted, wrap } from './text.ts';

/** A site's audit trail, newest first: when, what, by whom and why. */
export function historyText(entries: readonly AuditEntry[]): string {
  const [first] = entries;
  if (first === undefined) return 'Nothing has happened yet, as far as the audit trail goes back.';
  return [first.site, ...entries.map(entryText)].join('\n');
}

function entryText({ at, event, by, reason, words, overridden }: AuditEntry): string {
  const rules = overridden.length === 0 ? [] : [`Overridden: ${overridden.join(', ')}.`];
  const why = [...whyOf(event, reason, words), ...rules].map((line) => wrap(`    ${line}`));
  const head = `${utc(at)}  ${EVENT_TEXT[event].padEnd(EVENT_COLUMNS)}  ${quoted(by)}`;
  return [head, ...why].join('\n');
}

/** The operator's words, or else the reason of the decision; a hold rests on no decision. */
function whyOf(
  event: AuditEvent,
  reason: AuditEntry['reason'],
  words: string | null,
): readonly string[] {
  if (words !== null) return [quoted(words)];
  return reason === null || BY_PEOPLE.has(event) ? [] : [REASON_TEXT[reason]];
}

const BY_PEOPLE: ReadonlySet<AuditEvent> = new Set<AuditEvent>([
  'hold',
  'maintenance',
  'release',
  'acknowledge',
]);

const EVENT_TEXT: Readonly<Record<AuditEvent, string>> = {
  'failover-begun': 'failover begun',
  'failover-done': 'failover done',
  'failback-begun': 'failback begun',
  'failback-done': 'failback done',
  'drill-begun': 'drill begun',
  'drill-ended': 'drill ended',
  hold: 'hold',
  maintenance: 'maintenance',
  release: 'release',
  acknowledge: 'acknowledged',
};
const EVENT_COLUMNS = 14;
