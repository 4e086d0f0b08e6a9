import { Tally } from '../../../lib/app/window/tally.ts';
import { EXPECT_ANY } from '../../../lib/core/probing/expect.ts';
import type { ProbeResult } from '../../../lib/core/probing/probe.ts';
import { epochMs, plusMs } from '../../../lib/core/time.ts';
import { healthyProbe } from '../../support/probes.ts';
import { siteNamed } from '../../support/sites.ts';

const DAY_MS = 86_400_000;
const NOON = epochMs(43_200_000);
const SITE = siteNamed('a.example.com');
const BUDGETED = {
  ...SITE,
  primary: { ...SITE.primary, expect: { ...EXPECT_ANY, slowAfterMs: 500 } },
};

const expiringIn = (days: number): ProbeResult => ({
  ...healthyProbe({ at: NOON }),
  certificate: { issuer: 'An authority', validFrom: NOON, validTo: plusMs(NOON, days * DAY_MS) },
});
const valuesOf = (tally: Tally, name: string) =>
  tally.metrics(NOON).find((metric) => metric.name === name)?.values;

test('slow probes are counted where there is a latency budget', () => {
  const tally = new Tally(BUDGETED);
  tally.add('203.0.113.10', { ...healthyProbe(), isSlow: true });
  tally.add('203.0.113.10', healthyProbe());
  expect(tally.slow).toBe(1);
  expect(valuesOf(tally, 'ProbesSlow')).toEqual([1]);
  expect(valuesOf(new Tally(SITE), 'ProbesSlow')).toBeUndefined();
});

test('of several certificates the first to expire is told, and none without TLS', () => {
  const tally = new Tally(SITE);
  tally.add('203.0.113.10', healthyProbe());
  expect(valuesOf(tally, 'CertificateDaysLeft')).toBeUndefined();
  for (const days of [30.5, 12.2, 60]) tally.add('203.0.113.10', expiringIn(days));
  expect(valuesOf(tally, 'CertificateDaysLeft')).toEqual([12]);
  tally.add('203.0.113.11', expiringIn(-1.5));
  expect(valuesOf(tally, 'CertificateDaysLeft')).toEqual([-2]);
});

test('what did not happen is not written, so that it is not billed', () => {
  const tally = new Tally(BUDGETED);
  tally.add('203.0.113.10', healthyProbe());
  tally.status = 'healthy';
  expect(tally.metrics(NOON).map(({ name }) => name)).toEqual(['ProbeLatency', 'PrimaryHealthy']);
});
