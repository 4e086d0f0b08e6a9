import { siteCheckOf } from '../../../lib/core/adopt/site-check.ts';
import type { Site } from '../../../lib/core/site.ts';
import { SITE } from '../../fixtures/snapshot.ts';
import { at, siteNamed } from '../../support/sites.ts';
import { SWITCH_DOMAIN, stackChecks } from './zone-world.ts';

const two = siteNamed(SITE.name, {}, at('203.0.113.10', '203.0.113.11'));
const withExisting = (site: Site, ...healthCheckIds: readonly string[]): Site => ({
  ...site,
  primary: { ...site.primary, healthCheckIds },
});
const of = (site: Site, checks = stackChecks(site)) => siteCheckOf(site, checks, SWITCH_DOMAIN, []);
/** As deployed, but the endpoint checks ask something else. */
const otherQuestions = (site: Site) =>
  stackChecks(site).map((check) =>
    check.id.startsWith('endpoint') ? { ...check, ipAddress: null, port: 8080 } : check,
  );

test.each([
  ['the stack made', SITE],
  ['were there before', withExisting(SITE, 'endpoint')],
  ['were there before, one for each address', withExisting(two, 'endpoint', 'endpoint2')],
  ['were there before, in another order', withExisting(two, 'endpoint2', 'endpoint')],
])('the calculated check over endpoint checks that %s is found', (_name, site) => {
  expect(of(site)).toEqual({ found: 'one', id: 'parent' });
});

test('one over a check that was there before is found whatever that asks', () => {
  const site = withExisting(SITE, 'endpoint');
  expect(of(site, otherQuestions(site))).toEqual({ found: 'one', id: 'parent' });
  expect(of(SITE, otherQuestions(SITE))).toMatchObject({ found: 'none' });
});

test.each([
  ['one', withExisting(SITE, 'other')],
  ['one of two', withExisting(two, 'endpoint', 'other')],
])('where the stack has not got %s yet, nothing else is taken for it', (_name, site) => {
  expect(of(site)).toEqual({
    found: 'none',
    why: `no calculated health check stands over the switch and ${site.primary.healthCheckIds.join(', ')}`,
  });
});
