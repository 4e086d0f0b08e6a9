import type { IncidentEvent } from '../../../lib/core/alerts/incident.ts';
import type { DisagreementKind, Views } from '../../../lib/core/disagreement.ts';
import { plusMs } from '../../../lib/core/time.ts';
import { DISAGREEMENT_TEXT, driftAlert } from '../../../lib/render/alerts/disagreement-alert.ts';
import { SITE } from '../../fixtures/snapshot.ts';
import { overAt, untoldSince } from '../../support/incidents.ts';
import { behindLoadBalancer } from '../../support/sites.ts';
import { AT } from '../situations.ts';

const VIEWS: Views = {
  phase: 'on-secondary',
  ours: 'healthy',
  checkers: 'unhealthy',
  served: 'primary',
  isFlipStuck: false,
  isFailoverInDoubt: false,
};
const alert = (
  kind: DisagreementKind | null,
  name: string = SITE.name,
  event: IncidentEvent = 'opened',
) =>
  driftAlert(event, {
    site: { ...SITE, name },
    kind,
    incident: event === 'resolved' ? overAt(AT, plusMs(AT, 240_000)) : untoldSince(AT),
    views: VIEWS,
    now: plusMs(AT, 250_000),
  });
const KINDS = Object.keys(DISAGREEMENT_TEXT) as DisagreementKind[];

test('it says what each of them sees, since when, and what it may be', () => {
  const { subject, body, attributes, data } = alert('primary-served');
  expect(subject).toBe('www.example.com drift 11-22 18:05Z: visitors get the primary');
  expect(attributes).toEqual({ site: SITE.name, event: 'drift-opened', severity: 'critical' });
  expect(data).toMatchObject({ class: 'drift', since: AT, facts: { kind: 'primary-served' } });
  expect(body).toContain(`SINCE WHEN AND HOW SURE
Since 2026-11-22 18:05:09 UTC (4 min 10 s ago).
- our probes: the primary is healthy
- Route 53's checkers: the primary is unhealthy
- the name servers answer with: primary
- Understudy's phase: on-secondary

WHAT UNDERSTUDY DOES
`);
  expect(body.replaceAll('\n', ' ')).toMatch(/[Tt]he switch stands/);
  expect(body).toContain('"action":"acknowledge"');
});

test('its end says how long it lasted, and asks nobody to do anything about it', () => {
  const opened = alert('primary-served');
  const { subject, body, attributes, data } = alert(null, SITE.name, 'resolved');
  expect(subject).toBe('www.example.com drift 11-22 18:05Z: over after 4 min');
  expect(attributes.severity).toBe('info');
  expect(data.thread).toBe(opened.data.thread);
  expect(body).toContain('From 2026-11-22 18:05:09 UTC (4 min 10 s ago) to 2026-11-22 18:09:09');
  expect(body).not.toContain('"action":"acknowledge"');
});

test.each<[DisagreementKind, string, 'critical' | 'warning']>([
  ['secondary-served', 'visitors get the secondary', 'warning'],
  ['primary-served', 'visitors get the primary', 'critical'],
  ['neither-served', 'visitors go elsewhere', 'critical'],
  ['flip-not-followed', 'the flip is not followed', 'warning'],
  ['primary-answers', 'primary fails at times', 'warning'],
  ['checkers-see-outage', 'Route 53 alone sees an outage', 'warning'],
  ['checkers-see-none', 'Route 53 sees no outage', 'warning'],
])(
  '%s: first comes what visitors get, and what is new ends the subject',
  (kind, subject, severity) => {
    const message = alert(kind);
    expect(message.subject).toBe(`www.example.com drift 11-22 18:05Z: ${subject}`);
    expect(message.attributes.severity).toBe(severity);
    expect(message.body).toMatch(/^(Some v|V)isitors\sof\swww\.example\.com\s/);
  },
);

test.each(KINDS)('%s: the subject is ASCII, short, and whole behind the longest name', (kind) => {
  const { subject } = alert(kind, `${'bücher-'.repeat(9)}.example.com`);
  expect(subject).toMatch(/^[ -~]{1,99}$/);
  expect(subject.endsWith(`: ${DISAGREEMENT_TEXT[kind].subject}`)).toBe(true);
});

test.each(KINDS)('%s: nothing but a command is wider than a mail client shows', (kind) => {
  for (const line of alert(kind).body.split('\n'))
    if (!line.startsWith('  ')) expect(line.length).toBeLessThanOrEqual(72);
});

test('behind a load balancer it speaks of target groups, since no checker of Route 53 watches it', () => {
  const { body } = driftAlert('opened', {
    site: { ...SITE, primary: { ...SITE.primary, where: behindLoadBalancer } },
    kind: 'secondary-served',
    incident: untoldSince(AT),
    views: { ...VIEWS, phase: 'on-primary', checkers: 'unknown', served: 'secondary' },
    now: plusMs(AT, 250_000),
  });
  expect(body).toMatch(/a target group of the load\s+balancer/);
  expect(body).not.toMatch(/firewall/);
  expect(alert('secondary-served').body).toMatch(/firewall/);
});
