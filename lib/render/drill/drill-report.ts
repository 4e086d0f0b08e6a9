import type { DrillReport } from '../../core/drill.ts';
import { timeOfDay, utc } from '../duration.ts';
import { type Line, layout } from '../layout.ts';
import {
  amount,
  type Moment,
  momentsOf,
  NOT_OBSERVED,
  originName,
  originOf,
} from './drill-moments.ts';
import { drillOutcome, outcomeSentence } from './drill-outcome.ts';
import { outside } from './drill-outside.ts';
import { moveVerdict, rtoParts, rtoSums } from './drill-rto.ts';

/** What a drill showed, for a terminal: the outcome first, then the moments, the RTO, and who and why. */
export function drillReportText(report: DrillReport): string {
  const outcome = drillOutcome(report);
  return layout(outcomeSentence(outcome), [
    ...(outcome.meaning === null ? [] : [{ heading: 'WHAT IT MEANS', lines: [outcome.meaning] }]),
    ...(outcome.advice.length === 0 ? [] : [{ heading: 'WHAT TO DO', lines: outcome.advice }]),
    {
      heading: `TIMELINE (after the ${originName(report)}; clock in UTC, ${utc(originOf(report)).slice(0, 10)})`,
      lines: momentsOf(report).map(momentRow),
    },
    {
      heading: 'RECOVERY TIME (how long visitors of a dead primary wait)',
      lines: [...rtoRows(report), moveVerdict(report.rto)],
    },
    { heading: 'WHO AND WHY', lines: whoAndWhy(report) },
  ]);
}

/** Who ran a drill, why and when, as a list. */
export const whoAndWhy = ({ site, id, by, reason, startedAt, endedAt }: DrillReport): Line[] => [
  `- site: ${outside(site)}`,
  `- by: ${outside(by)}`,
  `- reason: ${outside(reason)}`,
  `- started: ${utc(startedAt)}`,
  `- ended: ${utc(endedAt)}`,
  `- drill: ${outside(id)}`,
];

/** A row of a table stands whole, like a command: its columns are not text to be wrapped. */
const row = (text: string): Line => ({ command: text.trimEnd() });

const momentRow = ({ name, meaning, at, afterMs }: Moment): Line =>
  row(
    [
      (afterMs === null ? NOT_OBSERVED : amount(afterMs)).padStart(NOT_OBSERVED.length),
      at === null ? '        ' : timeOfDay(at),
      name.padEnd('name servers'.length),
      at === null ? '' : meaning,
    ].join('  '),
  );

function rtoRows({ rto }: DrillReport): Line[] {
  const sums = rtoSums(rto);
  return [
    rtoRow('', 'expected', 'this drill', ''),
    ...rtoParts(rto).map(({ name, source, expectedMs, measuredMs }) =>
      rtoRow(name, amount(expectedMs), measured(measuredMs), source),
    ),
    rtoRow('sum', amount(sums.expectedMs), measured(sums.measuredMs), ''),
  ];
}

const measured = (ms: number | null): string => (ms === null ? NOT_OBSERVED : amount(ms));

const rtoRow = (name: string, expected: string, drill: string, source: string): Line =>
  row(
    [name.padEnd(6), expected.padStart(12), drill.padStart(NOT_OBSERVED.length), source].join('  '),
  );
