import fc from 'fast-check';
import { epochMs } from '../../lib/core/time.ts';
import { followVerification, type Verified, verificationNews } from '../../lib/core/verified.ts';
import type { Finding, Outcome } from '../../lib/core/verify/finding.ts';

const MINUTES = 60_000;
const finding = (id: string, outcome: Outcome): Finding => ({
  id,
  outcome,
  seen: 'seen',
  why: 'why',
  mend: null,
});

/** One verification every five minutes; what was told is remembered as the controller does it. */
function play(rounds: readonly (readonly Finding[])[], phase: 'on-primary' | 'on-secondary') {
  let before: Verified | null = null;
  return rounds.map((findings, index) => {
    const next: Verified = followVerification(before, findings, epochMs(index * 5 * MINUTES));
    const news = verificationNews(before, next, phase);
    before = news === null ? next : { ...next, told: news.failing };
    return news;
  });
}

const pass = [finding('records.ttl', 'pass'), finding('website.html', 'pass')];
const ttl = [finding('records.ttl', 'fail'), finding('website.html', 'pass')];
const both = [finding('records.ttl', 'fail'), finding('website.html', 'fail')];
const unseen = [finding('records.readable', 'unknown'), finding('website.html', 'pass')];

test.each<[string, readonly (readonly Finding[])[], readonly (readonly string[] | null)[]]>([
  ['nothing fails', [pass, pass, pass], [null, null, null]],
  ['a check fails once', [pass, ttl, pass, pass], [null, null, null, null]],
  ['a check fails for good', [pass, ttl, ttl, ttl], [null, null, ['records.ttl'], null]],
  ['it fails from the beginning', [ttl, ttl, ttl], [null, ['records.ttl'], null]],
  ['it is mended', [ttl, ttl, pass, pass, pass], [null, ['records.ttl'], null, [], null]],
  [
    'it passes once in between',
    [ttl, ttl, pass, ttl, ttl],
    [null, ['records.ttl'], null, null, null],
  ],
  [
    'another one follows',
    [ttl, ttl, both, both],
    [null, ['records.ttl'], null, ['records.ttl', 'website.html']],
  ],
  [
    'one of two is mended',
    [both, both, ttl, ttl],
    [null, ['records.ttl', 'website.html'], null, ['records.ttl']],
  ],
  [
    'nobody could look for a while',
    [ttl, ttl, unseen, unseen, ttl],
    [null, ['records.ttl'], null, null, null],
  ],
])('when %s, people hear of it once', (_name, rounds, told) => {
  expect(play(rounds, 'on-primary').map((news) => news?.failing ?? null)).toEqual(told);
});

test('while visitors are on the secondary, only what is wrong with it is told', () => {
  const told = play([both, both, both], 'on-secondary').map((news) => news?.failing ?? null);
  expect(told).toEqual([null, ['website.html'], null]);
});

test('two looks within a minute are one', () => {
  const first = followVerification(null, ttl, epochMs(0));
  const second = followVerification(first, ttl, epochMs(59_999));
  expect(verificationNews(first, second, 'on-primary')).toBeNull();
  const third = followVerification(first, ttl, epochMs(60_000));
  expect(verificationNews(first, third, 'on-primary')).toMatchObject({ added: ['records.ttl'] });
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
      const news = play(calm, 'on-primary');
      const told = news.flatMap((one) => (one === null ? [] : [one.failing.join()]));
      expect(told.every((text, index) => index === 0 || text !== told[index - 1])).toBe(true);
      if (calm === rounds) return;
      const failing = last.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
      if (failing.length === 0 && told.length > 0) mended += 1;
      expect(told.at(-1) ?? '').toBe(failing.join());
    }),
  );
  expect(mended).toBeGreaterThan(0);
});
