import fc from 'fast-check';
import type { Look } from '../../../lib/core/verify/finding.ts';

/** As it should be nine times out of ten: a world in which all is broken reaches few of the checks. */
export const mostly = <const T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

/** What could be looked at for the most part, and otherwise was denied. */
export const look = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Look<T>> =>
  fc.oneof(
    { weight: 19, arbitrary: value.map((seen) => ({ ok: true, value: seen }) as const) },
    { weight: 1, arbitrary: fc.constant({ ok: false, why: 'access denied' } as const) },
  );
