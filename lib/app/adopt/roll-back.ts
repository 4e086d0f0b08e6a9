import type { AdoptOutcome } from '../../core/adopt/outcome.ts';
import { ChangeUncertainError } from '../../core/record-change.ts';
import type { AdoptDeps } from './adopt-deps.ts';
import { readState, settle, type Work } from './settle.ts';

/**
 * Takes a change back that the name servers did not confirm, and says exactly where things stand. The
 * way back is not cut short by a signal: half of it would be worse than either end.
 */
export async function rollBack(
  deps: AdoptDeps,
  work: Work,
  { file, why }: { readonly file: string; readonly why: string },
): Promise<AdoptOutcome> {
  deps.tell({ step: 'rolling-back', why });
  const { plan } = work;
  const failed = async (rollbackWhy: string): Promise<AdoptOutcome> => ({
    kind: 'rollback-failed',
    why,
    rollbackWhy,
    state: await readState(deps, work.plan),
    file,
  });
  let changeId: string | null = null;
  try {
    const comment = `understudy takes plan ${plan.id} back`;
    changeId = await deps.changeRecords(plan.zone.id, plan.inverse, comment);
  } catch (error) {
    const reason = error instanceof Error ? error.message : `${error}`;
    const wasMade =
      error instanceof ChangeUncertainError && (await readState(deps, plan)) === 'before';
    if (!wasMade) return failed(reason);
  }
  const confirmation = await settle(deps, work, changeId, 'expectedBack', null);
  if (confirmation.kind === 'confirmed') return { kind: 'rolled-back', why, file };
  return failed(
    confirmation.kind === 'denied' ? confirmation.why : 'nobody stayed to see it through',
  );
}
