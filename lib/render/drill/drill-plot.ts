import type { DrillReport } from '../../core/drill.ts';
import { type Moment, momentsOf } from './drill-moments.ts';
import { type Scale, timeScale } from './drill-scale.ts';
import { type Course, courseOf, type Span, type Visitors } from './drill-spans.ts';

/** A drill along one axis, whichever way it runs: what both charts are made of. */
export type Plot = {
  readonly course: Course;
  readonly scale: Scale;
  /** In the order in which they were observed. */
  readonly moments: readonly SeenMoment[];
  /** What visitors got from one end of the chart to the other; `span` is null before and after the drill. */
  readonly bands: (start: number, end: number) => readonly Band[];
  /** While the switch stood; it still does when `to` is null. */
  readonly switched: { readonly from: number; readonly to: number | null } | null;
  /** Where the stretch that is drawn shorter is marked. */
  readonly breakAt: number | null;
};

export type SeenMoment = Pick<Moment, 'key' | 'name'> & {
  readonly afterMs: number;
  /** Along the axis. */
  readonly at: number;
};

export type Band = {
  readonly who: Visitors;
  readonly from: number;
  readonly to: number;
  readonly span: Span | null;
};

/** Places what was observed between two points of an axis. */
export function plotOf(
  report: DrillReport,
  { from, to }: { readonly from: number; readonly to: number },
): Plot {
  const course = courseOf(report);
  const seen = momentsOf(report).flatMap(({ key, name, afterMs }) =>
    afterMs === null ? [] : [{ key, name, afterMs }],
  );
  const times = [course.fromMs, course.toMs, ...seen.map(({ afterMs }) => afterMs)];
  const scale = timeScale(times, from, to);
  const moments = seen
    .map((each) => ({ ...each, at: scale.at(each.afterMs) }))
    .sort((a, b) => a.at - b.at);
  return {
    course,
    scale,
    moments,
    bands: (start, end) => bandsOf(course, scale, start, end),
    switched: switchedOf(moments),
    breakAt: scale.gap === null ? null : scale.gap.to - BREAK_FROM_END,
  };
}

/** Near the end of the gap, so that its name has room. */
const BREAK_FROM_END = 22;

function bandsOf({ spans, fromMs, toMs, after }: Course, scale: Scale, start: number, end: number) {
  return [
    { who: 'primary' as const, from: start, to: scale.at(fromMs), span: null },
    ...spans.map((span) => ({
      who: span.who,
      from: scale.at(span.fromMs),
      to: scale.at(span.toMs),
      span,
    })),
    { who: after, from: scale.at(toMs), to: end, span: null },
  ];
}

function switchedOf(moments: readonly SeenMoment[]): Plot['switched'] {
  const at = (key: Moment['key']) => moments.find((moment) => moment.key === key)?.at ?? null;
  const from = at('flipped');
  const to = at('restoring');
  return from === null ? null : { from, to: to === null ? null : Math.max(from, to) };
}
