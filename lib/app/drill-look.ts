import { isHealthyByCheckers } from '../core/checkers.ts';
import type { Drill, DrillLook } from '../core/drill.ts';
import type { Evidence } from '../core/failover.ts';
import { isPageStatus } from '../core/secondary-answer.ts';
import type { Site } from '../core/site.ts';
import type { FetchPage, ReadCheckers } from '../core/world.ts';
import { askSecondary } from './find-secondary.ts';
import { type Serving, tryLook } from './look.ts';

export type LookForDrill = (
  site: Site,
  drill: Drill,
  evidence: Evidence,
  serving: Serving,
) => Promise<DrillLook>;

export type DrillLookDeps = {
  readonly fetchPage: FetchPage;
  /** Route 53's API, which a drill may ask: what it says is measured and decides nothing. */
  readonly readCheckers: ReadCheckers;
};

const PAGE_TIMEOUT_MS = 5_000;

/** Looks at what a drill measures and nothing else does, as long as it has not been seen. */
export const makeLookForDrill =
  (deps: DrillLookDeps): LookForDrill =>
  async (site, { marks, switchCheckId }, { served }, serving) => {
    const isOut = marks.restoring === null;
    const [page, checkersSeeSwitch] = await Promise.all([
      isOut && served === 'secondary' ? pageThroughDns(deps, site, serving) : null,
      isOut && marks.checkers === null ? checkersSee(deps, switchCheckId) : null,
    ]);
    return { page, checkersSeeSwitch };
  };

/** What a visitor gets from the address that the name servers answer with. */
async function pageThroughDns(
  { fetchPage }: DrillLookDeps,
  site: Site,
  { dns }: Serving,
): Promise<DrillLook['page']> {
  const answers = dns.ok ? dns.value : [];
  const address = answers.flatMap(({ answer }) => (answer.ok ? answer.value.addresses : []))[0];
  if (address === undefined) return null;
  const scheme =
    site.secondary.front.kind === 'cloudfront'
      ? ({ protocol: 'https', port: 443 } as const)
      : ({ protocol: 'http', port: 80 } as const);
  const place = { ...scheme, address };
  const page = await tryLook(() => fetchPage(askSecondary(place, site, '/', PAGE_TIMEOUT_MS)));
  if (!page.ok) return 'unreachable';
  const { marker } = site.secondary;
  const isOurs = marker === null || page.value.body.includes(marker);
  return isPageStatus(site, page.value.status) && isOurs ? 'secondary' : 'other';
}

async function checkersSee(
  { readCheckers }: DrillLookDeps,
  checkId: string | null,
): Promise<boolean | null> {
  if (checkId === null) return null;
  const checkers = await tryLook(() => readCheckers(checkId));
  return checkers.ok ? isHealthyByCheckers(checkers.value) : null;
}
