import { isMuted } from '../core/hold.ts';
import { type ControllerState, initialControllerState } from '../core/records.ts';
import type { Site } from '../core/site.ts';
import type { EpochMs } from '../core/time.ts';
import { followVerification, type Verified, verificationNews } from '../core/verified.ts';
import type { Finding } from '../core/verify/finding.ts';
import type { Snapshot } from '../core/verify/snapshot.ts';
import type { ControllerStore, Log, Publish } from '../core/world.ts';
import { verificationAlert } from '../render/verification-alert.ts';
import { retryStale } from './evaluate.ts';

export type RememberDeps = {
  readonly log: Log;
  readonly controllers: ControllerStore;
  readonly publish: Publish;
};

type Result = {
  readonly at: EpochMs;
  readonly findings: readonly Finding[];
  readonly lastDrill: Snapshot['lastDrill'];
};

/**
 * Saves what a verification found, and tells people once when what fails has changed. Neither may stop
 * a verification from answering: a failure is logged, and what was not told stays due.
 */
export async function rememberVerification(
  deps: RememberDeps,
  site: Site,
  { at, findings, lastDrill }: Result,
): Promise<void> {
  try {
    const { pass, warn, fail, unknown } = followVerification(null, findings, at);
    const rehearsed = rehearsedAt(lastDrill);
    deps.log({ message: 'verified', site: site.name, pass, warn, fail, unknown, ...rehearsed });
    const saved = await retryStale(() => save(deps, site, { at, findings }));
    if (saved === null) return;
    const told = await tell(deps, site, saved, findings);
    if (told !== null) await retryStale(() => saveTold(deps, site, told));
  } catch (error) {
    deps.log({ message: 'verification not saved', site: site.name, error: `${error}` });
  }
}

/** In words that the dashboard shows as they are. */
function rehearsedAt(lastDrill: Snapshot['lastDrill']) {
  if (lastDrill === null || !lastDrill.ok) return { lastDrill: 'unknown', lastDrillAt: 'unknown' };
  const report = lastDrill.value;
  if (report === null) return { lastDrill: 'never', lastDrillAt: 'never' };
  return { lastDrill: report.outcome, lastDrillAt: new Date(report.endedAt).toISOString() };
}

type Saved = { readonly before: ControllerState; readonly verified: Verified };

/** Null when a verification that began later has been saved already. */
async function save(
  { controllers }: RememberDeps,
  site: Site,
  { at, findings }: Pick<Result, 'at' | 'findings'>,
): Promise<Saved | null> {
  const stored = await controllers.load(site.name);
  const before = stored?.value ?? initialControllerState(at);
  if (before.verified !== null && before.verified.at > at) return null;
  const verified = followVerification(before.verified, findings, at);
  await controllers.save(site.name, { ...before, verified }, stored?.version ?? 0);
  return { before, verified };
}

async function saveTold(
  { controllers }: RememberDeps,
  site: Site,
  told: readonly string[],
): Promise<void> {
  const stored = await controllers.load(site.name);
  if (stored === null || stored.value.verified === null) return;
  const value = { ...stored.value, verified: { ...stored.value.verified, told } };
  await controllers.save(site.name, value, stored.version);
}

/** What people know of from now on; null when there was nothing to tell, or it could not be told. */
async function tell(
  deps: RememberDeps,
  site: Site,
  { before, verified }: Saved,
  findings: readonly Finding[],
): Promise<readonly string[] | null> {
  const { phase, hold, drill } = before.failover;
  if (drill !== null || isMuted(hold, verified.at)) return null;
  const news = verificationNews(before.verified, verified, phase);
  if (news === null) return null;
  try {
    await deps.publish(verificationAlert({ site, news, findings, now: verified.at }));
    return news.failing;
  } catch (error) {
    const event = 'verification';
    deps.log({ message: 'alert not sent', site: site.name, event, error: `${error}` });
    return null;
  }
}
