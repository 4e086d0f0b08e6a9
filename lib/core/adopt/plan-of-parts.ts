import { expectedOf } from './expected.ts';
import { commonNotes } from './notes.ts';
import { type Block, type Plan, type SitePart, sealed } from './plan.ts';
import type { NotReady } from './readiness.ts';
import { areSameRecords } from './record-sets.ts';
import type { ZoneSeen } from './seen.ts';

/** What is asked only of a plan that has something to do: of a bad day, and of health checks. */
export type OfTheDay = {
  readonly blocks: () => readonly Block[];
  readonly waits: () => readonly NotReady[];
};

/**
 * The plan of all sites together. While a part is blocked for what the zone is, nothing of it is done;
 * where nothing is to be changed, no day is a bad one.
 */
export function planOfParts(
  kind: 'adopt' | 'release',
  seen: ZoneSeen,
  parts: readonly SitePart[],
  ofTheDay: OfTheDay,
): Plan {
  const structural = parts.flatMap(({ blocks }) => blocks);
  const isPossible = structural.length === 0;
  const isToDo = isPossible && parts.some(({ before, after }) => !areSameRecords(before, after));
  return sealed({
    kind,
    zone: { id: seen.zone.id, name: seen.zone.name },
    sites: parts.map(({ name, before, after }) => ({
      name,
      before,
      after: isPossible ? after : before,
      expected: expectedOf(isPossible ? after : before),
      expectedBack: expectedOf(before),
    })),
    notes: isPossible ? [...commonNotes(kind, parts), ...parts.flatMap(({ notes }) => notes)] : [],
    blocks: isToDo ? ofTheDay.blocks() : structural,
    waits: isToDo ? ofTheDay.waits() : [],
  });
}
