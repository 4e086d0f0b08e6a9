import type { Site } from '../site.ts';
import type { RecordSet } from '../verify/snapshot.ts';
import { plainDayBlocks } from './day-blocks.ts';
import { releaseNotes } from './notes.ts';
import { overridden, type PlainOverride } from './overrides.ts';
import { halfAPair, noRecord, type Part, plainAfter, servingRecord } from './pair-after.ts';
import type { Plan, SitePart } from './plan.ts';
import { planOfParts } from './plan-of-parts.ts';
import { concernedAt, inOrder } from './record-sets.ts';
import type { SiteSeen, ZoneSeen } from './seen.ts';
import { isPlain, routingBlocks, zoneBlocks } from './zone-blocks.ts';

/**
 * Makes plain records of failover pairs: each keeps what its PRIMARY has. From then on nobody is led
 * away from a broken primary, so it waits while visitors are on the secondary.
 */
export function planRelease(seen: ZoneSeen, overrides: readonly PlainOverride[]): Plan {
  const parts = seen.sites.map((site) => sitePart(seen, site));
  return planOfParts('release', seen, parts, {
    blocks: () => overridden(seen.sites.flatMap(plainDayBlocks), overrides),
    waits: () => [],
  });
}

function sitePart(seen: ZoneSeen, { site }: SiteSeen): SitePart {
  const before = concernedAt(seen.records, site.name);
  const types = isPlain(before) ? (['A', 'AAAA'] as const) : [];
  const parts = types.map((type) =>
    plainOf(
      site,
      type,
      before.filter((record) => record.type === type),
    ),
  );
  const blocks = [
    ...zoneBlocks(seen, site),
    ...routingBlocks(before, site),
    ...parts.flatMap((part) => (part.ok ? [] : [part.block])),
  ];
  const others = before.filter(({ type }) => type !== 'A' && type !== 'AAAA');
  const plain = parts.flatMap((part) => (part.ok ? part.after : []));
  const after = blocks.length === 0 ? inOrder([...others, ...plain]) : before;
  return { name: site.name, before, after, blocks, notes: releaseNotes({ before, after }) };
}

function plainOf(site: Site, type: 'A' | 'AAAA', records: readonly RecordSet[]): Part {
  if (type === 'AAAA' && records.length === 0) return { ok: true, after: [] };
  const serving = servingRecord(records);
  if (serving !== null) return { ok: true, after: [plainAfter(serving)] };
  return { ok: false, block: records.length === 0 ? noRecord(site) : halfAPair(site) };
}
