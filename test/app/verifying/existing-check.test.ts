import { verifySite } from '../../../lib/app/verifying/verify-site.ts';
import type { Site } from '../../../lib/core/site.ts';
import { ENDPOINT_CHECK, PARENT_CHECK, SWITCH_CHECK } from '../../fixtures/snapshot.ts';
import { makeFakeFailoverWorld } from '../../support/fake-failover-world.ts';
import { siteNamed } from '../../support/sites.ts';

const NEW = 'new-endpoint';
const BASE = siteNamed('www.example.com');
/** sites.yml names another check than the deployed one. */
const SITE: Site = { ...BASE, primary: { ...BASE.primary, healthCheckIds: [NEW] } };

test.each([
  [
    'exists, is told apart from one that nobody knows',
    [{ ...ENDPOINT_CHECK, id: NEW }],
    `${NEW} is not a child of parent`,
  ],
  ['does not exist, is told so', [], `there is no health check ${NEW} in this account`],
])('a health check that sites.yml names, hangs on no record and %s', async (_name, more, seen) => {
  const world = makeFakeFailoverWorld();
  const checks = [PARENT_CHECK, ENDPOINT_CHECK, SWITCH_CHECK, ...more];
  const listHealthChecks = async () => checks.map(({ checkers: _, ...check }) => check);
  const work = verifySite({ ...world.deps, listHealthChecks }, SITE);
  const { findings } = (await world.clock.finish(work)).verification;
  expect(findings.find(({ id }) => id === 'health-checks.existing')).toMatchObject({
    outcome: 'fail',
    seen,
  });
});
