import {
  ENDPOINT_CHECK,
  healthySnapshot,
  PARENT_CHECK,
  PRIMARY_RECORD,
  SECONDARY_RECORD,
  SWITCH_CHECK,
} from '../../../fixtures/snapshot.ts';
import {
  findingIn,
  troubleIn,
  type World,
  withParent,
  withSitePrimary,
  withSnapshot,
} from '../breaks.ts';

const TWO = ['203.0.113.10', '203.0.113.11'];
const twoAddresses = (threshold: number, switches: number): World => {
  const parent = {
    ...PARENT_CHECK,
    childIds: ['e1', 'e2', ...['s1', 's2'].slice(0, switches)],
    healthThreshold: threshold,
  };
  const checks = [
    parent,
    ...TWO.map((ipAddress, index) => ({ ...ENDPOINT_CHECK, id: `e${index + 1}`, ipAddress })),
    { ...SWITCH_CHECK, id: 's1' },
    { ...SWITCH_CHECK, id: 's2' },
  ];
  const world = withSitePrimary({ where: { kind: 'addresses', addresses: TWO } });
  const records = [{ ...PRIMARY_RECORD, values: TWO }, SECONDARY_RECORD];
  return {
    ...world,
    snapshot: healthySnapshot({
      records: { ok: true, value: records },
      healthChecks: { ok: true, value: checks },
    }),
  };
};

test.each<[string, World, string[]]>([
  ['the switch and one address make health', twoAddresses(3, 2), []],
  ['every child is needed', twoAddresses(4, 2), ['health-checks.threshold warn']],
  ['both addresses outvote the switch', twoAddresses(2, 1), ['health-checks.threshold fail']],
  ['the switch alone is enough', twoAddresses(2, 2), ['health-checks.threshold fail']],
])('with two addresses, when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

test.each([
  [
    'one of each',
    withParent({ healthThreshold: 1 }),
    'aws route53 update-health-check --health-check-id parent --health-threshold 2',
  ],
  [
    'two addresses and two switches',
    twoAddresses(4, 2),
    'aws route53 update-health-check --health-check-id parent --health-threshold 3',
  ],
  [
    'fewer switches than addresses',
    twoAddresses(2, 1),
    'Deploy to create 2 checks on the switch, as many as there are addresses.',
  ],
])('the threshold is mended for %s', (_name, world, mend) => {
  expect(findingIn(world, 'health-checks.threshold')?.mend).toBe(mend);
});

test('an address that no check watches is a warning', () => {
  const world = withSitePrimary(
    { where: { kind: 'addresses', addresses: TWO } },
    withSnapshot({
      records: { ok: true, value: [{ ...PRIMARY_RECORD, values: TWO }, SECONDARY_RECORD] },
    }),
  );
  expect(troubleIn(world)).toEqual(['health-checks.endpoint-target warn']);
  expect(findingIn(world, 'health-checks.endpoint-target')?.seen).toContain('203.0.113.11');
});
