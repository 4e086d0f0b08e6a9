import type { RecordChange } from '../record-change.ts';
import type { EpochMs } from '../time.ts';
import type { RecordSet } from '../verify/snapshot.ts';
import type { Plan, PlanKind } from './plan.ts';

/** The way back from one change: saved before it is made, in a file and in the state table. */
export type Backup = {
  readonly kind: PlanKind;
  readonly savedAt: EpochMs;
  readonly by: string;
  /** The plan that it takes back. */
  readonly planId: string;
  readonly zone: { readonly id: string; readonly name: string };
  readonly sites: readonly string[];
  /** The records at those names before the change, and after it. */
  readonly before: readonly RecordSet[];
  readonly after: readonly RecordSet[];
  /** The batch that takes it back. */
  readonly inverse: readonly RecordChange[];
};

export const backupOf = (
  plan: Plan,
  { planId, by, savedAt }: Pick<Backup, 'planId' | 'by' | 'savedAt'>,
): Backup => ({
  kind: plan.kind,
  savedAt,
  by,
  planId,
  zone: plan.zone,
  sites: plan.sites.map(({ name }) => name),
  before: plan.sites.flatMap(({ before }) => before),
  after: plan.sites.flatMap(({ after }) => after),
  inverse: plan.inverse,
});

/** `understudy-adopt-www.example.com-2026-11-23T010000Z.json`: no colon, which some file systems refuse. */
export function backupFileName({ kind, sites, savedAt }: Backup): string {
  const at = new Date(savedAt).toISOString().slice(0, 19).replaceAll(':', '');
  const others = sites.length > 1 ? `-and-${sites.length - 1}-more` : '';
  return `understudy-${kind}-${sites[0] ?? 'zone'}${others}-${at}Z.json`;
}
