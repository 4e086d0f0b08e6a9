import type { DrillReport } from '../../core/drill.ts';
import type { EpochMs } from '../../core/time.ts';
import { blockLines, overriddenLines, stepLines } from '../order.ts';
import { wrap } from '../text.ts';
import { drillReportText } from './drill-report.ts';

export type DrillFacts = {
  readonly site: string;
  readonly outcome: DrillReport['outcome'] | 'under-way' | 'blocked' | 'would-drill' | 'superseded';
  readonly blockedBy: readonly string[];
  readonly overridden: readonly string[];
  readonly report: DrillReport | null;
  readonly steps: readonly { readonly at: EpochMs; readonly text: string }[];
};

/** What came of a drill: its report, or why there is none. */
export function drillText(facts: DrillFacts): string {
  const { site, outcome, report, steps } = facts;
  if (report !== null) return drillReportText(report);
  return [
    wrap(`${site}: ${OUTCOME_TEXT[outcome] ?? outcome}`),
    ...blockLines(facts, NEVER_OVERRIDDEN),
    ...overriddenLines(facts, outcome === 'would-drill'),
    ...stepLines(steps),
  ].join('\n');
}

/** Who is on the secondary already cannot be moved there for practice. */
const NEVER_OVERRIDDEN = ['flip-under-way', 'drill-under-way'];

const OUTCOME_TEXT: Readonly<Record<string, string>> = {
  'under-way':
    'the drill is under way and goes on by itself. Its report is sent as an alert, and the status tells how it went.',
  blocked: 'no drill now; nothing was done.',
  'would-drill': 'a drill would begin now. This was a dry run: nothing was done.',
  superseded: 'somebody else changed the site at the same time; ask for the status.',
};
