import { type Health, UNKNOWN_HEALTH } from '../../lib/core/probing/health.ts';
import type { ProbeResult } from '../../lib/core/probing/probe.ts';
import { epochMs, plusMs } from '../../lib/core/time.ts';
import { probeLine } from '../../lib/render/probe-line.ts';
import { healthyProbe, unhealthyProbe } from '../support/probes.ts';

const DAY_MS = 86_400_000;
const AT = epochMs(Date.UTC(2026, 10, 22, 18, 5, 9));
const HEALTHY: Health = { status: 'healthy', since: AT, run: { verdict: 'healthy', length: 9 } };
const DOUBTED: Health = { status: 'healthy', since: AT, run: { verdict: 'unhealthy', length: 2 } };
const phasesMs = {
  resolve: null,
  connect: 1.12,
  tls: null,
  firstByte: 9.81,
  transfer: 0.4,
  total: 12.34,
};

test.each<[string, ProbeResult, Health, string]>([
  [
    'a fresh success',
    { ...healthyProbe({ at: AT }), phasesMs },
    HEALTHY,
    '18:05:09  healthy       200     12.3 ms  203.0.113.10  fresh   (connect 1.1, first byte 9.8, transfer 0.4)',
  ],
  [
    'a pooled success, on an IPv6 address',
    {
      ...healthyProbe({ at: AT, fresh: false, address: '2001:db8::10' }),
      phasesMs: { ...phasesMs, connect: null, total: 2_000 },
    },
    HEALTHY,
    '18:05:09  healthy       200   2000.0 ms  2001:db8::10  pooled  (first byte 9.8, transfer 0.4)',
  ],
  [
    'a failure that is not believed yet',
    {
      ...unhealthyProbe({ at: AT }),
      phasesMs: { ...phasesMs, connect: null, firstByte: null, transfer: null, total: 0.81 },
    },
    DOUBTED,
    '18:05:09  unhealthy       -      0.8 ms  203.0.113.10  fresh   connection refused: connect ECONNREFUSED  [healthy, 2 unhealthy in a row]',
  ],
  [
    'a success that was slow, with a certificate that should be renewed by now',
    {
      ...healthyProbe({ at: AT }),
      phasesMs,
      isSlow: true,
      certificate: { issuer: 'An authority', validFrom: AT, validTo: plusMs(AT, 20.5 * DAY_MS) },
    },
    HEALTHY,
    '18:05:09  healthy       200     12.3 ms  203.0.113.10  fresh   (connect 1.1, first byte 9.8, transfer 0.4)  slow  certificate expires in 20 days',
  ],
])('%s', (_name, result, health, line) => {
  expect(probeLine(result, health)).toBe(line);
});

test('before anything is known there is no run to tell', () => {
  expect(probeLine(healthyProbe({ at: AT }), UNKNOWN_HEALTH)).not.toContain('[');
});
