import {
  type DisagreementKind,
  disagreementOf,
  driftGravity,
  driftOpensAfterMs,
  driftSeverity,
  followDisagreement,
  type Views,
} from '../../lib/core/disagreement.ts';
import { MINUTE, NOON, noon } from './situations.ts';

const AGREED: Views = {
  phase: 'on-primary',
  ours: 'healthy',
  checkers: 'healthy',
  served: 'primary',
  isFlipStuck: false,
  isFailoverInDoubt: false,
};
const AWAY: Views = {
  ...AGREED,
  phase: 'on-secondary',
  ours: 'unhealthy',
  checkers: 'unhealthy',
  served: 'secondary',
};

test.each<[string, Views, DisagreementKind | null]>([
  ['all is well', AGREED, null],
  ['all see the outage, and visitors are away', AWAY, null],
  ['all see the outage, and nobody has moved', { ...AWAY, phase: 'on-primary' }, null],
  ['visitors are away and nobody sees why', { ...AGREED, served: 'secondary' }, 'secondary-served'],
  [
    'visitors are away, the primary is unhealthy, and Understudy may not flip',
    { ...AWAY, phase: 'on-primary', served: 'secondary' },
    null,
  ],
  [
    'visitors are away and we know nothing',
    { ...AGREED, ours: 'unknown', served: 'secondary' },
    null,
  ],
  ['visitors stayed after a failover', { ...AWAY, served: 'primary' }, 'primary-served'],
  ['visitors are sent elsewhere', { ...AGREED, served: 'neither' }, 'neither-served'],
  [
    'visitors are sent elsewhere after a failover',
    { ...AWAY, served: 'neither' },
    'neither-served',
  ],
  ['the checkers alone see an outage', { ...AGREED, checkers: 'unhealthy' }, 'checkers-see-outage'],
  [
    'the checkers alone still see it after a failover',
    { ...AWAY, ours: 'healthy' },
    'checkers-see-outage',
  ],
  ['we alone see an outage', { ...AGREED, ours: 'unhealthy' }, 'checkers-see-none'],
  ['the checkers cannot be read', { ...AGREED, ours: 'unhealthy', checkers: 'unknown' }, null],
  ['we are blind', { ...AGREED, ours: 'unknown', checkers: 'unhealthy' }, null],
  ['half of the name servers follow', { ...AGREED, served: 'mixed' }, null],
  ['the name servers cannot be asked', { ...AWAY, served: 'unknown' }, null],
  ['visitors are being moved', { ...AWAY, phase: 'failing-over', served: 'neither' }, null],
  ['visitors are being moved back', { ...AGREED, phase: 'failing-back', ours: 'unhealthy' }, null],
  [
    'visitors are being moved for minutes, and the name servers do not follow',
    { ...AWAY, phase: 'failing-over', served: 'primary', isFlipStuck: true },
    'flip-not-followed',
  ],
  [
    'visitors are being moved back for minutes, and the name servers do not follow',
    { ...AWAY, phase: 'failing-back', isFlipStuck: true },
    'flip-not-followed',
  ],
  ['a flip was slow and is over', { ...AWAY, isFlipStuck: true }, null],
  [
    'the primary is unhealthy to us and answers the failover function',
    { ...AGREED, ours: 'unhealthy', isFailoverInDoubt: true },
    'primary-answers',
  ],
  // Where visitors are matters more than who sees what.
  [
    'two disagreements at once',
    { ...AGREED, checkers: 'unhealthy', served: 'secondary' },
    'secondary-served',
  ],
])('%s', (_name, views, kind) => {
  expect(disagreementOf(views)).toBe(kind);
});

test('a disagreement keeps its beginning, another kind begins anew, and agreement ends it', () => {
  const first = followDisagreement(null, 'primary-served', NOON);
  expect(first).toEqual({ kind: 'primary-served', since: NOON });
  expect(followDisagreement(first, 'primary-served', noon(MINUTE))).toBe(first);
  expect(followDisagreement(first, 'neither-served', noon(MINUTE))).toEqual({
    kind: 'neither-served',
    since: noon(MINUTE),
  });
  expect(followDisagreement(first, null, noon(MINUTE))).toBeNull();
  expect(followDisagreement(null, null, NOON)).toBeNull();
});

test.each([
  ['secondary-served', 'warning', 1],
  ['primary-served', 'critical', 2],
  ['neither-served', 'critical', 2],
  ['flip-not-followed', 'warning', 1],
  ['primary-answers', 'warning', 1],
  ['checkers-see-outage', 'warning', 1],
  ['checkers-see-none', 'warning', 1],
] as const)(
  '%s is %s: only what sends visitors to the wrong place is worse',
  (kind, severity, gravity) => {
    expect([driftSeverity(kind), driftGravity(kind)]).toEqual([severity, gravity]);
  },
);

test('a flip that is stuck has had its time already; everything else has to last', () => {
  expect(driftOpensAfterMs('flip-not-followed', 4 * MINUTE)).toBe(0);
  expect(driftOpensAfterMs('primary-served', 4 * MINUTE)).toBe(4 * MINUTE);
});
