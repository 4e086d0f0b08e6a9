import type { Drill, DrillReport } from '../core/drill.ts';
import type { EpochMs } from '../core/time.ts';
import type { Message } from '../core/world.ts';
import { digCommand, failbackCommand, failoverCommand } from './commands.ts';
import { amount, betweenMs, momentsOf, NOT_OBSERVED, secondarySeenAt } from './drill-moments.ts';
import { drillOutcome, outcomeSentence } from './drill-outcome.ts';
import { outside } from './drill-outside.ts';
import { whoAndWhy } from './drill-report.ts';
import { moveVerdict, rtoSums } from './drill-rto.ts';
import { duration, timeOfDay, utc } from './duration.ts';
import { layout } from './layout.ts';
import { cut, SUBJECT_CHARS_MAX, subject } from './text.ts';

/** A drill that begins: all that people have to know so that nobody takes it for an outage. */
export type DrillStart = Pick<Drill, 'by' | 'reason' | 'stayMs' | 'withinMs'> & {
  /** The site's name. */
  readonly site: string;
  readonly now: EpochMs;
};

/** Announces a drill before visitors notice it, and tells what came of it. */
export function drillAlert(kind: 'started', facts: DrillStart): Message;
export function drillAlert(kind: 'ended', facts: DrillReport): Message;
export function drillAlert(kind: 'started' | 'ended', facts: DrillStart | DrillReport): Message {
  return kind === 'started' ? started(facts as DrillStart) : ended(facts as DrillReport);
}

function started({ site, by, reason, stayMs, withinMs, now }: DrillStart): Message {
  const stay = duration(stayMs);
  return {
    subject: drillSubject(site, `: started, visitors get the secondary for ${stay}`),
    body: layout(
      `This is a drill. Visitors of ${outside(site)} are being moved to the secondary, the static site, for ${stay}, and then back to the primary. Nothing is broken.`,
      [
        {
          heading: 'WHAT VISITORS WILL SEE',
          lines: [
            `The static site in place of the primary: for ${stay} once its page was seen through DNS, and a little longer for those who keep an answer until its TTL is over. DNS has ${duration(withinMs)} to move in either direction; when it does not, the drill ends and visitors go back to the primary.`,
          ],
        },
        {
          heading: 'WHO AND WHY',
          lines: [`- by: ${outside(by)}`, `- reason: ${outside(reason)}`, `- started: ${utc(now)}`],
        },
        {
          heading: 'HOW TO STOP IT',
          lines: [
            'End the drill now and bring visitors back:',
            { command: failbackCommand({ name: site }, 'the drill has to stop') },
            'Follow it:',
            { command: failoverCommand({ name: site }, 'status') },
            { command: digCommand({ name: site }) },
          ],
        },
        { heading: 'WHERE TO LOOK', lines: ['docs/runbook.md#drill-started'] },
      ],
    ),
    attributes: { site, event: 'drill-started', severity: 'info' },
  };
}

function ended(report: DrillReport): Message {
  const outcome = drillOutcome(report);
  return {
    subject: drillSubject(report.site, `: ${endedSubject(report)}`),
    body: layout(`This was a drill of ${outside(report.site)}. ${outcomeSentence(outcome)}`, [
      ...(outcome.meaning === null ? [] : [{ heading: 'WHAT IT MEANS', lines: [outcome.meaning] }]),
      ...(outcome.advice.length === 0 ? [] : [{ heading: 'WHAT TO DO', lines: outcome.advice }]),
      { heading: 'TIMELINE', lines: timeline(report) },
      { heading: 'RECOVERY TIME', lines: [recoveryTime(report), moveVerdict(report.rto)] },
      { heading: 'WHO AND WHY', lines: whoAndWhy(report) },
      { heading: 'WHERE TO LOOK', lines: ['docs/runbook.md#drill-ended'] },
    ]),
    attributes: { site: report.site, event: 'drill-ended', severity: SEVERITY[report.outcome] },
  };
}

const SEVERITY = { passed: 'info', failed: 'critical', 'became-failover': 'warning' } as const;

/** A drill is announced as one by the first word, so that nobody takes it for an outage. */
const drillSubject = (site: string, rest: string): string =>
  cut(`DRILL ${subject(site, rest)}`, SUBJECT_CHARS_MAX);

function endedSubject({ outcome, stopped, marks }: DrillReport): string {
  if (outcome === 'became-failover') return 'became a failover';
  if (outcome === 'failed') return `failed${stopped === null ? '' : ` (${stopped})`}`;
  const outMs = betweenMs(marks.flipped, secondarySeenAt(marks));
  return outMs === null ? 'passed' : `passed, secondary after ${amount(outMs)}`;
}

const timeline = (report: DrillReport): string[] =>
  momentsOf(report).map(({ name, at, afterMs, meaning }) =>
    at === null || afterMs === null
      ? `- ${name}: ${NOT_OBSERVED}`
      : `- ${name}: ${amount(afterMs)}, at ${timeOfDay(at)} (${meaning})`,
  );

function recoveryTime({ rto }: DrillReport): string {
  const { expectedMs, measuredMs } = rtoSums(rto);
  const { detectMs, cachesMs } = rto.expected;
  return measuredMs === null
    ? `Visitors of a dead primary are expected to wait ${amount(expectedMs)} for the secondary. The drill did not confirm it.`
    : `Visitors of a dead primary wait ${amount(measuredMs)} for the secondary: ${amount(detectMs)} to detect it, ${amount(measuredMs - detectMs - cachesMs)} to move, ${amount(cachesMs)} in caches. Expected: ${amount(expectedMs)}.`;
}
