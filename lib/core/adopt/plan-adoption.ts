import type { Site } from '../site.ts';
import type { RecordSet } from '../verify/snapshot.ts';
import { BESIDE_TYPES, besideAfter } from './beside.ts';
import type { AdoptChoices } from './choices.ts';
import { adoptDayBlocks } from './day-blocks.ts';
import { adoptNotes } from './notes.ts';
import { type Part, pairAfter, secondaryRecord } from './pair-after.ts';
import { type Block, checksAttachedBy, type Plan, type SitePart } from './plan.ts';
import { planOfParts } from './plan-of-parts.ts';
import { readinessOf } from './readiness.ts';
import { concernedAt, inOrder } from './record-sets.ts';
import { secondaryTarget } from './secondary-target.ts';
import type { SiteSeen, ZoneSeen } from './seen.ts';
import { type SiteCheck, siteCheckOf } from './site-check.ts';
import { isPlain, routingBlocks, zoneBlocks } from './zone-blocks.ts';

/**
 * Makes failover pairs of the records of one or several sites of a zone, in one batch. What is right
 * already stays; other names and other types are never touched. While anything blocks there is no batch.
 */
export function planAdoption(seen: ZoneSeen, choices: AdoptChoices): Plan {
  const parts = seen.sites.map((site) => sitePart(seen, site, choices));
  return planOfParts('adopt', seen, parts, {
    blocks: () => seen.sites.flatMap(adoptDayBlocks),
    waits: () => readinessOf(checksAttachedBy(parts), seen.checks, seen.observations),
  });
}

function sitePart(seen: ZoneSeen, siteSeen: SiteSeen, choices: AdoptChoices): SitePart {
  const { site } = siteSeen;
  const before = concernedAt(seen.records, site.name);
  const blocked = (blocks: readonly Block[]): SitePart => ({
    name: site.name,
    before,
    after: before,
    blocks,
    notes: [],
  });
  const inTheWay = [...zoneBlocks(seen, site), ...routingBlocks(before, site)];
  const check = siteCheckOf(site, seen.checks, seen.switchDomain, attachedIds(before));
  const parts = partsAfter(siteSeen, before, choices, check.found === 'one' ? check.id : '');
  const blocks = [
    ...inTheWay,
    ...(check.found === 'one' ? [] : [checkBlock(site, check)]),
    ...parts.flatMap((part) => (part.ok ? [] : [part.block])),
  ];
  if (blocks.length > 0) return blocked(blocks);
  const after = inOrder(parts.flatMap((part) => (part.ok ? part.after : [])));
  return {
    name: site.name,
    before,
    after,
    blocks: [],
    notes: adoptNotes(seen, siteSeen, { before, after }),
  };
}

/** One part for each type that leads visitors somewhere; of a CNAME nothing can be made. */
function partsAfter(
  { site, distribution }: SiteSeen,
  before: readonly RecordSet[],
  choices: AdoptChoices,
  checkId: string,
): readonly Part[] {
  if (!isPlain(before)) return [];
  const ofType = (type: string) => before.filter((record) => record.type === type);
  const facts = (type: string) => ({
    choices,
    secondary: secondaryRecord(ofType(type)),
    distribution,
  });
  const target = secondaryTarget(site, facts('A'));
  return [
    target.ok ? pairAfter(site, ofType('A'), checkId, target.alias) : target,
    ...BESIDE_TYPES.map((type) =>
      besideAfter(site, type, ofType(type), { ...facts(type), checkId }),
    ),
  ];
}

const attachedIds = (records: readonly RecordSet[]): readonly string[] =>
  records.flatMap(({ healthCheckId }) => (healthCheckId === null ? [] : [healthCheckId]));

const checkBlock = (site: Site, check: Exclude<SiteCheck, { readonly found: 'one' }>): Block =>
  check.found === 'none'
    ? {
        id: 'check-missing',
        site: site.name,
        what: `the site's health check is not there: ${check.why}`,
        mend: 'Deploy first, with the sites.yml of this folder: the stack makes the health checks. --stage names another stack.',
      }
    : {
        id: 'check-ambiguous',
        site: site.name,
        what: `${check.ids.length} health checks could be the site's: ${check.ids.join(', ')}`,
        mend: 'Keep the one in the outputs of the stack, and delete those that a deleted stack left behind: aws route53 delete-health-check --health-check-id ID',
      };
