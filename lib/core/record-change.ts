import type { RecordSet } from './verify/snapshot.ts';

/** One change of a zone; a batch of them is made as a whole or not at all. */
export type RecordChange = {
  readonly action: 'CREATE' | 'DELETE';
  readonly record: RecordSet;
};

/** Route 53 refused a batch, and changed nothing. `reasons` are its own words. */
export class ChangeRefusedError extends Error {
  override readonly name = 'ChangeRefusedError';
  readonly reasons: readonly string[];
  constructor(reasons: readonly string[], options?: ErrorOptions) {
    super(`Route 53 refused the change and made none of it: ${reasons.join('; ')}`, options);
    this.reasons = reasons;
  }
}

/**
 * A batch was sent and its answer was lost: Route 53 made all of it or none of it. It must not be
 * sent again before the records were read.
 */
export class ChangeUncertainError extends Error {
  override readonly name = 'ChangeUncertainError';
  constructor(why: string, options?: ErrorOptions) {
    super(
      `the change was sent to Route 53, and no answer says whether it was made (${why}): read the records before anything else`,
      options,
    );
  }
}
