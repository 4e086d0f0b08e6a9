import type { DrillReport } from '../../core/drill.ts';
import { unreachable } from '../../core/unreachable.ts';
import { digCommand, failbackCommand, failoverCommand } from '../commands.ts';
import type { Line } from '../layout.ts';
import { amount, betweenMs, secondarySeenAt } from './drill-moments.ts';

/** The outcome of a drill in words; `title` and `detail` are one sentence when read together. */
export type DrillOutcome = {
  readonly title: string;
  /** Begins in lower case, and ends with a full stop; empty when there is nothing to add. */
  readonly detail: string;
  /** What the outcome says about a bad day; null when the drill passed. */
  readonly meaning: string | null;
  readonly advice: readonly Line[];
};

/** What came of a drill, what it means, and what to do. */
export function drillOutcome(report: DrillReport): DrillOutcome {
  switch (report.outcome) {
    case 'passed':
      return { title: 'The drill passed', detail: passedDetail(report), meaning: null, advice: [] };
    case 'became-failover':
      return becameFailover(report);
    case 'failed':
      return failed(report);
    default:
      return unreachable(report.outcome);
  }
}

/** The outcome in one sentence, for a glance. */
export const outcomeSentence = ({ title, detail }: DrillOutcome): string =>
  detail === '' ? `${title}.` : `${title}: ${detail}`;

function passedDetail({ marks }: DrillReport): string {
  const outMs = betweenMs(marks.flipped, secondarySeenAt(marks));
  const backMs = betweenMs(marks.restoring, marks.restored);
  const parts = [
    ...(outMs === null ? [] : [`the secondary ${amount(outMs)} after the flip`]),
    ...(backMs === null ? [] : [`the primary again ${amount(backMs)} after the restore`]),
  ];
  return parts.length === 0 ? '' : `visitors got ${parts.join(', and ')}.`;
}

function becameFailover({ site, marks }: DrillReport): DrillOutcome {
  return {
    title: 'The drill became a failover',
    detail: `the primary failed meanwhile, so visitors ${marks.page === null || marks.restoring !== null ? 'are moved to' : 'stay on'} the secondary.`,
    meaning:
      'This is no drill any more: the primary is unhealthy, and its incident has alerts of its own. The switch stays put, so that visitors get the static site.',
    advice: [
      'Repair the primary. See what Understudy knows:',
      { command: failoverCommand({ name: site }, 'status') },
      'Once the primary is healthy, bring visitors back:',
      { command: failbackCommand({ name: site }, 'the primary is mended') },
    ],
  };
}

function failed(report: DrillReport): DrillOutcome {
  const { cause, meaning } = failure(report);
  return {
    title: report.stopped === 'cancelled' ? 'The drill was cancelled' : 'The drill failed',
    detail: [cause, visitorsNow(report)].filter((text) => text !== '').join(' '),
    meaning,
    advice: failedAdvice(report),
  };
}

function failure({ stopped, marks }: DrillReport): { cause: string; meaning: string } {
  switch (stopped) {
    case 'dns-did-not-move':
      if (marks.page !== null) return dnsDidNotMoveBack;
      return marks.nameServers === null ? dnsDidNotMove(marks.checkers !== null) : pageDidNotCome;
    case 'secondary-failed':
      return {
        cause: `the secondary ${marks.page === null ? 'did not serve' : 'stopped serving'} its page.`,
        meaning:
          'On a bad day visitors would have met an error in place of the static site. Look at the bucket, at its policy and at what is in it.',
      };
    case 'primary-failed':
      return {
        cause: 'the primary failed meanwhile.',
        meaning: 'The primary was unhealthy during the drill; its incident has alerts of its own.',
      };
    case 'cancelled':
      return {
        cause: 'an operator ended it before its time.',
        meaning: 'Nothing is known of the moments that were not observed.',
      };
    case null:
      return {
        cause: 'not all of its moments were observed.',
        meaning: 'A failover that was not seen to work has to be taken for one that does not.',
      };
    default:
      return unreachable(stopped);
  }
}

const dnsDidNotMove = (checkersSawIt: boolean) => ({
  cause: 'the name servers did not answer with the secondary in time.',
  meaning: `On a bad day the switch would not have moved visitors. ${
    checkersSawIt
      ? "Route 53's checkers saw the switch, so look at the records: is the parent check attached to the PRIMARY record, and does the switch check belong to it?"
      : "Route 53's checkers were not observed to see the switch, so look at the switch check first: does it ask for this object, and is it inverted?"
  }`,
});

const pageDidNotCome = {
  cause: 'the name servers answered with the secondary, but its page did not come in time.',
  meaning:
    'The switch moves visitors, and on a bad day they would have met an error in place of the static site. Look at the bucket, at its policy and at what is in it.',
};

const dnsDidNotMoveBack = {
  cause: 'the name servers did not go back to the primary in time.',
  meaning:
    'The way out works and the way back does not. Route 53 goes back once its own endpoint check finds the primary healthy: look at that check, and at what its checkers are told.',
};

/** Where visitors are after a drill that failed. */
function visitorsNow({ marks }: DrillReport): string {
  if (marks.flipped === null && marks.restoring === null)
    return 'Visitors got the primary all the time.';
  if (marks.restored !== null) return 'Visitors get the primary again.';
  return 'Visitors may still get the secondary: the primary was not seen to be back.';
}

function failedAdvice({ site, marks, stopped }: DrillReport): readonly Line[] {
  const isBack = marks.restored !== null || (marks.flipped === null && marks.restoring === null);
  return [
    ...(isBack
      ? []
      : [
          'See whom visitors get, and remove the switch if it still stands:',
          { command: digCommand({ name: site }) },
          { command: failbackCommand({ name: site }, 'the drill failed') },
        ]),
    ...(stopped === 'cancelled'
      ? ['Run the drill again when it suits you.']
      : [
          'See what stands in the way of a failover, and how to mend it:',
          { command: failoverCommand({ name: site }, 'verify') },
          'Mend it, and run the drill again: until one has passed, do not count on a failover.',
        ]),
  ];
}
