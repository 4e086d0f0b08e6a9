import { describeHold, type HoldFacts, holdText } from '../../lib/render/hold.ts';
import { HOLD, MAINTENANCE } from './situations.ts';

test.each<[HoldFacts['outcome'], HoldFacts['hold'], HoldFacts['before'], string]>([
  [
    'held',
    HOLD,
    null,
    `www.example.com: a hold by ada until it is released (a migration) is in
force: Understudy watches and does not flip.`,
  ],
  [
    'held',
    MAINTENANCE,
    HOLD,
    `www.example.com: a maintenance by bob until 2026-11-22 19:05:09 UTC (a
new kernel) is in force: Understudy watches and does not flip, and
alerts are muted.
It replaces the hold "a migration" by ada.`,
  ],
  [
    'would-hold',
    HOLD,
    MAINTENANCE,
    `www.example.com: a hold by ada until it is released (a migration) would
be in force. This was a dry run: nothing was done.
It would replace the maintenance "a new kernel" by bob.`,
  ],
  [
    'released',
    null,
    HOLD,
    `www.example.com: the hold "a migration" by ada has ended: Understudy may
flip again.`,
  ],
  [
    'would-release',
    null,
    MAINTENANCE,
    `www.example.com: the maintenance "a new kernel" by bob would end. This
was a dry run: nothing was done.`,
  ],
  ['nothing-held', null, null, 'www.example.com: nothing was held, so nothing was released.'],
  [
    'superseded',
    null,
    null,
    `www.example.com: somebody else changed the site at the same time;
nothing was done. Try again.`,
  ],
])('%s', (outcome, hold, before, text) => {
  expect(holdText({ site: 'www.example.com', outcome, hold, before })).toBe(text);
});

test('what a person wrote stays on one line', () => {
  expect(describeHold({ ...HOLD, by: 'ada\nlovelace', reason: 'line one\n\nFAKE HEADING' })).toBe(
    'a hold by ada lovelace until it is released (line one FAKE HEADING)',
  );
});
