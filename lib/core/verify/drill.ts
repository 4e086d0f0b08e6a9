import type { DrillReport } from '../drill.ts';
import type { Site } from '../site.ts';
import type { EpochMs } from '../time.ts';
import type { Finding } from './finding.ts';

const DAY_MS = 24 * 60 * 60_000;

/**
 * The failover was rehearsed, successfully, within the time that the policy asks for. A failover that
 * nobody has tried does not work on the day
 * (https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_dr_tested.html).
 * Nothing is said of a site whose policy asks for no drills.
 */
export function verifyDrill(site: Site, lastDrill: DrillReport | null, now: EpochMs): Finding[] {
  const { everyMs } = site.policy.drill;
  if (everyMs === null) return [];
  const common = {
    id: 'drill.recent',
    why: 'What was never tried may not work on the day: firewalls, records and pages change.',
  };
  const problem = problemOf(lastDrill, everyMs, now);
  if (problem === null)
    return [{ ...common, outcome: 'pass', seen: seenOf(lastDrill, now), mend: null }];
  const mend = `npx sls invoke -f failover -d '{"action":"drill","site":"${site.name}"}'`;
  return [{ ...common, outcome: 'warn', seen: problem, mend }];
}

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
