import type { Site } from '../site.ts';
import type { EpochMs } from '../time.ts';
import { type Check, fail, judgeAll, pass, unknown, warn } from './check.ts';
import type { Finding, Look } from './finding.ts';
import { DEPLOY_COMMAND } from './mends.ts';
import type { MonitorSeen, Snapshot } from './snapshot.ts';

/** Whether what runs is what sites.yml says, and runs at all; nothing is said where nobody looked. */
export const verifyOurselves = (site: Site, { monitor, expected, takenAt }: Snapshot): Finding[] =>
  monitor === null
    ? []
    : judgeAll(OURSELVES_CHECKS, { site, monitor, digest: expected.configDigest, now: takenAt });

/** What the checks on ourselves look at. */
type OurselvesView = {
  readonly site: Site;
  readonly monitor: Look<MonitorSeen>;
  /** Of the site's config in the file; null when nobody can say. */
  readonly digest: string | null;
  readonly now: EpochMs;
};

const lastWindow: Check<OurselvesView> = {
  id: 'ourselves.last-window',
  severity: 'fail',
  rule: 'A window looked after the site within the last three minutes. There is one every minute.',
  sources: [],
  why: 'Nobody watches the site: an outage is neither told nor latched, though Route 53 goes on failing over by itself.',
  judge: ({ site, monitor, now }) => {
    if (!monitor.ok)
      return unknown(
        `what the windows saved of ${site.name} could not be read: ${monitor.why}`,
        'Allow dynamodb:GetItem on the state table to whoever verifies; the functions get it when they are deployed.',
      );
    const { lastWindowAt } = monitor.value;
    if (lastWindowAt === null)
      return fail('the probe function has not run', `${DEPLOY_COMMAND}, then ${LOG_WORDS}`);
    const silentMs = now - lastWindowAt;
    const seen = `the last window was ${ago(silentMs)} ago`;
    return silentMs <= SILENT_MS_MAX ? pass(seen) : fail(seen, LOG_WORDS);
  },
};

const config: Check<OurselvesView> = {
  id: 'ourselves.config',
  severity: 'warn',
  rule: 'The latest window ran with the config of the site that sites.yml has now.',
  sources: [],
  why: 'The site is watched, and failed over, by rules that the file no longer has.',
  judge: ({ monitor, digest }) => {
    if (digest === null || !monitor.ok || monitor.value.lastWindowAt === null) return null;
    if (monitor.value.configDigest === null)
      return unknown(
        'the functions are of a version that does not tell what it runs with',
        `Deploy: ${DEPLOY_COMMAND}`,
      );
    return monitor.value.configDigest === digest
      ? pass('what runs is what sites.yml says')
      : warn('sites.yml was changed after the last deployment', `Deploy: ${DEPLOY_COMMAND}`);
  },
};

export const OURSELVES_CHECKS: readonly Check<OurselvesView>[] = [lastWindow, config];

/** Three windows of a minute each; as the heartbeat alarm has it. */
const SILENT_MS_MAX = 3 * 60_000;

const LOG_WORDS =
  'see that the schedule is enabled, and look at the log of the probe function: npx sls logs -f probe';

/** Rounded so that nobody has to calculate at night. */
function ago(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
