import type { SitePlan } from '../core/adopt/plan.ts';
import { areSameRecords, isSameRecord } from '../core/adopt/record-sets.ts';
import type { RecordChange } from '../core/record-change.ts';
import type { RecordSet } from '../core/verify/snapshot.ts';
import type { Paint } from './paint.ts';

const SIDE_COLUMNS = 38;
const GAP = '  ';
/** Between the words of one record, where a line may end. */
const INDENT = '  ';

/** The records of one site as they are and as they will be, side by side in 78 columns. */
export function sideBySide({ name, before, after }: SitePlan, paint: Paint): string {
  if (areSameRecords(before, after))
    return [`${name}: as it is, and as it stays`, ...before.flatMap((record) => inLines(record))]
      .map((line, index) => (index === 0 ? line : `${INDENT}${line}`))
      .join('\n');
  const types = [...new Set([...before, ...after].map(({ type }) => type))];
  const rows = types.flatMap((type) =>
    inTwoColumns(
      before.filter((record) => record.type === type).flatMap((record) => inLines(record)),
      after
        .filter((record) => record.type === type)
        .flatMap((record) =>
          inLines(record, before.some((old) => isSameRecord(old, record)) ? ' (stays)' : ''),
        ),
    ),
  );
  const rule = '-'.repeat(SIDE_COLUMNS);
  return [
    paint('strong', name),
    ...inTwoColumns(['as it is'], ['as it will be']),
    `${rule}${GAP}${rule}`,
    ...rows,
  ].join('\n');
}

/** One change on a line, or on as many as it needs, those after the first indented. */
export function changeLines({ action, record }: RecordChange): string {
  const words = [
    `${record.name} ${record.type} ${roleOf(record)}`,
    ...placesOf(record),
    ...settingsOf(record),
  ];
  return filled(words, { first: `  ${action}  `, others: ' '.repeat(10), columns: 78 }).join('\n');
}

function inLines(record: RecordSet, mark = ''): readonly string[] {
  const lines = [...placesOf(record), ...settingsOf(record)].flatMap((line) =>
    broken(line, SIDE_COLUMNS - INDENT.length).map((part) => `${INDENT}${part}`),
  );
  return [`${record.type}  ${roleOf(record)}${mark}`, ...lines];
}

const roleOf = ({ failover, setIdentifier, routing }: RecordSet): string => {
  if (failover !== null) return `${failover} "${setIdentifier ?? ''}"`;
  return routing === 'simple' ? 'plain' : routing;
};

const placesOf = ({ alias, values }: RecordSet): readonly string[] =>
  alias === null ? values : [`alias to ${alias.dnsName}`];

const settingsOf = ({ ttlSeconds, alias, healthCheckId }: RecordSet): readonly string[] => [
  ...(ttlSeconds === null ? [] : [`TTL ${ttlSeconds} s`]),
  ...(alias === null
    ? []
    : [
        `in zone ${alias.hostedZoneId}`,
        `target health ${alias.evaluateTargetHealth ? 'counts' : 'does not count'}`,
      ]),
  ...(healthCheckId === null ? [] : [`check ${healthCheckId}`]),
];

function inTwoColumns(left: readonly string[], right: readonly string[]): readonly string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) =>
    `${(left[index] ?? '').padEnd(SIDE_COLUMNS)}${GAP}${right[index] ?? ''}`.trimEnd(),
  );
}

/** At a space where there is one, else anywhere: a long name must not push the columns apart. */
function broken(text: string, columns: number): readonly string[] {
  if (text.length <= columns) return [text];
  const space = text.lastIndexOf(' ', columns);
  const end = space > 0 ? space : columns;
  return [text.slice(0, end), ...broken(text.slice(end).trimStart(), columns)];
}

function filled(
  words: readonly string[],
  {
    first,
    others,
    columns,
  }: { readonly first: string; readonly others: string; readonly columns: number },
): readonly string[] {
  const lines: string[] = [];
  let current = first;
  let isEmpty = true;
  const parts = words.flatMap((word, index) =>
    broken(index === words.length - 1 ? word : `${word},`, columns - others.length),
  );
  for (const text of parts) {
    if (!isEmpty && current.length + 1 + text.length > columns) {
      lines.push(current);
      current = others;
      isEmpty = true;
    }
    current += isEmpty ? text : ` ${text}`;
    isEmpty = false;
  }
  return [...lines, current];
}
