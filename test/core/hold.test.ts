import { activeHold, type Hold } from '../../lib/core/hold.ts';
import { isQuiet } from '../../lib/core/maintenance.ts';
import { HOLD, MAINTENANCE, NOON, noon } from './situations.ts';

test.each<[string, Hold | null, number, boolean, boolean]>([
  ['nothing', null, 0, false, false],
  ['a hold without an end', HOLD, 1e12, true, false],
  ['a hold until noon, a moment before', { ...HOLD, until: NOON }, -1, true, false],
  ['a hold until noon, at noon', { ...HOLD, until: NOON }, 0, false, false],
  ['a maintenance until noon, a moment before', { ...MAINTENANCE, until: NOON }, -1, true, true],
  ['a maintenance until noon, at noon', { ...MAINTENANCE, until: NOON }, 0, false, false],
  ['a maintenance without an end', { ...MAINTENANCE, until: null }, 1e12, true, true],
])('%s: in force and muting', (_name, hold, atMs, isInForce, isMuting) => {
  expect(activeHold(hold, noon(atMs))).toBe(isInForce ? hold : null);
  expect(isQuiet(hold, [], noon(atMs))).toBe(isMuting);
});
