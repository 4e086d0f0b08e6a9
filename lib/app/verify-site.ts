import type { DrillReport } from '../core/drill.ts';
import { METRIC } from '../core/metric-names.ts';
import { type ControllerState, initialControllerState, StaleRecordError } from '../core/records.ts';
import type { Site } from '../core/site.ts';
import type { EpochMs } from '../core/time.ts';
import { verifyDrill } from '../core/verify/drill.ts';
import { type Finding, type Outcome, worst } from '../core/verify/finding.ts';
import type { Snapshot } from '../core/verify/snapshot.ts';
import { secondaryReady, verify } from '../core/verify/verify.ts';
import type { ControllerStore, Log, PutMetrics } from '../core/world.ts';
import { tryLook } from './look.ts';
import { type SnapshotDeps, takeSnapshot } from './snapshot.ts';

export type VerifyDeps = SnapshotDeps & {
  readonly log: Log;
  readonly controllers: ControllerStore;
  readonly putMetrics: PutMetrics;
};

/** What a verification of one site found; `outcome` is the gravest of the findings. */
export type Verification = {
  readonly site: string;
  readonly at: EpochMs;
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
};

/** Looks at all that a failover of the site rests on, judges it, and remembers the result. */
export async function verifySite(
  deps: VerifyDeps,
  site: Site,
): Promise<{ readonly verification: Verification; readonly snapshot: Snapshot }> {
  const snapshot = await takeSnapshot(deps, site);
  const lastDrill = await lastDrillOf(deps, site);
  const findings = [...verify(site, snapshot), ...verifyDrill(site, lastDrill, snapshot.takenAt)];
  const verification = {
    site: site.name,
    at: snapshot.takenAt,
    outcome: worst(findings),
    findings,
  };
  deps.log({ message: 'verified', site: site.name, ...countOutcomes(findings) });
  await remember(deps, verification);
  await writeMetric(deps, site, verification);
  return { verification, snapshot };
}

/** A record that cannot be read is told of elsewhere; to verify goes on. */
async function lastDrillOf(deps: VerifyDeps, site: Site): Promise<DrillReport | null> {
  const stored = await tryLook(() => deps.controllers.load(site.name));
  return stored.ok ? (stored.value?.value.failover.lastDrill ?? null) : null;
}

/** A result that cannot be saved is still an answer; whoever changed the record has a newer one. */
async function remember(deps: VerifyDeps, { site, at, findings }: Verification): Promise<void> {
  try {
    const stored = await deps.controllers.load(site);
    const value: ControllerState = {
      ...(stored?.value ?? initialControllerState(at)),
      verified: { at, ...countOutcomes(findings) },
    };
    await deps.controllers.save(site, value, stored?.version ?? 0);
  } catch (error) {
    if (error instanceof StaleRecordError) return;
    deps.log({ message: 'verification not saved', site, error: `${error}` });
  }
}

async function writeMetric(
  deps: VerifyDeps,
  site: Site,
  { at, findings }: Verification,
): Promise<void> {
  const ready = secondaryReady(findings);
  if (ready === 'unknown') return;
  const dimensions = { Site: site.name };
  const values = [ready === 'healthy' ? 1 : 0];
  try {
    await deps.putMetrics([{ name: METRIC.secondaryReady, unit: 'None', dimensions, at, values }]);
  } catch (error) {
    deps.log({ message: 'metrics not written', site: site.name, error: `${error}` });
  }
}

function countOutcomes(findings: readonly Finding[]): Record<Outcome, number> {
  const count = (outcome: Outcome) =>
    findings.filter((finding) => finding.outcome === outcome).length;
  return {
    pass: count('pass'),
    warn: count('warn'),
    fail: count('fail'),
    unknown: count('unknown'),
  };
}
