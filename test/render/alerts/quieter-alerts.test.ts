import { plusMs } from '../../../lib/core/time.ts';
import { certificateAlert } from '../../../lib/render/alerts/certificate-alert.ts';
import { degradedAlert } from '../../../lib/render/alerts/degraded-alert.ts';
import type { SiteFacts } from '../../../lib/render/alerts/site-facts.ts';
import { overAt } from '../../support/incidents.ts';
import { healthyProbe } from '../../support/probes.ts';
import { AT, flat, OPEN } from './site-facts.ts';

const DAY_MS = 24 * 60 * 60_000;
const over = { incident: overAt(AT, plusMs(AT, 600_000)), now: plusMs(AT, 1_200_000) };
const HEALTHY = { status: 'healthy', since: AT, run: null } as const;
const SLOW: SiteFacts = {
  ...OPEN,
  latest: [healthyProbe({ at: AT, totalMs: 1_900 })],
  monitor: {
    ...OPEN.monitor,
    health: { '203.0.113.10': HEALTHY },
    answers: { probes: 12, slow: 9, medianMs: 1_850.4 },
  },
};
const LAME: SiteFacts = {
  ...SLOW,
  monitor: {
    ...SLOW.monitor,
    answers: { probes: 12, slow: 0, medianMs: 9 },
    health: { '203.0.113.10': HEALTHY, '203.0.113.11': { ...HEALTHY, status: 'unhealthy' } },
  },
};
const endingIn = (days: number): SiteFacts => ({
  ...SLOW,
  monitor: {
    ...SLOW.monitor,
    certificate: {
      issuer: 'CN=R11',
      validFrom: plusMs(AT, -80 * DAY_MS),
      validTo: plusMs(SLOW.now, days * DAY_MS),
    },
  },
});

test.each<[string, SiteFacts, string]>([
  ['it is slow', SLOW, 'get the site, but not as they should: most answers are slow'],
  ['it is slow, in numbers', SLOW, '9 of 12 answers were slow'],
  ['an address is unhealthy', LAME, '1 of 2 addresses unhealthy'],
  [
    'an address is unhealthy, which',
    LAME,
    '- 203.0.113.11 unhealthy since 2026-11-22 18:05:09 UTC',
  ],
  ['an address is unhealthy, what to do', LAME, 'Mend the address, or take it out'],
])('a degraded site: when %s, it says so', (_name, facts, text) => {
  const message = degradedAlert('opened', facts);
  expect(flat(message.body)).toContain(text);
  expect(message.attributes).toMatchObject({ event: 'degraded-opened', severity: 'warning' });
});

test('a site that is not degraded any more is no call to do anything about an address', () => {
  const { body, attributes } = degradedAlert('resolved', { ...LAME, ...over });
  expect(flat(body)).toContain('get the site as they should again, after 10 min');
  expect(body).not.toContain('Mend the address');
  expect(attributes.severity).toBe('info');
});

test.each<[number, string, string]>([
  [9.5, 'ends in 9 days', 'from then on browsers let nobody in'],
  [1.5, 'ends in 1 day', 'notice nothing yet'],
  [0.5, 'ends within a day', 'notice nothing yet'],
  [-1, 'has ended', 'warned off by their browsers'],
])('a certificate with %d days left', (days, headline, lead) => {
  const { subject, body } = certificateAlert('opened', endingIn(days));
  expect(subject).toBe(`www.example.com certificate 11-22 18:05Z: ${headline}`);
  expect(flat(body)).toContain(lead);
  expect(body).toContain('openssl s_client -connect 203.0.113.10:80 -servername www.example.com');
});

test('a certificate that was renewed shows the new one, and asks for nothing', () => {
  const { body } = certificateAlert('resolved', { ...endingIn(90), ...over });
  expect(body).toContain('was renewed');
  expect(body).toContain('CN=R11');
  expect(body).not.toContain('openssl');
});

test('the days that are left are there for machines, too', () => {
  expect(certificateAlert('worse', endingIn(6.5)).data.facts).toMatchObject({ daysLeft: 6 });
});
