import { EXPECTED } from '../../../fixtures/snapshot.ts';
import { findingIn, HEALTHY, troubleIn, type World, withSnapshot, withSwitch } from '../breaks.ts';

const WRONG = ['health-checks.switch-object fail'];
const domainUnknown = (world: World): World => ({
  ...world,
  snapshot: { ...world.snapshot, expected: { ...EXPECTED, switchDomain: null } },
});

test.each<[string, World, string[]]>([
  ["asks for the site's switch", HEALTHY, []],
  ['asks for the switch of another site', withSwitch({ path: '/switch/shop.example.com' }), WRONG],
  ['asks for the root of the bucket', withSwitch({ path: null }), WRONG],
  ['asks another bucket', withSwitch({ domainName: 'other.s3.eu-west-1.amazonaws.com' }), WRONG],
  ['asks an address', withSwitch({ ipAddress: '192.0.2.1' }), WRONG],
  ['asks another port', withSwitch({ port: 8443 }), WRONG],
  ['asks the usual port by saying none', withSwitch({ port: null }), []],
  ['wants a connection only', withSwitch({ type: 'TCP', path: null }), WRONG],
  ['wants a text in the object', withSwitch({ type: 'HTTPS_STR_MATCH', port: null }), WRONG],
  ['speaks HTTP, as in the rehearsal', withSwitch({ type: 'HTTP', port: 80 }), []],
  [
    'asks another bucket, and nobody knows the right one',
    domainUnknown(withSwitch({ domainName: 'other.s3.eu-west-1.amazonaws.com' })),
    [],
  ],
  [
    'asks for another path, and nobody knows the right bucket',
    domainUnknown(withSwitch({ path: '/www.example.com' })),
    WRONG,
  ],
])('when the check on the switch %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

test('every departure is told, and the command that mends it', () => {
  const world = withSwitch({ path: '/', domainName: 'other.s3.eu-west-1.amazonaws.com' });
  expect(findingIn(world, 'health-checks.switch-object')).toMatchObject({
    seen: 'switch asks for /, the switch is /switch/www.example.com and switch asks other.s3.eu-west-1.amazonaws.com, the switch is at understudy-switch.s3.eu-west-1.amazonaws.com',
    mend: expect.stringContaining(
      'aws route53 update-health-check --health-check-id switch --fully-qualified-domain-name understudy-switch.s3.eu-west-1.amazonaws.com --resource-path /switch/www.example.com',
    ),
  });
});

test('without a switch there is nothing to compare', () => {
  const world = withSnapshot({ healthChecks: { ok: true, value: [] } });
  expect(findingIn(world, 'health-checks.switch-object')).toBeUndefined();
});
