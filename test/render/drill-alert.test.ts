import fc from 'fast-check';
import type { DrillReport } from '../../lib/core/drill.ts';
import { epochMs } from '../../lib/core/time.ts';
import type { Message } from '../../lib/core/world.ts';
import { type DrillStart, drillAlert } from '../../lib/render/drill-alert.ts';
import {
  anyReport,
  BECAME_FAILOVER,
  DNS_DID_NOT_MOVE,
  FLIP,
  NASTY,
  PASSED,
  STUCK,
} from './drill-reports.ts';

const START: DrillStart = {
  site: 'www.example.com',
  by: 'maria',
  reason: 'quarterly rehearsal',
  stayMs: 60_000,
  withinMs: 300_000,
  now: epochMs(FLIP - 1_200),
};

test('a drill is announced: what visitors will see, for how long, and how to stop it', () => {
  expect(drillAlert('started', START)).toEqual({
    subject: 'DRILL www.example.com: started, visitors get the secondary for 1 min',
    body: `\
This is a drill. Visitors of www.example.com are being moved to the
secondary, the static site, for 1 min, and then back to the primary.
Nothing is broken.

WHAT VISITORS WILL SEE
The static site in place of the primary: for 1 min once its page was
seen through DNS, and a little longer for those who keep an answer until
its TTL is over. DNS has 5 min to move in either direction; when it does
not, the drill ends and visitors go back to the primary.

WHO AND WHY
- by: maria
- reason: quarterly rehearsal
- started: 2026-11-22 18:05:08 UTC

HOW TO STOP IT
End the drill now and bring visitors back:
  npx sls invoke -f failover -d '{"action":"failback","site":"www.example.com","reason":"the drill has to stop"}'
Follow it:
  npx sls invoke -f failover -d '{"action":"status","site":"www.example.com"}'
  dig +short www.example.com

WHERE TO LOOK
docs/runbook.md#drill-started`,
    attributes: { site: 'www.example.com', event: 'drill-started', severity: 'info' },
  });
});

test('its end is told with the outcome first and every moment', () => {
  expect(drillAlert('ended', PASSED)).toEqual({
    subject: 'DRILL www.example.com: passed, secondary after 9.8 s',
    body: `\
This was a drill of www.example.com. The drill passed: visitors got the
secondary 9.8 s after the flip, and the primary again 12.1 s after the
restore.

TIMELINE
- flip: 0.0 s, at 18:05:09 (the switch was put)
- checkers: 2.1 s, at 18:05:11 (enough checkers saw the switch)
- name servers: 7.4 s, at 18:05:16 (all answered with the secondary)
- page: 9.8 s, at 18:05:19 (the secondary's page came)
- restoring: 69.9 s, at 18:06:19 (the switch was removed)
- restored: 82.0 s, at 18:06:31 (all answered with the primary)

RECOVERY TIME
Visitors of a dead primary wait 97.8 s for the secondary: 28.0 s to
detect it, 9.8 s to move, 60.0 s in caches. Expected: 98.0 s.
The move was 0.2 s quicker than expected.

WHO AND WHY
- site: www.example.com
- by: maria
- reason: quarterly rehearsal
- started: 2026-11-22 18:05:08 UTC
- ended: 2026-11-22 18:06:32 UTC
- drill: 0f6c2b1e

WHERE TO LOOK
docs/runbook.md#drill-ended`,
    attributes: { site: 'www.example.com', event: 'drill-ended', severity: 'info' },
  });
});

test.each<[string, DrillReport, string, Message['attributes']['severity'], string]>([
  ['failed', STUCK, 'failed (dns-did-not-move)', 'critical', '"action":"failback"'],
  ['failed and is back', DNS_DID_NOT_MOVE, 'failed (dns-did-not-move)', 'critical', '"verify"'],
  ['failed, nobody knows why', { ...STUCK, stopped: null }, 'failed', 'critical', '"verify"'],
  ['became a failover', BECAME_FAILOVER, 'became a failover', 'warning', '"action":"failback"'],
])('a drill that %s says what to do', (_name, report, subject, severity, command) => {
  const message = drillAlert('ended', report);
  expect(message.subject).toBe(`DRILL www.example.com: ${subject}`);
  expect(message.attributes.severity).toBe(severity);
  expect(message.body).toContain('\nWHAT IT MEANS\n');
  expect(message.body).toContain(command);
});

test('a drill that is back on the primary does not tell anybody to fail back', () => {
  expect(drillAlert('ended', DNS_DID_NOT_MOVE).body).not.toContain('failback');
});

test('what was not measured is not claimed', () => {
  const { body } = drillAlert('ended', DNS_DID_NOT_MOVE);
  expect(body).toContain('- page: not observed\n');
  expect(body).toContain('expected to wait 98.0 s');
});

test('a name with a quote in it stays one word to the shell', () => {
  const { body } = drillAlert('started', { ...START, site: "x'; rm -rf y" });
  expect(body).toContain(`"site":"x'\\''; rm -rf y"`);
  expect(body).toContain(`dig +short 'x'\\''; rm -rf y'`);
});

test('every subject is announced as a drill and accepted by SNS', () => {
  const anySite = fc.oneof(fc.string({ unit: 'binary', maxLength: 120 }), fc.constant(NASTY));
  fc.assert(
    fc.property(anyReport, anySite, fc.nat(2_000_000_000), (report, site, stayMs) => {
      for (const { subject, body } of [
        drillAlert('started', { ...START, site, stayMs }),
        drillAlert('ended', { ...report, site }),
      ]) {
        expect(subject).toMatch(/^DRILL [ -~]{1,93}$/);
        expect(body).not.toMatch(/NaN|undefined|Infinity/);
      }
    }),
  );
});
