import fc from 'fast-check';
import {
  dueEvent,
  follow,
  type Incident,
  NO_INCIDENT,
  told,
} from '../../lib/core/alerts/incident.ts';
import { tellingOf } from '../../lib/core/alerts/telling.ts';
import { epochMs } from '../../lib/core/time.ts';
import {
  followVerification,
  notReadyGravity,
  notReadyPresence,
  toldOf,
  type Verified,
  verificationNews,
} from '../../lib/core/verified.ts';
import type { Finding, Outcome } from '../../lib/core/verify/finding.ts';

const MINUTES = 60_000;
const NEVER_AGAIN = { criticalMs: null, warningMs: null };
const finding = (id: string, outcome: Outcome): Finding => ({
  id,
  outcome,
  seen: 'seen',
  why: 'why',
  mend: null,
});

const TELLING = tellingOf('not-ready', { remind: NEVER_AGAIN, escalation: null });

/** One verification every five minutes; what was told is remembered as the controller does it. */
function play(rounds: readonly (readonly Finding[])[], phase: 'on-primary' | 'on-secondary') {
  let before: Verified | null = null;
  let incident: Incident = NO_INCIDENT;
  return rounds.map((findings, index) => {
    const at = epochMs(index * 5 * MINUTES);
    const next: Verified = followVerification(before, findings, at, phase);
    const look = notReadyPresence(before, next);
    incident = follow(incident, look.presence, look.at);
    const known = incident.state === 'none' ? 0 : incident.told.gravity;
    const standing = {
      gravity: notReadyGravity(next, known),
      acknowledged: null,
      awaitsMore: false,
    };
    const event = dueEvent(incident, TELLING, standing, at);
    before = next;
    if (event === null || event === 'forget') return null;
    incident = told(incident, event, standing.gravity, at);
    const said = event === 'resolved' ? [] : toldOf(next.told, next.confirmed);
    before = { ...next, told: said };
    return { event, ...verificationNews(next) };
  });
}

const pass = [finding('records.ttl', 'pass'), finding('website.html', 'pass')];
const ttl = [finding('records.ttl', 'fail'), finding('website.html', 'pass')];
const html = [finding('records.ttl', 'pass'), finding('website.html', 'fail')];
const both = [finding('records.ttl', 'fail'), finding('website.html', 'fail')];
const unseen = [finding('records.readable', 'unknown'), finding('website.html', 'pass')];

test.each<[string, readonly (readonly Finding[])[], readonly (string | null)[]]>([
  ['nothing fails', [pass, pass, pass], [null, null, null]],
  ['a check fails once', [pass, ttl, pass, pass], [null, null, null, null]],
  ['a check fails for good', [pass, ttl, ttl, ttl], [null, null, 'opened +records.ttl', null]],
  ['it fails from the beginning', [ttl, ttl, ttl], [null, 'opened +records.ttl', null]],
  [
    'it is mended',
    [ttl, ttl, pass, pass, pass],
    [null, 'opened +records.ttl', null, 'resolved -records.ttl', null],
  ],
  [
    'it passes once in between',
    [ttl, ttl, pass, ttl, ttl],
    [null, 'opened +records.ttl', null, null, null],
  ],
  [
    'another one follows',
    [ttl, ttl, both, both, both],
    [null, 'opened +records.ttl', null, 'worse +website.html', null],
  ],
  [
    'one of two is mended, and then the other',
    [both, both, ttl, ttl, pass, pass],
    [
      null,
      'opened +records.ttl +website.html',
      null,
      null,
      null,
      'resolved -records.ttl -website.html',
    ],
  ],
  [
    'one is mended while another begins',
    [ttl, ttl, html, html, pass, pass],
    [
      null,
      'opened +records.ttl',
      null,
      'worse +website.html -records.ttl',
      null,
      'resolved -records.ttl -website.html',
    ],
  ],
  [
    'it comes back after all was well',
    [ttl, ttl, pass, pass, ttl, ttl],
    [null, 'opened +records.ttl', null, 'resolved -records.ttl', null, 'opened +records.ttl'],
  ],
  [
    'nobody could look for a while',
    [ttl, ttl, unseen, unseen, ttl],
    [null, 'opened +records.ttl', null, null, null],
  ],
])('when %s, people hear of it once', (_name, rounds, expected) => {
  expect(play(rounds, 'on-primary').map(textOf)).toEqual(expected);
});

test('while visitors are on the secondary, only what is wrong with it is told', () => {
  const news = play([both, both, both], 'on-secondary').map(textOf);
  expect(news).toEqual([null, 'opened +website.html', null]);
});

test('the place where visitors go is named first', () => {
  const [, opened] = play([both, both], 'on-primary');
  expect(opened?.failing).toEqual(['website.html', 'records.ttl']);
});

test('two looks within a minute are one', () => {
  const first = followVerification(null, ttl, epochMs(0), 'on-primary');
  const second = followVerification(first, ttl, epochMs(59_999), 'on-primary');
  expect(notReadyPresence(first, second).presence).toBe('unknown');
  expect(second.confirmed).toEqual([]);
  const third = followVerification(first, ttl, epochMs(60_000), 'on-primary');
  expect(notReadyPresence(first, third)).toEqual({ presence: 'present', at: epochMs(0) });
  expect(third.confirmed).toEqual(['records.ttl']);
});

test('people always end up knowing what fails, and never hear the same twice', () => {
  const outcomes = fc.constantFrom<Outcome>('pass', 'pass', 'fail', 'fail', 'warn', 'unknown');
  const round = fc
    .tuple(outcomes, outcomes, outcomes)
    .map((three) => three.map((outcome, index) => finding(`website.check-${index}`, outcome)));
  let mended = 0;
  fc.assert(
    fc.property(fc.array(round, { minLength: 30, maxLength: 60 }), (rounds) => {
      const last = rounds.at(-1) ?? [];
      const settled = last.filter(({ outcome }) => outcome !== 'unknown');
      const calm = settled.length === last.length ? [...rounds, last, last] : rounds;
      const news = play(calm, 'on-primary').filter((one) => one !== null);
      let known: string[] = [];
      for (const { event, failing, added } of news) {
        expect(event === 'opened').toBe(known.length === 0);
        expect(event === 'resolved').toBe(failing.length === 0);
        if (event !== 'resolved') expect(added).not.toEqual([]);
        expect(added.filter((id) => known.includes(id))).toEqual([]);
        known = event === 'resolved' ? [] : [...known, ...added];
      }
      if (calm === rounds) return;
      const failing = last.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
      if (failing.length === 0 && news.length > 0) mended += 1;
      expect(failing.filter((id) => !known.includes(id))).toEqual([]);
      if (failing.length === 0) expect(known).toEqual([]);
    }),
  );
  expect(mended).toBeGreaterThan(0);
});

/** `worse +new -mended`; null where nothing was told. */
const textOf = (news: ReturnType<typeof play>[number]): string | null =>
  news === null
    ? null
    : [news.event, ...news.added.map((id) => `+${id}`), ...news.mended.map((id) => `-${id}`)].join(
        ' ',
      );
