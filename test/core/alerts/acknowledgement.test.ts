import {
  acknowledgedOf,
  gravityOf,
  isAcknowledged,
  openIncidents,
  toldIncidents,
} from '../../../lib/core/alerts/acknowledgement.ts';
import { type Incident, NO_INCIDENT, NOTHING_TOLD } from '../../../lib/core/alerts/incident.ts';
import { tellingOf } from '../../../lib/core/alerts/telling.ts';
import { NOON, noon } from '../situations.ts';

const open = (told: Partial<typeof NOTHING_TOLD> = {}): Incident => ({
  state: 'open',
  since: noon(-60_000),
  told: { ...NOTHING_TOLD, ...told },
});
const KNOWN = open({ openedAt: noon(-30_000), latestAt: noon(-30_000), gravity: 2 });
const INCIDENTS = {
  outage: KNOWN,
  degraded: open(),
  drift: NO_INCIDENT,
  blocked: { ...KNOWN, state: 'over', until: NOON } as Incident,
};

test('only what goes on and what people were told of can be acknowledged', () => {
  expect(openIncidents(INCIDENTS).map((one) => one.class)).toEqual(['outage', 'degraded']);
  const told = toldIncidents(INCIDENTS);
  expect(told.map((one) => one.class)).toEqual(['outage']);
  expect(gravityOf(told)).toEqual({ outage: 2 });
});

const WORD = { by: 'ada', reason: 'I am on it', at: NOON, gravity: { outage: 2 } };
test.each([
  ['what it was said of', 'outage', KNOWN, WORD, true],
  ['nothing where nobody said so', 'outage', KNOWN, null, false],
  ['no other class', 'drift', KNOWN, WORD, false],
  ['nothing that has become graver', 'outage', open({ openedAt: NOON, gravity: 3 }), WORD, false],
  ['nothing that was told later', 'outage', open({ openedAt: noon(1), gravity: 1 }), WORD, false],
  ['nothing that nobody knows', 'outage', open(), WORD, false],
] as const)('it silences %s', (_name, kind, incident, word, isSilent) => {
  if (incident.state !== 'open') throw new Error('the table has open ones');
  expect(isAcknowledged({ class: kind, incident }, word)).toBe(isSilent);
});

test('each class has its own gravity', () => {
  expect(acknowledgedOf(WORD, 'outage')).toEqual({ at: NOON, gravity: 2 });
  expect(acknowledgedOf(WORD, 'drift')).toBeNull();
  expect(acknowledgedOf(null, 'outage')).toBeNull();
});

const ALERTS = {
  remind: { criticalMs: 30, warningMs: 1_440 },
  escalation: { afterMs: 15, topicArn: null, email: [] },
};
test.each([
  ['outage', 30, 15],
  ['not-ready', 1_440, null],
  ['hold-ending', null, null],
] as const)(
  '%s is told again and escalated by how bad it is',
  (kind, remindEveryMs, escalateAfterMs) => {
    expect(tellingOf(kind, ALERTS)).toMatchObject({ remindEveryMs, escalateAfterMs });
  },
);

test('one that is worse than its class is told like what it is, and nobody is told where nobody is named', () => {
  expect(tellingOf('drift', ALERTS, 'critical')).toMatchObject({
    remindEveryMs: 30,
    escalateAfterMs: 15,
  });
  expect(tellingOf('outage', { ...ALERTS, escalation: null }).escalateAfterMs).toBeNull();
});
