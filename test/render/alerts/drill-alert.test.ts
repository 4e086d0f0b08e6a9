import fc from 'fast-check';
import type { DrillReport } from '../../../lib/core/drill.ts';
import { epochMs } from '../../../lib/core/time.ts';
import type { Message } from '../../../lib/core/world.ts';
import {
  type DrillStart,
  drillEndedAlert,
  drillStartedAlert,
} from '../../../lib/render/alerts/drill-alert.ts';
import {
  anyReport,
  BECAME_FAILOVER,
  DNS_DID_NOT_MOVE,
  FLIP,
  NASTY,
  PASSED,
  STUCK,
} from '../drill/drill-reports.ts';

const START: DrillStart = {
  site: 'www.example.com',
  by: 'maria',
  reason: 'quarterly rehearsal',
  stayMs: 60_000,
  withinMs: 300_000,
  startedAt: epochMs(FLIP - 1_200),
  now: epochMs(FLIP - 1_200),
};
const ended = (report: DrillReport) =>
  drillEndedAlert({ report, now: epochMs(report.endedAt + 1_000) });

test('a drill is announced: what visitors will see, for how long, and how to stop it', () => {
  const { subject, body, attributes, data } = drillStartedAlert(START);
  expect(subject).toBe(
    'DRILL www.example.com rehearsal 11-22 18:05Z: started, 1 min on the secondary',
  );
  expect(body).toMatch(/^DRILL: nothing is broken\. Visitors of www\.example\.com are being moved/);
  expect(body).toContain(`- started: 2026-11-22 18:05:08 UTC
- by: maria
- reason: quarterly rehearsal
`);
  expect(body.replaceAll('\n', ' ')).toContain('DNS has 5 min to move in either direction');
  expect(body).toContain(`End the drill now and bring visitors back:
  npx sls invoke -f failover -d '{"action":"failback","site":"www.example.com","reason":"the drill has to stop"}'
Follow it:
  npx sls invoke -f failover -d '{"action":"status","site":"www.example.com"}'
  dig +short www.example.com
`);
  expect(attributes).toEqual({
    site: 'www.example.com',
    event: 'drill-started',
    severity: 'info',
  });
  expect(data.isDrill).toBe(true);
});

test('its end is told with the outcome first and every moment, in the thread of its beginning', () => {
  const { subject, body, attributes, data } = ended(PASSED);
  expect(subject).toBe(
    'DRILL www.example.com rehearsal 11-22 18:05Z: passed, secondary after 9.8 s',
  );
  expect(body).toMatch(
    /^DRILL: this was a drill of www\.example\.com\. The drill passed: visitors\sgot\s/,
  );
  expect(body).toContain('Visitors get the primary again.');
  expect(body).toContain(`- flip: 0.0 s, at 18:05:09 (the switch was put)
- checkers: 2.1 s, at 18:05:11 (enough checkers saw the switch)
- name servers: 7.4 s, at 18:05:16 (all answered with the secondary)
- page: 9.8 s, at 18:05:19 (the secondary's page came)
- restoring: 69.9 s, at 18:06:19 (the switch was removed)
- restored: 82.0 s, at 18:06:31 (all answered with the primary)
Visitors of a dead primary wait 97.8 s for the secondary: 28.0 s to
detect it, 9.8 s to move, 60.0 s in caches. Expected: 98.0 s.
The move was 0.2 s quicker than expected.
`);
  expect(attributes).toEqual({ site: 'www.example.com', event: 'drill-passed', severity: 'info' });
  expect(data.thread).toBe(
    drillStartedAlert({ ...START, startedAt: PASSED.startedAt }).data.thread,
  );
});

test.each<[string, DrillReport, string, Message['attributes']['severity'], string]>([
  ['failed', STUCK, 'failed (dns did not move)', 'critical', '"action":"failback"'],
  ['failed and is back', DNS_DID_NOT_MOVE, 'failed (dns did not move)', 'critical', '"verify"'],
  ['failed, nobody knows why', { ...STUCK, stopped: null }, 'failed', 'critical', '"verify"'],
  [
    'became a failover',
    BECAME_FAILOVER,
    'no drill any more, it became a failover',
    'critical',
    '"action":"failback"',
  ],
])('a drill that %s says what to do', (_name, report, subject, severity, command) => {
  const message = ended(report);
  expect(message.subject).toBe(`DRILL www.example.com rehearsal 11-22 18:05Z: ${subject}`);
  expect(message.attributes.severity).toBe(severity);
  expect(message.body).toContain('\nWHAT UNDERSTUDY DOES\n');
  expect(message.body).toContain(command);
});

test('a drill that is back on the primary does not tell anybody to fail back', () => {
  expect(ended(DNS_DID_NOT_MOVE).body).not.toContain('failback');
});

test('what was not measured is not claimed', () => {
  const { body } = ended(DNS_DID_NOT_MOVE);
  expect(body).toContain('- page: not observed\n');
  expect(body).toContain('expected to wait 98.0 s');
});

test('a name with a quote in it stays one word to the shell', () => {
  const { body } = drillStartedAlert({ ...START, site: "x'; rm -rf y" });
  expect(body).toContain(`"site":"x'\\''; rm -rf y"`);
  expect(body).toContain(`dig +short 'x'\\''; rm -rf y'`);
});

test('every subject is announced as a drill and accepted by SNS', () => {
  const anySite = fc.oneof(fc.string({ unit: 'binary', maxLength: 120 }), fc.constant(NASTY));
  fc.assert(
    fc.property(anyReport, anySite, fc.nat(2_000_000_000), (report, site, stayMs) => {
      for (const { subject, body } of [
        drillStartedAlert({ ...START, site, stayMs }),
        ended({ ...report, site }),
      ]) {
        expect(subject).toMatch(/^DRILL [ -~]{1,93}$/);
        expect(body).toMatch(/^DRILL/);
        expect(body).not.toMatch(/NaN|undefined|Infinity/);
      }
    }),
  );
});
