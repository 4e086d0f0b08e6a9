import { listed } from './check.ts';

const FEW = 5;

/** The first of what may be many, for a finding that is read at a glance: `a, b, c, d, e and 7 more`. */
export const few = (values: readonly string[]): string =>
  values.length <= FEW
    ? listed(values)
    : listed([...values.slice(0, FEW), `${values.length - FEW} more`]);
