import { follow, type IncidentEvent, NO_INCIDENT } from '../../../lib/core/alerts/incident.ts';
import type { Reason, Served } from '../../../lib/core/failover.ts';
import { initialFailoverState } from '../../../lib/core/failover.ts';
import { plusMs } from '../../../lib/core/time.ts';
import { blockedAlert } from '../../../lib/render/alerts/blocked-alert.ts';
import { SITE } from '../../fixtures/snapshot.ts';
import { openSince } from '../../support/incidents.ts';
import { AT, EVIDENCE, HOLD } from '../situations.ts';

const blocked = (
  reason: Reason,
  { event = 'opened', served = 'primary' }: { event?: IncidentEvent; served?: Served } = {},
) =>
  blockedAlert(event, {
    site: SITE,
    incident: event === 'opened' ? follow(NO_INCIDENT, 'present', AT) : openSince(AT),
    failover: { ...initialFailoverState(AT), reason, hold: reason === 'held' ? HOLD : null },
    evidence: { ...EVIDENCE, served },
    now: plusMs(AT, 1_800_000),
  });
const flat = ({ body }: { readonly body: string }) => body.replaceAll('\n', ' ');

test('a failover that a rule blocks says what visitors get, which rule, and how to get past it', () => {
  const message = blocked('cooling-down');
  expect(message.subject).toBe(
    'www.example.com FAILOVER BLOCKED 11-22 18:05Z: latest flip is too recent',
  );
  expect(message.body).toMatch(/^Visitors of www\.example\.com /);
  expect(flat(message)).toContain('The latest flip is too recent: the cooldown is not over.');
  expect(message.body).toContain(
    `  npx sls invoke -f failover -d '{"action":"failover","site":"www.example.com","reason":"the primary fails","override":["cooling-down"]}'`,
  );
  expect(message.body).toContain('"action":"acknowledge"');
  expect(message.attributes).toEqual({
    site: 'www.example.com',
    event: 'blocked-opened',
    severity: 'critical',
  });
});

test('a reminder carries the rule of that moment, in the same thread', () => {
  const first = blocked('cooling-down');
  const reminder = blocked('daily-limit', { event: 'reminder' });
  expect(reminder.data.thread).toBe(first.data.thread);
  expect(reminder.subject.split(': ')[0]).toBe(first.subject.split(': ')[0]);
  expect(reminder.subject).toContain('still: too many flips today');
  expect(flat(reminder)).toContain('this is reminder 1');
});

test('it is told in the thread of the outage, and says in its first words what the outage is', () => {
  const outageSince = plusMs(AT, -9_000);
  const { subject, data } = blockedAlert('opened', {
    site: SITE,
    incident: follow(NO_INCIDENT, 'present', AT),
    failover: { ...initialFailoverState(AT), reason: 'cooling-down' },
    evidence: { ...EVIDENCE, outageSince },
    now: AT,
  });
  expect(subject).toMatch(/ OUTAGE 11-22 18:0\dZ: failover blocked: latest flip is too recent$/);
  expect(data.thread).toBe(`www.example.com/outage/${new Date(outageSince).toISOString()}`);
  expect(data.id).toBe(`www.example.com/blocked/${new Date(AT).toISOString()}/opened`);
});

test('who is told because nobody else answers is told so', () => {
  const message = blocked('cooling-down', { event: 'escalated' });
  expect(flat(message)).toMatch(/nobody has acknowledged it/);
});

test('an order to fail over overrides the rule that it is about', () => {
  expect(blocked('cooling-down').body).toContain(
    '"reason":"the primary fails","override":["cooling-down"]}',
  );
});

test('a hold is named, since somebody has to end it', () => {
  expect(flat(blocked('held'))).toContain('a hold by ada until it is released (a migration)');
});

test('where Route 53 has failed over by itself, nobody is asked to', () => {
  const message = blocked('cooling-down', { served: 'secondary' });
  expect(flat(message)).toContain('Route 53 has moved them by itself');
  expect(message.body).not.toContain('"action":"failover"');
});

test.each(['primary', 'mixed', 'neither', 'unknown'] as const)(
  'when the name servers answer with %s, the first words say so',
  (served) => {
    const others = (['primary', 'mixed', 'neither', 'unknown'] as const).filter(
      (one) => one !== served,
    );
    const lead = (one: Served) => blocked('held', { served: one }).body.split('\n\n')[0];
    for (const other of others) expect(lead(other)).not.toBe(lead(served));
  },
);
