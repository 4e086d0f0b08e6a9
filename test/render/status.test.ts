import { epochMs, plusMs } from '../../lib/core/time.ts';
import { type Status, statusText } from '../../lib/render/status.ts';

const AT = epochMs(Date.UTC(2026, 10, 22, 18, 5, 9));
const STATUS: Status = {
  site: 'www.example.com',
  at: AT,
  evidence: {
    primary: 'unhealthy',
    primarySince: plusMs(AT, -250_000),
    secondary: 'healthy',
    served: 'secondary',
    switched: 'primary',
    blind: false,
  },
  failover: {
    phase: 'on-secondary',
    since: plusMs(AT, -200_000),
    flips: [],
    held: true,
    reason: 'dns-confirmed',
  },
  incident: { state: 'open', since: plusMs(AT, -250_000), openedTold: true },
  health: {
    '203.0.113.10': {
      status: 'unhealthy',
      since: plusMs(AT, -250_000),
      run: { verdict: 'unhealthy', length: 50 },
    },
  },
  lastWindowAt: plusMs(AT, -12_000),
  verified: { at: plusMs(AT, -60_000), pass: 40, warn: 1, fail: 0, unknown: 2 },
};

test('a site at a glance', () => {
  expect(statusText(STATUS)).toBe(`www.example.com at 2026-11-22 18:05:09 UTC

served     secondary
primary    unhealthy since 2026-11-22 18:00:59 UTC (4 min 10 s ago)
           203.0.113.10 unhealthy since 2026-11-22 18:00:59 UTC (4 min
           10 s ago)
secondary  healthy
phase      on-secondary since 2026-11-22 18:01:49 UTC (3 min 20 s ago)
reason     The name servers answer with the target.
hold       an operator holds the site
incident   open since 2026-11-22 18:00:59 UTC (4 min 10 s ago)
monitor    latest window 12 s ago
verified   1 min ago: 0 fail, 2 unknown, 1 warn, 40 pass`);
});

test('what is not known is said to be', () => {
  const text = statusText({
    ...STATUS,
    evidence: { ...STATUS.evidence, primary: 'unknown', primarySince: null, blind: true },
    failover: { ...STATUS.failover, held: false, reason: null },
    incident: { state: 'none' },
    health: {},
    lastWindowAt: null,
    verified: null,
  });
  expect(text).toContain('primary    unknown\n');
  expect(text).toContain('hold       none\nincident   none\nmonitor    blind, no window yet\n');
  expect(text).toContain('verified   never');
  expect(text).not.toContain('reason');
});
