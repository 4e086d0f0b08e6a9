import type { RecordSet } from '../verify/snapshot.ts';
import type { Backup } from './backup.ts';
import { plainDayBlocks } from './day-blocks.ts';
import { expectedOf } from './expected.ts';
import { overridden, type PlainOverride } from './overrides.ts';
import { type Block, checksAttachedBy, type Plan, type SitePlan, sealed } from './plan.ts';
import { readinessOf } from './readiness.ts';
import { areSameRecords, concernedAt, inOrder, recordsAfter } from './record-sets.ts';
import type { ZoneSeen } from './seen.ts';

/**
 * Puts the records back that a file holds. Only while they are as the change left them: what somebody
 * did since then would be lost otherwise.
 */
export function planRollback(
  seen: ZoneSeen,
  backup: Backup,
  overrides: readonly PlainOverride[],
): Plan {
  const blocks = structuralBlocks(seen, backup);
  const sites = backup.sites.map((name) => sitePlan(seen, backup, name, blocks.length > 0));
  const isToDo =
    blocks.length === 0 && sites.some(({ before, after }) => !areSameRecords(before, after));
  const waits = readinessOf(checksAttachedBy(sites), seen.checks, seen.observations);
  return sealed({
    kind: 'rollback',
    zone: { id: seen.zone.id, name: seen.zone.name },
    sites,
    notes: isToDo
      ? [
          'The records become what they were before the change, to the letter: normally within 60 seconds at every name server, and with every visitor once the TTL is over.',
        ]
      : [],
    blocks: isToDo ? overridden(seen.sites.flatMap(plainDayBlocks), overrides) : blocks,
    waits: isToDo && !overrides.includes('checks-not-ready') ? waits : [],
  });
}

function structuralBlocks(seen: ZoneSeen, backup: Backup): readonly Block[] {
  const site = backup.sites[0] ?? seen.zone.name;
  if (backup.zone.id !== seen.zone.id)
    return [
      {
        id: 'other-zone',
        site,
        what: `the file is of zone ${backup.zone.name} (${backup.zone.id}); ${seen.zone.name} is ${seen.zone.id} now`,
        mend: 'A zone that was made anew has other records: plan again in place of a rollback.',
      },
    ];
  if (!isConsistent(backup))
    return [
      {
        id: 'backup-inconsistent',
        site,
        what: 'the batch in the file does not lead from the records after the change to those before it',
        mend: 'Somebody edited the file: take the copy in the state table, --rollback table',
      },
    ];
  const now = backup.sites.flatMap((name) => concernedAt(seen.records, name));
  if (areSameRecords(now, backup.after) || areSameRecords(now, backup.before)) return [];
  return [
    {
      id: 'changed-since-backup',
      site,
      what: 'the records are no longer what the change left: somebody changed them since',
      mend: `Look at what is there, then plan again: npm start -- adopt ${site} or npm start -- release-records ${site}`,
    },
  ];
}

/** A batch that reaches beyond the names of the file, or ends elsewhere, is not one that was saved. */
function isConsistent({ before, after, inverse, sites }: Backup): boolean {
  const isWithin = [...before, ...after, ...inverse.map(({ record }) => record)].every(({ name }) =>
    sites.includes(name),
  );
  return isWithin && areSameRecords(recordsAfter(after, inverse), before);
}

function sitePlan(seen: ZoneSeen, backup: Backup, name: string, isBlocked: boolean): SitePlan {
  const at = (records: readonly RecordSet[]) =>
    inOrder(records.filter((record) => record.name === name));
  const before = concernedAt(seen.records, name);
  const after = isBlocked ? before : at(backup.before);
  return {
    name,
    before,
    after,
    expected: expectedOf(after),
    expectedBack: expectedOf(before),
  };
}
