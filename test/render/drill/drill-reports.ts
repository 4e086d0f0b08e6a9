import fc from 'fast-check';
import type { DrillMarks, DrillReport } from '../../../lib/core/drill.ts';
import { NO_MARKS } from '../../../lib/core/drill.ts';
import { epochMs } from '../../../lib/core/time.ts';

/** When the switch was put in every report of these tests: 2026-11-22 18:05:09.300 UTC. */
export const FLIP = Date.UTC(2026, 10, 22, 18, 5, 9, 300);

/** Marks at so many milliseconds after the flip; what is not named was not observed. */
export function marksAt(afterMs: Partial<Record<keyof DrillMarks, number>>): DrillMarks {
  const seen = Object.entries(afterMs).map(([key, ms]) => [key, epochMs(FLIP + ms)]);
  return { ...NO_MARKS, ...Object.fromEntries(seen) };
}

export const PASSED: DrillReport = {
  site: 'www.example.com',
  id: '0f6c2b1e',
  by: 'maria',
  reason: 'quarterly rehearsal',
  startedAt: epochMs(FLIP - 1_200),
  endedAt: epochMs(FLIP + 83_000),
  outcome: 'passed',
  stopped: null,
  marks: marksAt({
    flipped: 0,
    checkers: 2_100,
    nameServers: 7_400,
    page: 9_800,
    restoring: 69_900,
    restored: 82_000,
  }),
  rto: {
    expected: { detectMs: 28_000, moveMs: 10_000, cachesMs: 60_000 },
    measuredMoveMs: 9_800,
  },
};

const UNMEASURED = { ...PASSED.rto, measuredMoveMs: null };

/** Visitors stayed so long that the rest of the drill is nothing beside it. */
export const LONG_STAY: DrillReport = {
  ...PASSED,
  endedAt: epochMs(FLIP + 1_822_100),
  marks: { ...PASSED.marks, ...only(marksAt({ restoring: 1_809_900, restored: 1_822_000 })) },
};

export const DNS_DID_NOT_MOVE: DrillReport = {
  ...PASSED,
  outcome: 'failed',
  stopped: 'dns-did-not-move',
  endedAt: epochMs(FLIP + 304_300),
  marks: marksAt({ flipped: 0, checkers: 2_100, restoring: 300_000, restored: 304_200 }),
  rto: UNMEASURED,
};

export const STUCK: DrillReport = {
  ...PASSED,
  outcome: 'failed',
  stopped: 'dns-did-not-move',
  endedAt: epochMs(FLIP + 370_000),
  marks: { ...PASSED.marks, restored: null },
};

export const NO_PAGE: DrillReport = {
  ...PASSED,
  outcome: 'failed',
  stopped: 'secondary-failed',
  endedAt: epochMs(FLIP + 49_000),
  marks: marksAt({ flipped: 0, nameServers: 7_400, restoring: 37_400, restored: 49_000 }),
  rto: UNMEASURED,
};

export const BECAME_FAILOVER: DrillReport = {
  ...PASSED,
  outcome: 'became-failover',
  stopped: 'primary-failed',
  endedAt: epochMs(FLIP + 42_000),
  marks: { ...PASSED.marks, restoring: null, restored: null },
};

export const NEVER_FLIPPED: DrillReport = {
  ...PASSED,
  outcome: 'failed',
  stopped: 'cancelled',
  endedAt: epochMs(FLIP + 4_000),
  marks: NO_MARKS,
  rto: UNMEASURED,
};

/** On a laptop all is over in no time. */
export const AT_ONCE: DrillReport = {
  ...PASSED,
  endedAt: epochMs(FLIP + 61),
  marks: marksAt({
    flipped: 0,
    checkers: 40,
    nameServers: 41,
    page: 50,
    restoring: 60,
    restored: 61,
  }),
  rto: { expected: { detectMs: 500, moveMs: 100, cachesMs: 1_000 }, measuredMoveMs: 50 },
};

/** What people write, and what they should not be able to do with it. */
export const NASTY =
  '</title></style><script>alert(1)</script><img src=x onerror="alert(2)"> \'a\' & “b” \u202edlrow\u0000\n';

export const NASTY_TEXTS: DrillReport = {
  ...STUCK,
  site: `a-very-long-name-of-a-site.${'another-label-of-a-long-name.'.repeat(5)}example.com`,
  by: 'x'.repeat(400),
  reason: NASTY + 'because we talked about it in the meeting '.repeat(9),
};

export const REPORTS = {
  PASSED,
  LONG_STAY,
  DNS_DID_NOT_MOVE,
  STUCK,
  NO_PAGE,
  BECAME_FAILOVER,
  NEVER_FLIPPED,
  AT_ONCE,
  NASTY_TEXTS,
} as const;

const DAY_MS = 86_400_000;
const someMs = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.integer({ min: 0, max: 60_000 }),
  fc.integer({ min: 0, max: 1_800_000 }),
  fc.integer({ min: -5_000, max: 4 * DAY_MS }),
);
const anyMark = fc.option(
  someMs.map((ms) => epochMs(FLIP + ms)),
  { freq: 5 },
);

/** Any report that the types allow, in any order, as close together and as far apart as it may be. */
export const anyReport: fc.Arbitrary<DrillReport> = fc.record({
  site: fc.constant('www.example.com'),
  id: fc.constant('0f6c2b1e'),
  by: fc.constant('maria'),
  reason: fc.constant('quarterly rehearsal'),
  startedAt: fc.integer({ min: -60_000, max: 0 }).map((ms) => epochMs(FLIP + ms)),
  endedAt: someMs.map((ms) => epochMs(FLIP + ms)),
  outcome: fc.constantFrom('passed', 'failed', 'became-failover'),
  stopped: fc.constantFrom(
    null,
    'dns-did-not-move',
    'secondary-failed',
    'primary-failed',
    'cancelled',
  ),
  marks: fc.record({
    flipped: anyMark,
    checkers: anyMark,
    nameServers: anyMark,
    page: anyMark,
    restoring: anyMark,
    restored: anyMark,
  }),
  rto: fc.record({
    expected: fc.record({
      detectMs: fc.nat(DAY_MS),
      moveMs: fc.nat(DAY_MS),
      cachesMs: fc.nat(DAY_MS),
    }),
    measuredMoveMs: fc.option(fc.nat(DAY_MS)),
  }),
});

function only(marks: DrillMarks): Partial<DrillMarks> {
  return Object.fromEntries(Object.entries(marks).filter(([, at]) => at !== null));
}
