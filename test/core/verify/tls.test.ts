import { epochMs } from '../../../lib/core/time.ts';
import type { Look } from '../../../lib/core/verify/finding.ts';
import type { Certificate } from '../../../lib/core/verify/snapshot.ts';
import { healthySnapshot } from '../../fixtures/snapshot.ts';
import { findingIn, findingsIn, HEALTHY, troubleIn, type World, withSnapshot } from './breaks.ts';

const DAY_MS = 24 * 60 * 60_000;
const { takenAt } = healthySnapshot();

/** As the server showed it, so many days before it expires. */
const certificate = (daysLeft: number, problem: string | null = null): Look<Certificate> => ({
  ok: true,
  value: {
    names: ['www.example.com', 'example.com'],
    validFrom: epochMs(Date.UTC(2026, 0, 1)),
    validTo: epochMs(takenAt + daysLeft * DAY_MS),
    problem,
  },
});
const NO_ANSWER = { ok: false, why: 'connect ECONNREFUSED' } as const;
const GOOD = certificate(60);

const onPrimary = (look: Look<Certificate> | null): World =>
  withSnapshot({ certificates: { primary: look, secondary: GOOD } });
const onSecondary = (look: Look<Certificate> | null): World =>
  withSnapshot({ certificates: { primary: GOOD, secondary: look } });

test.each<[string, World, string[]]>([
  ['both are good', onPrimary(GOOD), []],
  ['only the primary has one', onSecondary(null), []],
  ["the primary's could not be seen", onPrimary(NO_ANSWER), ['tls.primary-valid unknown']],
  ["the secondary's could not be seen", onSecondary(NO_ANSWER), ['tls.secondary-valid unknown']],
  ['the primary has 14 days left', onPrimary(certificate(14)), []],
  ['the primary has less', onPrimary(certificate(13.9)), ['tls.primary-days warn']],
  ['the primary has 3 days left', onPrimary(certificate(3)), ['tls.primary-days warn']],
  ['the primary has less than 3', onPrimary(certificate(2.9)), ['tls.primary-days fail']],
  ['the secondary has a week left', onSecondary(certificate(7)), ['tls.secondary-days warn']],
  ['the secondary has a day left', onSecondary(certificate(1)), ['tls.secondary-days fail']],
  [
    "the primary's has expired",
    onPrimary(certificate(-1, 'CERT_HAS_EXPIRED')),
    ['tls.primary-valid fail', 'tls.primary-days fail'],
  ],
  [
    'one that it rests on has expired',
    onPrimary(certificate(60, 'CERT_HAS_EXPIRED')),
    ['tls.primary-valid fail'],
  ],
  [
    "the secondary's is for another name",
    onSecondary(certificate(60, 'ERR_TLS_CERT_ALTNAME_INVALID')),
    ['tls.secondary-valid fail'],
  ],
])('the certificates, when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

test('nothing is said of a site without HTTPS', () => {
  expect(findingsIn(HEALTHY).filter(({ id }) => id.startsWith('tls.'))).toEqual([]);
});

test.each([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'it is self-signed, and no browser trusts it'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'the server does not send the intermediate certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', "it is not for the site's name"],
  ['CERT_NOT_YET_VALID', 'it is not valid yet'],
  ['SOMETHING_NEW', 'browsers refuse it'],
])('%s is told in words', (code, words) => {
  expect(findingIn(onPrimary(certificate(60, code)), 'tls.primary-valid')?.seen).toBe(
    `${words} (${code}); it is for www.example.com and example.com`,
  );
});

test.each([
  ['is left', 2.5, '2 days left, until 2026-11-25'],
  ['is over', -1, 'expired on 2026-11-21'],
])('the days are counted when time %s', (_name, days, seen) => {
  expect(findingIn(onPrimary(certificate(days)), 'tls.primary-days')?.seen).toBe(seen);
});
