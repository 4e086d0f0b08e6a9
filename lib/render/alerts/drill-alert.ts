import { threadOf } from '../../core/alerts/incident.ts';
import type { Drill, DrillReport } from '../../core/drill.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Message } from '../../core/world.ts';
import { digCommand, failbackCommand, failoverCommand } from '../commands.ts';
import {
  amount,
  betweenMs,
  momentsOf,
  NOT_OBSERVED,
  secondarySeenAt,
} from '../drill/drill-moments.ts';
import { drillOutcome, outcomeSentence } from '../drill/drill-outcome.ts';
import { outside } from '../drill/drill-outside.ts';
import { whoAndWhy } from '../drill/drill-report.ts';
import { moveVerdict, rtoSums } from '../drill/drill-rto.ts';
import { duration, timeOfDay, utc } from '../duration.ts';
import { alert } from './alert.ts';

/** A drill that begins: all that people have to know so that nobody takes it for an outage. */
export type DrillStart = Pick<Drill, 'by' | 'reason' | 'stayMs' | 'withinMs' | 'startedAt'> & {
  /** The site's name. */
  readonly site: string;
  readonly now: EpochMs;
};

/** What came of a drill. */
export type DrillEnd = { readonly report: DrillReport; readonly now: EpochMs };

/** Announces a drill before visitors notice it. */
export function drillStartedAlert(start: DrillStart): Message {
  const { site, by, reason, stayMs, withinMs, startedAt, now } = start;
  const stay = duration(stayMs);
  return alert({
    class: 'drill',
    event: 'started',
    severity: 'info',
    site,
    thread: threadOf(site, 'drill', startedAt),
    now,
    since: startedAt,
    isDrill: true,
    headline: `started, ${stay} on the secondary`,
    visitors: `DRILL: nothing is broken. Visitors of ${outside(site)} are being moved to the secondary, the static site, for ${stay}, and then back to the primary.`,
    sure: [`- started: ${utc(startedAt)}`, `- by: ${outside(by)}`, `- reason: ${outside(reason)}`],
    does: [
      `Visitors get the static site in place of the primary: for ${stay} once its page was seen through DNS, and a little longer for those who keep an answer until its TTL is over.`,
      `DNS has ${duration(withinMs)} to move in either direction; when it does not, the drill ends and visitors go back to the primary. A message follows when it is over.`,
    ],
    can: [
      'End the drill now and bring visitors back:',
      { command: failbackCommand({ name: site }, 'the drill has to stop') },
      'Follow it:',
      { command: failoverCommand({ name: site }, 'status') },
      { command: digCommand({ name: site }) },
    ],
    facts: { by, reason, stayMs, withinMs },
  });
}

/** Tells how it went, what was measured, and where visitors are. */
export function drillEndedAlert({ report, now }: DrillEnd): Message {
  const { site, startedAt, endedAt, by, reason, stopped } = report;
  const outcome = drillOutcome(report);
  return alert({
    class: 'drill',
    event: report.outcome,
    severity: SEVERITY[report.outcome],
    site,
    thread: threadOf(site, 'drill', startedAt),
    now,
    since: startedAt,
    until: endedAt,
    isDrill: true,
    headline: endedHeadline(report),
    visitors:
      `DRILL: this was a drill of ${outside(site)}. ${outcomeSentence(outcome)} ${WHERE_VISITORS_ARE[report.outcome]}`.trimEnd(),
    sure: [
      ...timeline(report),
      recoveryTime(report),
      moveVerdict(report.rto),
      ...whoAndWhy(report),
    ],
    does: outcome.meaning === null ? [] : [outcome.meaning],
    can: [
      ...outcome.advice,
      'Read who has done what, and why:',
      { command: failoverCommand({ name: site }, 'history') },
    ],
    facts: { outcome: report.outcome, stopped, by, reason, rto: report.rto, marks: report.marks },
  });
}

const SEVERITY = { passed: 'info', failed: 'critical', 'became-failover': 'critical' } as const;

/** The first question of whoever reads of it the morning after. */
const WHERE_VISITORS_ARE: Readonly<Record<DrillReport['outcome'], string>> = {
  passed: 'Visitors get the primary again.',
  failed: '',
  'became-failover': 'This is no drill any more.',
};

function endedHeadline({ outcome, stopped, marks }: DrillReport): string {
  if (outcome === 'became-failover') return 'no drill any more, it became a failover';
  if (outcome === 'failed')
    return `failed${stopped === null ? '' : ` (${stopped.replaceAll('-', ' ')})`}`;
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
