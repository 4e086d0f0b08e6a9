import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import { type Finding, type Outcome, worst } from '../../core/verify/finding.ts';
import type { Snapshot } from '../../core/verify/snapshot.ts';
import { verify } from '../../core/verify/verify.ts';
import { type MeasureDeps, measure } from '../measure.ts';
import { verificationMetrics } from './measure-verification.ts';
import { type RememberDeps, rememberVerification } from './remember-verification.ts';
import { type SnapshotDeps, takeSnapshot } from './snapshot.ts';

export type VerifyDeps = SnapshotDeps &
  RememberDeps &
  MeasureDeps & {
    /** Name of the deployed stack, so that its metrics do not mix with another's. */
    readonly stack: string;
    /** False at a terminal: its sites.yml may be another one, and nobody else is to hear of it. */
    readonly isDeployed: boolean;
  };

/** What a verification of one site found; `outcome` is the gravest of the findings. */
export type Verification = {
  readonly site: string;
  readonly at: EpochMs;
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
};

/**
 * Looks at all that a failover of the site rests on, and judges it. What was deployed remembers the result
 * and tells what is new.
 */
export async function verifySite(
  deps: VerifyDeps,
  site: Site,
): Promise<{ readonly verification: Verification; readonly snapshot: Snapshot }> {
  const snapshot = await takeSnapshot(deps, site);
  const findings = verify(site, snapshot);
  const verification = {
    site: site.name,
    at: snapshot.takenAt,
    outcome: worst(findings),
    findings,
  };
  const { lastDrill } = snapshot;
  if (deps.isDeployed) {
    await rememberVerification(deps, site, { ...verification, lastDrill });
    await measure(deps, verificationMetrics(deps.stack, verification));
  }
  return { verification, snapshot };
}
