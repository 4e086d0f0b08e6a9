import type { Block, BlockId } from './plan.ts';

/** What a person may overrule on the way back to records as they were, never on the way into a pair. */
export type PlainOverride = 'secondary-served' | 'checks-not-ready';

export const PLAIN_OVERRIDES: readonly PlainOverride[] = ['secondary-served', 'checks-not-ready'];

/** Whoever wants visitors on the primary all the same may do it, wherever they are now. */
const COVERED: Readonly<Record<PlainOverride, readonly BlockId[]>> = {
  'secondary-served': [
    'secondary-served',
    'switch-present',
    'switch-unknown',
    'dns-differs',
    'dns-unreadable',
  ],
  'checks-not-ready': ['checks-not-ready'],
};

/** The blocks that are left. */
export const overridden = (
  blocks: readonly Block[],
  overrides: readonly PlainOverride[],
): readonly Block[] =>
  blocks.filter(({ id }) => !overrides.some((override) => COVERED[override].includes(id)));

/** What overrules a block; null where nothing does. */
export const overrideFor = (id: BlockId): PlainOverride | null =>
  PLAIN_OVERRIDES.find((override) => COVERED[override].includes(id)) ?? null;
