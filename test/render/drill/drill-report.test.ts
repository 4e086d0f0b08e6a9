import fc from 'fast-check';
import type { DrillReport } from '../../../lib/core/drill.ts';
import { drillReportText } from '../../../lib/render/drill/drill-report.ts';
import {
  AT_ONCE,
  anyReport,
  BECAME_FAILOVER,
  DNS_DID_NOT_MOVE,
  LONG_STAY,
  marksAt,
  NASTY_TEXTS,
  NEVER_FLIPPED,
  NO_PAGE,
  PASSED,
  STUCK,
} from './drill-reports.ts';

test('a drill that passed says so first, and then when everything was', () => {
  expect(drillReportText(PASSED)).toBe(`\
The drill passed: visitors got the secondary 9.8 s after the flip, and
the primary again 12.1 s after the restore.

TIMELINE (after the flip; clock in UTC, 2026-11-22)
         0.0 s  18:05:09  flip          the switch was put
         2.1 s  18:05:11  checkers      enough checkers saw the switch
         7.4 s  18:05:16  name servers  all answered with the secondary
         9.8 s  18:05:19  page          the secondary's page came
        69.9 s  18:06:19  restoring     the switch was removed
        82.0 s  18:06:31  restored      all answered with the primary

RECOVERY TIME (how long visitors of a dead primary wait)
              expected    this drill
  detect        28.0 s        28.0 s  computed from the settings
  move          10.0 s         9.8 s  measured, from switch to page
  caches        60.0 s        60.0 s  computed, the TTL
  sum           98.0 s        97.8 s
The move was 0.2 s quicker than expected.

WHO AND WHY
- site: www.example.com
- by: maria
- reason: quarterly rehearsal
- started: 2026-11-22 18:05:08 UTC
- ended: 2026-11-22 18:06:32 UTC
- drill: 0f6c2b1e`);
});

test('a drill that failed says what stopped it, what that means and what to do', () => {
  expect(drillReportText(STUCK)).toContain(`\
The drill failed: the name servers did not go back to the primary in
time. Visitors may still get the secondary: the primary was not seen to
be back.

WHAT IT MEANS
The way out works and the way back does not. Route 53 goes back once its
own endpoint check finds the primary healthy: look at that check, and at
what its checkers are told.

WHAT TO DO
See whom visitors get, and remove the switch if it still stands:
  dig +short www.example.com
  npx sls invoke -f failover -d '{"action":"failback","site":"www.example.com","reason":"the drill failed"}'
See what stands in the way of a failover, and how to mend it:
  npx sls invoke -f failover -d '{"action":"verify","site":"www.example.com"}'
Mend it, and run the drill again: until one has passed, do not count on
a failover.
`);
});

const flat = (report: DrillReport): string => drillReportText(report).replace(/\s+/g, ' ');

const { page, ...beforePage } = PASSED.marks;
const { restored, ...beforeRestored } = PASSED.marks;

test.each<[string, DrillReport, string]>([
  [
    'it became a failover',
    BECAME_FAILOVER,
    'The drill became a failover: the primary failed meanwhile, so visitors stay on the secondary.',
  ],
  [
    'it became a failover on the way back',
    { ...BECAME_FAILOVER, marks: { ...PASSED.marks, restored: null } },
    'so visitors are moved to the secondary.',
  ],
  [
    'DNS did not move',
    DNS_DID_NOT_MOVE,
    'The drill failed: the name servers did not answer with the secondary in time. Visitors get the primary again.',
  ],
  ['checkers saw the switch and DNS did not move', DNS_DID_NOT_MOVE, 'so look at the records'],
  [
    'no checker saw the switch',
    { ...DNS_DID_NOT_MOVE, marks: marksAt({ flipped: 0, restoring: 300_000 }) },
    'so look at the switch check first',
  ],
  [
    'DNS moved and the page did not come',
    { ...DNS_DID_NOT_MOVE, marks: { ...beforePage, page: null } },
    'the name servers answered with the secondary, but its page did not come in time.',
  ],
  [
    'DNS went back too late',
    { ...STUCK, marks: PASSED.marks },
    'did not go back to the primary in time. Visitors get the primary again.',
  ],
  ['the secondary had no page', NO_PAGE, 'The drill failed: the secondary did not serve its page.'],
  [
    'the secondary lost its page',
    { ...NO_PAGE, marks: PASSED.marks },
    'The drill failed: the secondary stopped serving its page.',
  ],
  [
    'it was cancelled before the flip',
    NEVER_FLIPPED,
    'The drill was cancelled: an operator ended it before its time. Visitors got the primary all the time.',
  ],
  [
    'nobody knows what stopped it',
    { ...STUCK, stopped: null },
    'The drill failed: not all of its moments were observed.',
  ],
  [
    'a drill that passed was not seen to end',
    { ...PASSED, marks: { ...beforeRestored, restored: null } },
    'The drill passed: visitors got the secondary 9.8 s after the flip.',
  ],
])('when %s', (_name, report, sentence) => {
  expect(flat(report)).toContain(sentence);
});

test('a moment that was not observed is said to be so, and not left out', () => {
  const text = drillReportText(NO_PAGE);
  expect(text).toContain('\n  not observed            checkers\n');
  expect(text).toContain('\n  not observed            page\n');
  expect(text).toContain('move          10.0 s  not observed');
  expect(text).toContain('sum           98.0 s  not observed');
});

test('times are counted from the start when there was no flip', () => {
  expect(drillReportText(NEVER_FLIPPED)).toContain('TIMELINE (after the start;');
});

test('times are as exact as they are worth', () => {
  expect(flat(LONG_STAY)).toContain('30 min 9 s 18:35:19 restoring');
  expect(flat(AT_ONCE)).toContain('visitors got the secondary 50 ms after the flip');
  expect(flat(AT_ONCE)).toContain('The move took as long as expected.');
});

test('a slow move is said to be slower than expected', () => {
  expect(flat({ ...PASSED, rto: { ...PASSED.rto, measuredMoveMs: 42_500 } })).toContain(
    'The move was 32.5 s slower than expected.',
  );
});

test('texts from outside stay on one line, are cut, and cannot turn what follows', () => {
  const text = drillReportText(NASTY_TEXTS);
  for (const trick of ['\u0000', '\u202e']) expect(text).not.toContain(trick);
  expect(text).toContain(`${'x'.repeat(297)}...`);
});

test('whatever was observed, the columns stand and no number is missing', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const text = drillReportText(report);
      expect(text).not.toMatch(/NaN|undefined|Infinity|null/);
      const rows = text.match(
        /^ {2}.{12} {2}(\d\d:\d\d:\d\d| {8}) {2}(flip|checkers|name s|page|restor).*$/gm,
      );
      expect(rows).toHaveLength(6);
      for (const row of rows ?? []) expect(row.length).toBeLessThanOrEqual(72);
    }),
  );
});
