import type { PlannedPut } from './publish-plan.ts';
import type { SkippedFile } from './publish-world.ts';

/** One object that was changed, or in a dry run would be. */
export type PublishDeed = { readonly site: string } & (
  | ({ readonly deed: 'put' } & PlannedPut)
  | { readonly deed: 'removed'; readonly key: string }
  /** It was ours when the bucket was looked at; then somebody put another in its place. */
  | { readonly deed: 'left'; readonly key: string }
);

/** What came of publishing the content of one site. */
export type Published = {
  readonly site: string;
  readonly bucket: string;
  /** The content folder. */
  readonly content: string;
  readonly isDryRun: boolean;
  readonly deeds: readonly PublishDeed[];
  /** Keys of objects that were as they should be. */
  readonly kept: readonly string[];
  /** Keys of objects that Understudy did not put there and left alone. */
  readonly foreign: readonly string[];
  readonly skipped: readonly SkippedFile[];
};
