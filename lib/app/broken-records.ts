import { BrokenRecordError } from '../core/records.ts';
import type { Log, Now, Publish } from '../core/world.ts';
import { brokenRecordAlert } from '../render/broken-record-alert.ts';
import type { ShardLease } from './shard-lease.ts';
import type { Tally } from './tally.ts';
import type { Endings } from './window-report.ts';

export type BrokenRecordDeps = {
  readonly now: Now;
  readonly log: Log;
  readonly publish: Publish;
};

/**
 * A record that cannot be read stops its site, and somebody is told, once: the shard's record, which
 * is another one, remembers that. A site whose record was mended may be told of again.
 */
export async function tellOfBrokenRecords(
  deps: BrokenRecordDeps,
  lease: Pick<ShardLease, 'state' | 'change'>,
  tallies: readonly Tally[],
  endings: Endings,
): Promise<void> {
  const broken = brokenOf(tallies, endings);
  const told = lease.state.broken.filter((site) => broken.has(site));
  for (const [site, problem] of broken) {
    if (told.includes(site)) continue;
    try {
      await deps.publish(brokenRecordAlert({ site, problem, now: deps.now() }));
      told.push(site);
    } catch (error) {
      deps.log({ message: 'alert not sent', site, event: 'record-broken', error: `${error}` });
    }
  }
  const isSame = told.length === lease.state.broken.length;
  if (!isSame) await lease.change((state) => ({ ...state, broken: told }));
}

const brokenOf = (tallies: readonly Tally[], endings: Endings): ReadonlyMap<string, string> =>
  new Map(
    tallies.flatMap(({ site }, index) => {
      const ending = endings[index];
      const isBroken = ending?.status === 'rejected' && ending.reason instanceof BrokenRecordError;
      return isBroken ? [[site.name, ending.reason.message] as const] : [];
    }),
  );
