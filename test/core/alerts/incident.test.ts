import {
  CLAIM_MS,
  claim,
  dueEvent,
  follow,
  type Incident,
  isUnheard,
  NO_INCIDENT,
  NOTHING_TOLD,
  type Presence,
  type Standing,
  type Telling,
  told,
  unclaim,
} from '../../../lib/core/alerts/incident.ts';
import { epochMs, plusMs } from '../../../lib/core/time.ts';
import { openSince, overAt, toldAt, untoldSince } from '../../support/incidents.ts';

const NOON = epochMs(43_200_000);
const MINUTE_MS = 60_000;
const minute = (minutes: number) => plusMs(NOON, minutes * MINUTE_MS);

const TELLING: Telling = {
  openAfterMs: 0,
  settleForMs: 5 * MINUTE_MS,
  tellsEnd: true,
  remindEveryMs: 30 * MINUTE_MS,
  escalateAfterMs: 15 * MINUTE_MS,
};
const STANDING: Standing = { gravity: 2, acknowledged: null, awaitsMore: false };
const due = (
  incident: Incident,
  minutes: number,
  change: { readonly telling?: Partial<Telling>; readonly standing?: Partial<Standing> } = {},
) =>
  dueEvent(
    incident,
    { ...TELLING, ...change.telling },
    { ...STANDING, ...change.standing },
    minute(minutes),
  );

describe('what is wrong is followed', () => {
  const OPEN = untoldSince(NOON);
  const OVER = overAt(NOON, minute(2));
  test.each<[string, Incident, Presence, Incident]>([
    ['it begins', NO_INCIDENT, 'present', { ...untoldSince(minute(3)) }],
    ['nothing is wrong', NO_INCIDENT, 'absent', NO_INCIDENT],
    ['it goes on', OPEN, 'present', OPEN],
    [
      'it is over',
      OPEN,
      'absent',
      { state: 'over', since: NOON, until: minute(3), told: NOTHING_TOLD },
    ],
    ['it stays over', OVER, 'absent', OVER],
    ['it comes back before its end was told', OVER, 'present', openSince(NOON)],
    ['nobody knows, and nothing was wrong', NO_INCIDENT, 'unknown', NO_INCIDENT],
    ['nobody knows, and it was there', OPEN, 'unknown', OPEN],
    ['nobody knows, and it was over', OVER, 'unknown', OVER],
  ])('%s', (_name, before, presence, expected) => {
    expect(follow(before, presence, minute(3))).toEqual(expected);
  });
});

