import type { DrillReport } from '../drill.ts';
import type { Site } from '../site.ts';
import type { EpochMs } from '../time.ts';
import { type Check, judgeAll, pass, unknown, warn } from './check.ts';
import type { Finding, Look } from './finding.ts';
import type { Snapshot } from './snapshot.ts';

/** Whether the failover was rehearsed lately; nothing is said where nobody looked. */
export const verifyDrill = (site: Site, { lastDrill, takenAt }: Snapshot): Finding[] =>
  lastDrill === null ? [] : judgeAll(DRILL_CHECKS, { site, lastDrill, now: takenAt });

type DrillView = {
  readonly site: Site;
  readonly lastDrill: Look<DrillReport | null>;
  readonly now: EpochMs;
};

const recent: Check<DrillView> = {
  id: 'drill.recent',
  severity: 'warn',
  rule: 'The failover was rehearsed, successfully, within the time that policy.drill.every asks for. Nothing is said of a site whose policy asks for no drills.',
  sources: [
    'https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_dr_tested.html',
  ],
  why: 'What was never tried may not work on the day: firewalls, records and pages change.',
  judge: ({ site, lastDrill, now }) => {
    const { everyMs } = site.policy.drill;
    if (everyMs === null) return null;
    const mend = `npx sls invoke -f failover -d '{"action":"drill","site":"${site.name}"}'`;
    if (!lastDrill.ok) return unknown(`the last drill could not be read: ${lastDrill.why}`, mend);
    const problem = problemOf(lastDrill.value, everyMs, now);
    return problem === null ? pass(seenOf(lastDrill.value, now)) : warn(problem, mend);
  },
};

export const DRILL_CHECKS: readonly Check<DrillView>[] = [recent];

const DAY_MS = 24 * 60 * 60_000;

function problemOf(lastDrill: DrillReport | null, everyMs: number, now: EpochMs): string | null {
  if (lastDrill === null) return 'never rehearsed';
  if (lastDrill.outcome !== 'passed')
    return `the last drill, ${seenOf(lastDrill, now)}, ${lastDrill.outcome}`;
  return now - lastDrill.endedAt > everyMs
    ? `the last drill was ${seenOf(lastDrill, now)}, longer ago than ${Math.floor(everyMs / DAY_MS)} days`
    : null;
}

const seenOf = (lastDrill: DrillReport | null, now: EpochMs): string => {
  const days = Math.floor((now - (lastDrill?.endedAt ?? now)) / DAY_MS);
  return days === 0 ? 'today' : `${days} ${days === 1 ? 'day' : 'days'} ago`;
};
