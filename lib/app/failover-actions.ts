import type { Site } from '../core/site.ts';
import { unreachable } from '../core/unreachable.ts';
import { worst } from '../core/verify/finding.ts';
import { findingsText } from '../render/findings.ts';
import { type Status, statusText } from '../render/status.ts';
import { type EvaluateDeps, type Evaluation, evaluate } from './evaluate.ts';
import { statusOf } from './status.ts';
import { type Verification, type VerifyDeps, verifySite } from './verify-site.ts';

export type FailoverDeps = EvaluateDeps & VerifyDeps;

/** What the failover function is asked to do; without a site, for all of them. */
export type FailoverRequest = {
  readonly action: 'verify' | 'status' | 'evaluate';
  readonly site: string | null;
};

/** The same in three forms: as JSON, as text, and whether all is well. */
export type FailoverAnswer = {
  readonly action: FailoverRequest['action'];
  readonly ok: boolean;
  readonly text: string;
} & (
  | { readonly verifications: readonly Verification[] }
  | { readonly statuses: readonly Status[] }
  | { readonly evaluations: readonly Evaluation[]; readonly verifications: readonly Verification[] }
);

/** Somebody asked for a site that sites.yml does not have. */
export class UnknownSiteError extends Error {
  override readonly name = 'UnknownSiteError';
  constructor(site: string, known: readonly string[], options?: ErrorOptions) {
    super(`site: ${site} is not in sites.yml; it has ${known.join(', ') || 'no site'}`, options);
  }
}

/** Carries out one request of the failover function. */
export async function carryOut(
  deps: FailoverDeps,
  allSites: readonly Site[],
  { action, site }: FailoverRequest,
  settleBudgetMs: number,
): Promise<FailoverAnswer> {
  const sites = pick(allSites, site);
  switch (action) {
    case 'verify':
      return { action, ...verified(await each(sites, (one) => verifySite(deps, one))) };
    case 'status': {
      const statuses = await each(sites, (one) => statusOf(deps, one));
      return {
        action,
        ok: statuses.every(isCalm),
        statuses,
        text: texts(statuses.map(statusText)),
      };
    }
    case 'evaluate': {
      const evaluations = await each(sites, (one) => evaluate(deps, one, settleBudgetMs));
      // Only now the rest of the verification: it reads the control plane, which no flip may wait for.
      return {
        action,
        evaluations,
        ...verified(await each(sites, (one) => verifySite(deps, one))),
      };
    }
    default:
      return unreachable(action);
  }
}

function pick(allSites: readonly Site[], name: string | null): readonly Site[] {
  if (name === null) return allSites;
  const site = allSites.find((one) => one.name === name);
  if (site !== undefined) return [site];
  throw new UnknownSiteError(
    name,
    allSites.map((one) => one.name),
  );
}

/** Every site is seen through to its end before the failures of some are thrown. */
async function each<T>(
  sites: readonly Site[],
  work: (site: Site) => Promise<T>,
): Promise<readonly T[]> {
  const endings = await Promise.allSettled(sites.map(work));
  const failures = endings.flatMap((ending) =>
    ending.status === 'rejected' ? [ending.reason] : [],
  );
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '));
  return endings.flatMap((ending) => (ending.status === 'fulfilled' ? [ending.value] : []));
}

const verified = (verifications: readonly Verification[]) => ({
  ok: worst(verifications.flatMap(({ findings }) => findings)) !== 'fail',
  verifications,
  text: texts(verifications.map(({ site, findings }) => findingsText({ name: site }, findings))),
});

const isCalm = ({ incident, evidence }: Status): boolean =>
  incident.state === 'none' && evidence.secondary === 'healthy' && !evidence.blind;

const texts = (parts: readonly string[]): string => parts.join('\n\n');
