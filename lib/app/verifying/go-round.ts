import type { Site } from '../../core/site.ts';
import type { EvaluateDeps } from '../evaluate.ts';
import { tryLook } from '../look.ts';
import { drillIfDue } from '../scheduled-drill.ts';
import { type VerifyDeps, verifySite } from './verify-site.ts';
import { watchDisagreement } from './watch-disagreement.ts';

/** Verifies, compares what everybody sees, and by schedule begins a drill that is due. */
export async function goRound(
  deps: VerifyDeps & EvaluateDeps,
  site: Site,
  by: string | null,
  budgetMs: number,
) {
  const { verification, snapshot } = await verifySite(deps, site);
  if (deps.isDeployed) {
    const watched = await tryLook(() => watchDisagreement(deps, site, snapshot));
    // What could not be compared must not hide what was found.
    if (!watched.ok)
      deps.log({ message: 'views not compared', site: site.name, error: watched.why });
  }
  const drill = by === 'schedule' ? await drillIfDue(deps, site, budgetMs) : null;
  return { verification, drill };
}
