import fc from 'fast-check';
import { withLoadBalancerAddresses } from '../../lib/core/load-balancer-addresses.ts';
import { servedBy } from '../../lib/core/served.ts';
import type { Site } from '../../lib/core/site.ts';
import { nameServerAnswer, SITE } from '../fixtures/snapshot.ts';
import { behindLoadBalancer, siteNamed } from '../support/sites.ts';

const BALANCED = siteNamed('www.example.com', {}, behindLoadBalancer);
const WEBSITE = '198.51.100.20';
const served = (
  site: Site,
  known: readonly string[],
  ...answers: readonly (readonly string[])[]
) => {
  const given = answers.map((addresses, index) => nameServerAnswer(index, { addresses }));
  return servedBy(given, withLoadBalancerAddresses(site, given, known), [WEBSITE]);
};

test.each<[string, string, Site, readonly string[], readonly (readonly string[])[]]>([
  ['the addresses that we know', 'primary', BALANCED, ['192.0.2.1'], [['192.0.2.1']]],
  [
    'one of them, and one that it has got since',
    'primary',
    BALANCED,
    ['192.0.2.1', '192.0.2.2'],
    [['192.0.2.2', '192.0.2.3']],
  ],
  [
    'new ones beside known ones from one name server, and the new ones alone from another',
    'primary',
    BALANCED,
    ['192.0.2.1'],
    [['192.0.2.1', '192.0.2.3'], ['192.0.2.3']],
  ],
  ['none that we know', 'neither', BALANCED, ['192.0.2.1'], [['192.0.2.3']]],
  ['the secondary', 'secondary', BALANCED, ['192.0.2.1'], [[WEBSITE]]],
  ['both targets', 'mixed', BALANCED, ['192.0.2.1'], [['192.0.2.1'], [WEBSITE]]],
  [
    'an address that sites.yml does not have, where it has them all',
    'neither',
    SITE,
    ['203.0.113.10'],
    [['203.0.113.10', '192.0.2.3']],
  ],
])('name servers that answer with %s serve %s', (_name, expected, site, known, answers) => {
  expect(served(site, known, ...answers)).toBe(expected);
});

test('however a load balancer changes, it is recognised as long as one address of each answer is known', () => {
  const anyAddress = fc.integer({ min: 1, max: 30 }).map((last) => `192.0.2.${last}`);
  const anyAddresses = fc.uniqueArray(anyAddress, { minLength: 1, maxLength: 8 });
  const anyAnswers = fc.array(anyAddresses, { minLength: 4, maxLength: 8 });
  fc.assert(
    fc.property(anyAddresses, anyAnswers, fc.nat(), (known, strangers, pick) => {
      const one = known[pick % known.length] ?? '';
      expect(served(BALANCED, known, ...strangers.map((each) => [...each, one]))).toBe('primary');
    }),
  );
});
