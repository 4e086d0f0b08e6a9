import type { DrillReport } from '../../core/drill.ts';
import { momentsOf, originOf, secondarySeenAt } from './drill-moments.ts';

/** What visitors get: `broken` is a secondary without its page, `unknown` is what nobody saw. */
export type Visitors = 'primary' | 'moving' | 'moving-back' | 'secondary' | 'broken' | 'unknown';

/** Times are in milliseconds after the flip. */
export type Span = { readonly who: Visitors; readonly fromMs: number; readonly toMs: number };

/** What visitors got in the course of a drill, without a gap, and what they get after it. */
export type Course = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly spans: readonly Span[];
  readonly after: Visitors;
};

/** Who was served when, from the first moment of a drill to its last. */
export function courseOf(report: DrillReport): Course {
  const seen = momentsOf(report).flatMap(({ afterMs }) => (afterMs === null ? [] : [afterMs]));
  const end = report.marks.restored === null ? [report.endedAt - originOf(report)] : [];
  const fromMs = Math.min(0, ...seen);
  const toMs = Math.max(0, ...seen, ...end);
  const turns = turnsOf(report, fromMs);
  return {
    fromMs,
    toMs,
    spans: spansBetween(turns, toMs),
    after: afterwards(turns.at(-1)?.who ?? 'primary', report.outcome),
  };
}

/** What visitors get, in words that fit into a bar. */
export const VISITORS_NAME: Readonly<Record<Visitors, string>> = {
  primary: 'primary',
  moving: 'moving',
  'moving-back': 'moving',
  secondary: 'secondary',
  broken: 'no page',
  unknown: 'not known',
};

/** From then on visitors get something else. */
type Turn = { readonly who: Visitors; readonly fromMs: number };

/** Moments may be observed out of order; a turn never comes before the one that it follows. */
function turnsOf(report: DrillReport, startMs: number): Turn[] {
  const { marks, stopped } = report;
  const onSecondary =
    marks.page === null && stopped === 'secondary-failed' ? 'broken' : 'secondary';
  const planned = [
    ['moving', marks.flipped],
    [onSecondary, secondarySeenAt(marks)],
    ['moving-back', marks.restoring],
    ['primary', marks.restored],
  ] as const;
  let latestMs = startMs;
  return [
    { who: 'primary', fromMs: startMs },
    ...planned.flatMap(([who, at]) => {
      if (at === null) return [];
      latestMs = Math.max(latestMs, at - originOf(report));
      return [{ who, fromMs: latestMs }];
    }),
  ];
}

const spansBetween = (turns: readonly Turn[], endMs: number): Span[] =>
  turns
    .map(({ who, fromMs }, index) => ({ who, fromMs, toMs: turns[index + 1]?.fromMs ?? endMs }))
    .filter(({ fromMs, toMs }) => toMs > fromMs);

/** A move that was not seen to end leaves visitors nobody knows where. */
function afterwards(last: Visitors, outcome: DrillReport['outcome']): Visitors {
  if (last !== 'moving' && last !== 'moving-back') return last;
  return outcome === 'became-failover' ? 'secondary' : 'unknown';
}
