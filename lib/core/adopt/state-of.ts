import type { RecordSet } from '../verify/snapshot.ts';
import type { Plan } from './plan.ts';
import { areSameRecords, concernedAt } from './record-sets.ts';

/** Where a change stands by the records themselves; `other`: somebody else has a hand in it. */
export type ChangeState = 'before' | 'after' | 'other';

/** A batch is made as a whole or not at all, so that records can only be one of the two. */
export function changeStateOf({ sites }: Plan, records: readonly RecordSet[]): ChangeState {
  const now = sites.flatMap(({ name }) => concernedAt(records, name));
  const all = (side: 'before' | 'after') => sites.flatMap((site) => site[side]);
  if (areSameRecords(now, all('after'))) return 'after';
  return areSameRecords(now, all('before')) ? 'before' : 'other';
}
