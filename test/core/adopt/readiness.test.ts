import { type NotReadyReason, readinessOf } from '../../../lib/core/adopt/readiness.ts';
import type { ListedCheck, Observations } from '../../../lib/core/adopt/seen.ts';
import type { Look } from '../../../lib/core/verify/finding.ts';
import type { CheckerObservation } from '../../../lib/core/verify/snapshot.ts';
import { SITE } from '../../fixtures/snapshot.ts';
import { checkers, settled, stackChecks } from './zone-world.ts';

const CHECKS = stackChecks(SITE);
const SILENT: CheckerObservation = { region: '', address: '', isHealthy: false, text: 'no report' };
const seen = (value: readonly CheckerObservation[]): Look<readonly CheckerObservation[]> => ({
  ok: true,
  value,
});
const observed = (change: Readonly<Record<string, Look<readonly CheckerObservation[]>>>) =>
  new Map([...settled(CHECKS), ...Object.entries(change)]);
const changed = (id: string, change: Partial<ListedCheck>) =>
  CHECKS.map((check) => (check.id === id ? { ...check, ...change } : check));

test.each<[string, readonly ListedCheck[], Observations, readonly [string, NotReadyReason][]]>([
  ['all is as it should be', CHECKS, settled(CHECKS), []],
  ['3 of 16 find the endpoint healthy', CHECKS, observed({ endpoint: seen(checkers(3, 16)) }), []],
  [
    '2 of 16 find the endpoint healthy',
    CHECKS,
    observed({ endpoint: seen(checkers(2, 16)) }),
    [['endpoint', 'unhealthy']],
  ],
  ['2 of 16 see the switch object', CHECKS, observed({ switch: seen(checkers(2, 16)) }), []],
  [
    '3 of 16 see the switch object',
    CHECKS,
    observed({ switch: seen(checkers(3, 16)) }),
    [['switch', 'switch-seen']],
  ],
  [
    'two checkers have reported',
    CHECKS,
    observed({ endpoint: seen(checkers(2, 2)) }),
    [['endpoint', 'too-few-reports']],
  ],
  [
    'a new inverted check has no reports',
    CHECKS,
    observed({ switch: seen([]) }),
    [['switch', 'too-few-reports']],
  ],
  [
    'checkers that have said nothing do not count as reports',
    CHECKS,
    observed({ switch: seen([...checkers(0, 2), SILENT, SILENT]) }),
    [['switch', 'too-few-reports']],
  ],
  [
    'the checkers could not be asked',
    CHECKS,
    observed({ endpoint: { ok: false, why: 'denied' } }),
    [['endpoint', 'unreadable']],
  ],
  [
    'nobody asked the checkers',
    CHECKS,
    new Map(),
    [
      ['endpoint', 'unreadable'],
      ['switch', 'unreadable'],
    ],
  ],
  [
    'the switch check is disabled',
    changed('switch', { disabled: true }),
    settled(CHECKS),
    [['switch', 'disabled']],
  ],
  [
    'the parent is disabled',
    changed('parent', { disabled: true }),
    settled(CHECKS),
    [['parent', 'disabled']],
  ],
  [
    'a child is gone',
    CHECKS.filter(({ id }) => id !== 'switch'),
    settled(CHECKS),
    [['switch', 'missing']],
  ],
  ['all is gone', [], settled(CHECKS), [['parent', 'missing']]],
])('when %s', (_name, checks, observations, expected) => {
  const waits = readinessOf(['parent'], checks, observations);
  expect(waits.map(({ checkId, reason }) => [checkId, reason]).toSorted()).toEqual(
    expected.map((each) => [...each]).toSorted(),
  );
  for (const { seen: words } of waits) expect(words).not.toBe('');
});
