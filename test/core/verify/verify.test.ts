import { type Finding, type Outcome, worst } from '../../../lib/core/verify/finding.ts';
import { NOT_LOOKED_AT, secondaryReady, verify } from '../../../lib/core/verify/verify.ts';
import { DEEP_PAGE, healthySnapshot, SITE } from '../../fixtures/snapshot.ts';
import { findingsIn, HEALTHY, type World, withBucket, withPage, withSnapshot } from './breaks.ts';

test('each check has a name of its own and says its reason, also when it passes', () => {
  const findings = findingsIn(HEALTHY);
  expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
  expect(findings.length).toBeGreaterThan(40);
  for (const { id, seen, why } of findings) {
    expect(id).toMatch(
      /^(records|health-checks|bucket|website|dns|tls|alerts|ourselves|drill)\.[a-z0-9-]+$/,
    );
    expect(seen).not.toBe('');
    expect(why).toMatch(/^[A-Z].*\.$/);
  }
});

test('a pass needs no mending', () => {
  expect(findingsIn(HEALTHY).map(({ outcome, mend }) => ({ outcome, mend }))).toEqual(
    findingsIn(HEALTHY).map(() => ({ outcome: 'pass', mend: null })),
  );
});

test('nothing that was not looked at passes', () => {
  const findings = verify(SITE, { ...NOT_LOOKED_AT, takenAt: healthySnapshot().takenAt });
  expect(findings.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
    'records.readable unknown',
    'health-checks.readable unknown',
    'bucket.readable unknown',
    'website.readable unknown',
    'dns.readable unknown',
  ]);
});

const NO_ANSWER = { ok: false, why: 'timeout' } as const;
const TO_PRIMARY = { ...DEEP_PAGE, status: 302, headers: { location: 'http://203.0.113.10/' } };

test.each<[string, World, string]>([
  ['everything passes', HEALTHY, 'healthy'],
  ['only warnings', withPage({ totalMs: 3_000 }), 'healthy'],
  ['the page fails', withPage({ status: 403 }), 'unhealthy'],
  ['the bucket is not ours although it answers', withBucket({ region: null }), 'unhealthy'],
  [
    'the bucket could not be looked at',
    withSnapshot({ bucket: { ok: false, why: 'access denied' } }),
    'healthy',
  ],
  [
    'the page could not be looked at',
    withSnapshot({ page: { ok: false, why: 'timeout' } }),
    'unknown',
  ],
  [
    'a deep link could not be followed, nor the primary be seen',
    withSnapshot({ deepPage: NO_ANSWER, primaryPage: NO_ANSWER }),
    'healthy',
  ],
  [
    'a deep link leads back to the primary',
    withSnapshot({ deepPage: { ok: true, value: TO_PRIMARY } }),
    'unhealthy',
  ],
])('the secondary, when %s', (_name, world, status) => {
  expect(secondaryReady(findingsIn(world))).toBe(status);
});

const finding = (id: string, outcome: Outcome): Finding => ({
  id,
  outcome,
  seen: '',
  why: '',
  mend: null,
});

test('a fail elsewhere says nothing about the secondary, and no finding says nothing good', () => {
  expect(secondaryReady([finding('dns.ttl', 'fail'), finding('website.answers', 'pass')])).toBe(
    'healthy',
  );
  expect(secondaryReady([])).toBe('unknown');
  expect(
    secondaryReady([finding('website.answers', 'pass'), finding('website.https', 'unknown')]),
  ).toBe('unknown');
});

test.each<[Outcome[], Outcome]>([
  [[], 'unknown'],
  [['pass', 'pass'], 'pass'],
  [['pass', 'warn'], 'warn'],
  [['unknown', 'warn'], 'unknown'],
  [['fail', 'unknown', 'pass'], 'fail'],
])('the gravest of %j is %s', (outcomes, gravest) => {
  expect(worst(outcomes.map((outcome) => finding('any', outcome)))).toBe(gravest);
});
