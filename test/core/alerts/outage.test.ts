import { outageGravity, outagePresence } from '../../../lib/core/alerts/outage.ts';
import type { ControllerState } from '../../../lib/core/records.ts';
import { epochMs, plusMs } from '../../../lib/core/time.ts';
import { controllerState } from '../../fixtures/records.ts';
import { siteNamed } from '../../support/sites.ts';

const NOON = epochMs(Date.UTC(2026, 10, 22, 12));
const SITE = siteNamed('www.example.com');
const AWAY = controllerState(NOON, { phase: 'on-secondary' });
const sees = (secondary: 'healthy' | 'unhealthy', afterMs: number): ControllerState => ({
  ...AWAY,
  seen: { at: plusMs(NOON, afterMs), served: 'secondary', secondary, checkers: null },
});

test.each<[string, ControllerState | null, number]>([
  ['nobody knows where visitors are', null, 2],
  ['visitors are on the primary', controllerState(NOON), 2],
  ['they are being moved', controllerState(NOON, { phase: 'failing-over' }), 2],
  ['they are being moved back', controllerState(NOON, { phase: 'failing-back' }), 2],
  ['they are on the secondary', AWAY, 1],
  ['they are on a secondary that was well since', sees('healthy', 1), 1],
  ['they are on a secondary that fails', sees('unhealthy', 1), 3],
  ['the secondary failed only before they came', sees('unhealthy', -1), 1],
])('when %s, it is that grave', (_name, controller, expected) => {
  expect(outageGravity(SITE, controller)).toBe(expected);
});

test('where nothing is ever flipped nothing moves visitors', () => {
  const observed = siteNamed('www.example.com', { mode: 'observe' });
  expect(outageGravity(observed, controllerState(NOON))).toBe(3);
});

test('an outage is there while the primary is unhealthy, and nobody knows more than its health says', () => {
  expect((['healthy', 'unhealthy', 'unknown'] as const).map(outagePresence)).toEqual([
    'absent',
    'present',
    'unknown',
  ]);
});
