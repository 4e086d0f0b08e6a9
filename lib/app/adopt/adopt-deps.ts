import type { Backup } from '../../core/adopt/backup.ts';
import type { NamedPlan } from '../../core/adopt/outcome.ts';
import type { NotReady } from '../../core/adopt/readiness.ts';
import type { ChangeRecords, IsInSync, Sleep } from '../../core/world.ts';
import type { ServingDeps } from '../look.ts';
import type { SnapshotDeps } from '../verifying/snapshot.ts';
import type { VisitDeps } from '../verifying/visits.ts';

/** What is needed to look at a zone and its sites; nothing of it changes anything. */
export type LookDeps = ServingDeps &
  VisitDeps &
  Pick<
    SnapshotDeps,
    'now' | 'readZone' | 'readRecords' | 'listHealthChecks' | 'readCheckers' | 'readBucket'
  > & {
    /** Host name by which the health checkers ask for the switch object. */
    readonly switchDomain: string;
  };

export type AdoptDeps = LookDeps & {
  readonly sleep: Sleep;
  readonly changeRecords: ChangeRecords;
  readonly isInSync: IsInSync;
  /** A short name for a text: the same text has the same name, and no other. */
  readonly digest: (text: string) => string;
  /** Resolves with where it is, once it would survive a crash. Rejects where something is already. */
  readonly saveFile: (backup: Backup) => Promise<string>;
  /** The same for the state table. */
  readonly saveItem: (backup: Backup) => Promise<void>;
  /** Told in order while it goes on, for whoever watches. */
  readonly tell: (step: AdoptStep) => void;
};

/** How far a change has come. From `sending` on, records may be other than they were. */
export type AdoptStep =
  | { readonly step: 'looking' }
  /** The first look is over: what is to be done, before anything is. */
  | { readonly step: 'planned'; readonly plan: NamedPlan }
  | { readonly step: 'waiting'; readonly waits: readonly NotReady[]; readonly elapsedMs: number }
  | { readonly step: 'saved'; readonly file: string }
  | { readonly step: 'sending'; readonly file: string }
  | { readonly step: 'sent' }
  | { readonly step: 'in-sync' }
  | { readonly step: 'confirming'; readonly rounds: number; readonly wanted: number }
  | { readonly step: 'rolling-back'; readonly why: string };
