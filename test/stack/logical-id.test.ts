import fc from 'fast-check';
import { logicalId } from '../../lib/stack/logical-id.ts';

test.each([
  ['SiteBucket', ['www.example.com'], 'SiteBucketForwwwDotexampleDotcom'],
  ['SiteBucket', ['my-site.example.com'], 'SiteBucketFormyDashsiteDotexampleDotcom'],
  ['EndpointCheck', ['a.com', '2001:db8::1'], 'EndpointCheckForaDotcomFor2001Colondb8ColonColon1'],
  ['EmailSubscription', ['Ops+web@a.com'], 'EmailSubscriptionForX4fXpsX2bXwebAtaDotcom'],
])('%s for %j is %s', (kind, names, id) => {
  expect(logicalId(kind, ...names)).toBe(id);
});

/** Short names of pieces that could be mistaken for what a logical id is made of. */
const PIECES = ['a', '.', 'Dot', '-', '@', 'At', 'For', '_', 'X', '5f', 'X5fX', '\u05fa'];
const anyName = fc.string({ unit: fc.constantFrom(...PIECES), minLength: 1, maxLength: 3 });
const anyNames = fc.array(anyName, { minLength: 1, maxLength: 2 });

test('two things never share a logical id, and CloudFormation takes each', () => {
  fc.assert(
    fc.property(anyNames, anyNames, (one, other) => {
      const id = logicalId('SiteBucket', ...one);
      expect(id).toMatch(/^[A-Za-z0-9]+$/);
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      expect(id === logicalId('SiteBucket', ...other)).toBe(isSame);
    }),
    { numRuns: 5_000 },
  );
});

test('two names are not one longer name', () => {
  fc.assert(
    fc.property(anyName, anyName, (one, other) => {
      expect(logicalId('SiteBucket', one, other)).not.toBe(logicalId('SiteBucket', one + other));
    }),
  );
});
