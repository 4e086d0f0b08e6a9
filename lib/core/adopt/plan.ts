import type { RecordChange } from '../record-change.ts';
import type { RecordSet } from '../verify/snapshot.ts';
import type { Expected } from './expected.ts';
import type { NotReady } from './readiness.ts';
import { canonicalRecords, changesBetween } from './record-sets.ts';

/** What a plan is for: into the failover pair, out of it, or back to what a file holds. */
export type PlanKind = 'adopt' | 'release' | 'rollback';

/** One change of a zone, worked out to the end, and nothing done yet. */
export type Plan = {
  readonly kind: PlanKind;
  readonly zone: { readonly id: string; readonly name: string };
  readonly sites: readonly SitePlan[];
  /** To be sent as one batch; empty when there is nothing to do, or something blocks. */
  readonly changes: readonly RecordChange[];
  /** The batch that takes it back. */
  readonly inverse: readonly RecordChange[];
  /** What whoever carries it out should know: full sentences. */
  readonly notes: readonly string[];
  /** Any of them keeps the plan from being carried out. */
  readonly blocks: readonly Block[];
  /** Health checks that hang on the new records and are not healthy yet: waiting may help. */
  readonly waits: readonly NotReady[];
  /** Everything that the batch depends on, as text; its digest names the plan. */
  readonly canonicalText: string;
};

export type SitePlan = {
  readonly name: string;
  /** The records at the name that decide where visitors go, as they are and as they will be. */
  readonly before: readonly RecordSet[];
  readonly after: readonly RecordSet[];
  /** What the name servers must answer once it is done. */
  readonly expected: Expected;
  /** What they must answer once it is taken back. */
  readonly expectedBack: Expected;
};

/** Why a plan is not carried out, and what to do about it. */
export type Block = {
  readonly id: BlockId;
  readonly site: string;
  readonly what: string;
  readonly mend: string;
};

export type BlockId = StructuralBlockId | DayBlockId;

/** Something about the zone, sites.yml or the choices; it is the same tomorrow. */
export type StructuralBlockId =
  | 'no-record'
  | 'routing'
  | 'cname'
  | 'delegated'
  | 'wrong-zone'
  | 'values-differ'
  | 'alias-elsewhere'
  | 'half-a-pair'
  | 'beside'
  | 'cannot-keep'
  | 'cannot-pair'
  | 'cloudfront-needed'
  | 'cloudfront-of-the-stack'
  | 'distribution-missing'
  | 'distribution-unknown'
  | 'two-distributions'
  | 'website-endpoint-unknown'
  | 'website-zone-unknown'
  | 'website-zone-differs'
  | 'bucket-name'
  | 'check-missing'
  | 'check-ambiguous'
  | 'changed-since-backup'
  | 'backup-inconsistent'
  | 'other-zone';

/** Something about this moment: visitors would notice the change. */
export type DayBlockId =
  | 'secondary-served'
  | 'switch-present'
  | 'switch-unknown'
  | 'dns-differs'
  | 'dns-unreadable'
  | 'primary-does-not-answer'
  | 'secondary-failed'
  | 'secondary-unknown'
  | 'checks-not-ready';

/** One site's part of a plan, before the parts become one batch. */
export type SitePart = Omit<SitePlan, 'expected' | 'expectedBack'> & {
  readonly blocks: readonly Block[];
  readonly notes: readonly string[];
};

type Sealed = Pick<Plan, 'kind' | 'zone' | 'sites' | 'notes' | 'blocks' | 'waits'>;

/** The batch of all sites together, its inverse, and the text by which the plan is known again. */
export function sealed(parts: Sealed): Plan {
  const before = parts.sites.flatMap((site) => site.before);
  const after = parts.sites.flatMap((site) => site.after);
  return {
    ...parts,
    changes: changesBetween(before, after),
    inverse: changesBetween(after, before),
    canonicalText: JSON.stringify([
      parts.kind,
      parts.zone.id,
      parts.sites.map(({ name }) => name).sort(),
      canonicalRecords(before),
      canonicalRecords(after),
    ]),
  };
}

/** The health checks that the batch hangs on records that had them not, each once. */
export const checksAttachedBy = (
  sites: readonly Pick<SitePlan, 'before' | 'after'>[],
): string[] => {
  const idsIn = (records: readonly RecordSet[]) =>
    records.flatMap(({ healthCheckId }) => (healthCheckId === null ? [] : [healthCheckId]));
  const attached = sites.flatMap(({ before, after }) =>
    changesBetween(before, after).length === 0 ? [] : idsIn(after),
  );
  return [...new Set(attached)];
};
