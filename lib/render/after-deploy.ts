import type { Finding } from '../core/verify/finding.ts';
import { headline } from './findings.ts';

/** What the failover function found right after a deploy. */
export type DeployedSite = { readonly site: string; readonly findings: readonly Finding[] };

/** What stands and what is next, a line each; most of what fails after a first deploy has one cause. */
export function afterDeployLines(sites: readonly DeployedSite[]): readonly string[] {
  return [...sites.map(({ site, findings }) => headline(site, findings)), ...nextSteps(sites)];
}

const CONFIRM =
  'Next: confirm the subscription mail of SNS; until then nobody is told of anything. npm start -- alert-test then shows what arrives.';
const READY = 'Everything that a failover rests on has passed. Rehearse it: npm start -- drill';
const REST = 'npm start -- verify shows the rest, and how each is mended.';

/** Before a record is adopted nothing about its pair, its checks and its DNS can be right. */
const AWAIT_ADOPTION = /^(records|health-checks|dns|ourselves)\./;

function nextSteps(sites: readonly DeployedSite[]): readonly string[] {
  const failing = sites.flatMap(({ site, findings }) =>
    findings
      .filter(({ outcome }) => outcome === 'fail')
      .map(({ id, seen, mend }) => ({ site, id, seen, mend })),
  );
  const [first] = sites;
  if (failing.length === 0) return first === undefined ? [] : [`${READY} ${first.site}`];
  const unadopted = new Set(
    failing.filter(({ id }) => id === 'records.pair-complete').map(({ site }) => site),
  );
  const misled = failing.filter(isMisled);
  const isUnconfirmed = failing.some(({ id }) => id === 'alerts.email');
  const others = failing.filter(
    ({ site, id }) =>
      id !== 'alerts.email' &&
      id !== 'alerts.somebody' &&
      !misled.some((one) => one.site === site && one.id === id) &&
      !(unadopted.has(site) && AWAIT_ADOPTION.test(id)),
  );
  return [
    ...(isUnconfirmed ? [CONFIRM] : []),
    ...[...unadopted].map((site) => `Next: adopt the record: npm start -- adopt ${site}`),
    ...misled.map(
      ({ site, seen }) => `Next: adopt the record anew (${seen}): npm start -- adopt ${site}`,
    ),
    ...others.map(({ site, id, seen }) => `${site}: ${id}: ${seen}`),
    ...(others.length > 0 ? [REST] : []),
  ];
}

/** A pair whose SECONDARY leads elsewhere than this deploy put the secondary, as after the first one with `https: true`. */
const isMisled = ({ site, id, mend }: Pick<Finding, 'id' | 'mend'> & { site: string }): boolean =>
  id === 'records.secondary-target' && (mend?.includes(`npm start -- adopt ${site}`) ?? false);