describe('people are told', () => {
  test.each<[string, Incident, number, string | null]>([
    ['nothing where nothing is wrong', NO_INCIDENT, 0, null],
    ['at once of what began', untoldSince(NOON), 0, 'opened'],
    ['nothing more once they know', openSince(NOON), 14, null],
    ['others, when nobody has acknowledged', openSince(NOON), 15, 'escalated'],
    [
      'others only once',
      openSince(NOON, { escalatedAt: minute(15), latestAt: minute(15) }),
      44,
      null,
    ],
    [
      'again, when it goes on and the latest message is long ago',
      openSince(NOON, { escalatedAt: minute(15), latestAt: minute(15) }),
      45,
      'reminder',
    ],
    ['when it has become graver', openSince(NOON, { gravity: 1 }), 1, 'worse'],
    ['not that it has become less grave', openSince(NOON, { gravity: 3 }), 1, null],
    [
      'of the beginning first, where it is over by now',
      { state: 'over', since: NOON, until: minute(1), told: NOTHING_TOLD },
      9,
      'opened',
    ],
    ['not of an end that may not last', overAt(NOON, minute(10)), 14, null],
    ['of an end that has lasted', overAt(NOON, minute(10)), 15, 'resolved'],
    [
      'of nothing while somebody is telling it',
      openSince(NOON, { gravity: 1, claimedAt: NOON }),
      0.9,
      null,
    ],
    [
      'by another when who was telling it has died',
      openSince(NOON, { gravity: 1, claimedAt: NOON }),
      1,
      'worse',
    ],
  ])('%s', (_name, incident, minutes, expected) => {
    expect(due(incident, minutes)).toBe(expected);
  });

  test.each<[string, Incident, number, Parameters<typeof due>[2], string | null]>([
    [
      'of what has lasted',
      untoldSince(NOON),
      5,
      { telling: { openAfterMs: 5 * MINUTE_MS } },
      'opened',
    ],
    [
      'not of what has not',
      untoldSince(NOON),
      4,
      { telling: { openAfterMs: 5 * MINUTE_MS } },
      null,
    ],
    [
      'not that an end comes before what it waits for',
      overAt(NOON, NOON),
      60,
      { standing: { awaitsMore: true } },
      null,
    ],
    [
      'of no end where nobody needs to hear of it',
      overAt(NOON, NOON),
      60,
      { telling: { tellsEnd: false } },
      'forget',
    ],
    [
      'of it once, where nobody is to be reminded',
      openSince(NOON),
      9_999,
      { telling: { remindEveryMs: null, escalateAfterMs: null } },
      null,
    ],
    [
      'not what they have acknowledged',
      openSince(NOON),
      60,
      { standing: { acknowledged: { at: minute(1), gravity: 2 } } },
      null,
    ],
    [
      'what is graver than what they have acknowledged',
      openSince(NOON),
      60,
      { standing: { gravity: 3, acknowledged: { at: minute(1), gravity: 2 } } },
      'worse',
    ],
    [
      'what was told after they had acknowledged another',
      openSince(NOON),
      60,
      { standing: { acknowledged: { at: plusMs(NOON, -1), gravity: 3 } } },
      'escalated',
    ],
  ])('%s, with what applies then', (_name, incident, minutes, change, expected) => {
    expect(due(incident, minutes, change)).toBe(expected);
  });

  test('never of what was shorter than they want to hear of', () => {
    const short: Incident = { state: 'over', since: NOON, until: minute(4), told: NOTHING_TOLD };
    const telling = { openAfterMs: 5 * MINUTE_MS };
    expect(due(short, 8, { telling })).toBeNull();
    expect(due(short, 9, { telling })).toBe('forget');
  });
});

describe('what the service accepted', () => {
  test('is not due again, and what is counted is counted', () => {
    const opened = told(claim(untoldSince(NOON), NOON), 'opened', 2, minute(0));
    expect(opened).toEqual(openSince(NOON));
    const escalated = told(opened, 'escalated', 2, minute(15));
    expect(escalated).toEqual(openSince(NOON, { escalatedAt: minute(15), latestAt: minute(15) }));
    const reminded = told(escalated, 'reminder', 1, minute(45));
    expect(reminded).toMatchObject({ told: { reminders: 1, latestAt: minute(45), gravity: 2 } });
    expect(told(reminded, 'worse', 3, minute(46))).toMatchObject({ told: { gravity: 3 } });
  });

  test('as the end ends the incident', () => {
    expect(told(overAt(NOON, minute(1)), 'resolved', 2, minute(9))).toBe(NO_INCIDENT);
  });
});

test('a claim is given back when nothing was accepted, and there is none where nothing is wrong', () => {
  const claimed = claim(untoldSince(NOON), NOON);
  expect(due(claimed, 0)).toBeNull();
  expect(due(unclaim(claimed), 0)).toBe('opened');
  expect(claim(NO_INCIDENT, NOON)).toBe(NO_INCIDENT);
  expect(CLAIM_MS).toBeGreaterThan(10_000);
  expect(toldAt(NOON).claimedAt).toBeNull();
});

test.each<[string, Incident, boolean]>([
  ['came and went untold', overAt(NOON, minute(2), { openedAt: null }), true],
  ['goes on untold', untoldSince(NOON), false],
  ['people know of', overAt(NOON, minute(2)), false],
  [
    'somebody died while telling, so that people may know of it',
    overAt(NOON, minute(2), { openedAt: null, claimedAt: NOON }),
    false,
  ],
  ['never was', NO_INCIDENT, false],
])('whether nobody heard of an incident that %s', (_name, incident, expected) => {
  expect(isUnheard(incident)).toBe(expected);
});
