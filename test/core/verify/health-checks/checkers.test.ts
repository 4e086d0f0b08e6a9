import type { CheckerObservation, HealthCheck } from '../../../../lib/core/verify/snapshot.ts';
import {
  ENDPOINT_CHECK,
  healthySnapshot,
  MONITOR_SEEN,
  PARENT_CHECK,
  PRIMARY_RECORD,
  SECONDARY_RECORD,
  SWITCH_CHECK,
} from '../../../fixtures/snapshot.ts';
import {
  findingIn,
  HEALTHY,
  troubleIn,
  type World,
  withChecks,
  withEndpoint,
  withSitePrimary,
  withSwitch,
} from '../breaks.ts';

/** So many of the checkers say healthy. */
const saying = (healthy: number, all: number): CheckerObservation[] =>
  Array.from({ length: all }, (_, index) => ({
    region: 'eu-west-1',
    address: `192.0.2.${index}`,
    isHealthy: index < healthy,
    text: '',
  }));
const withMonitor = (health: 'healthy' | 'unhealthy' | 'unknown', world: World): World => ({
  ...world,
  snapshot: {
    ...world.snapshot,
    monitor: { ok: true, value: { ...MONITOR_SEEN, health } },
  },
});
const atSwitch = (switched: 'primary' | 'secondary' | 'unknown', world: World): World => ({
  ...world,
  snapshot: { ...world.snapshot, switched },
});
const BLOCKED = withEndpoint({ checkers: saying(2, 16) });

test.each<[string, World, string[]]>([
  ['see a healthy primary, as we do', HEALTHY, []],
  ['are 3 of 16 that see one, which is enough', withEndpoint({ checkers: saying(3, 16) }), []],
  ['are kept out of a healthy primary', BLOCKED, ['health-checks.checkers-agree fail']],
  ['see the outage that we see', withMonitor('unhealthy', BLOCKED), []],
  [
    'see no outage where we do',
    withMonitor('unhealthy', HEALTHY),
    ['health-checks.checkers-agree warn'],
  ],
  ['see something where we do not know', withMonitor('unknown', BLOCKED), []],
  ['have not reported', withEndpoint({ checkers: [] }), ['health-checks.checkers unknown']],
  ['were not asked', withEndpoint({ checkers: null }), ['health-checks.checkers unknown']],
  [
    'see an object that is not there',
    withSwitch({ checkers: saying(3, 16) }),
    ['health-checks.switch-seen fail'],
  ],
  ['are too few to see one', withSwitch({ checkers: saying(2, 16) }), []],
  [
    'do not see the object that is there',
    atSwitch('secondary', HEALTHY),
    ['health-checks.switch-seen warn'],
  ],
  [
    'see the object that is there',
    atSwitch('secondary', withSwitch({ checkers: saying(16, 16) })),
    [],
  ],
  [
    'see an object, and nobody knows whether it is there',
    atSwitch('unknown', withSwitch({ checkers: saying(16, 16) })),
    [],
  ],
  [
    'have not reported on the switch',
    withSwitch({ checkers: [] }),
    ['health-checks.switch-seen unknown'],
  ],
  ['were not asked about the switch', withSwitch({ checkers: null }), []],
])('when the checkers %s', (_name, world, trouble) => {
  expect(troubleIn(world).filter((id) => !id.startsWith('ourselves.'))).toEqual(trouble);
});

describe('of two addresses', () => {
  const ADDRESSES = ['203.0.113.10', '203.0.113.11'];
  const two = (first: HealthCheck['checkers'], second: HealthCheck['checkers']): World => {
    const endpoints = [first, second].map((checkers, index) => ({
      ...ENDPOINT_CHECK,
      id: `e${index + 1}`,
      ipAddress: ADDRESSES[index] ?? '',
      checkers,
    }));
    const switches = ['s1', 's2'].map((id) => ({ ...SWITCH_CHECK, id }));
    const parent = { ...PARENT_CHECK, childIds: ['e1', 'e2', 's1', 's2'], healthThreshold: 3 };
    return {
      ...withSitePrimary({ where: { kind: 'addresses', addresses: ADDRESSES } }),
      snapshot: healthySnapshot({
        records: { ok: true, value: [{ ...PRIMARY_RECORD, values: ADDRESSES }, SECONDARY_RECORD] },
        healthChecks: withChecks(parent, ...endpoints, ...switches).snapshot.healthChecks,
      }),
    };
  };

  test.each<[string, World, string[]]>([
    ['one is enough to be healthy', two(saying(0, 16), saying(16, 16)), []],
    ['one that was asked is enough to know', two(null, saying(16, 16)), []],
    ['one that was not asked may be healthy', two(null, saying(0, 16)), []],
    [
      'one that nobody has reported on may be healthy',
      two([], saying(0, 16)),
      ['health-checks.checkers unknown'],
    ],
    [
      'both are needed to be unhealthy',
      two(saying(0, 16), saying(0, 16)),
      ['health-checks.checkers-agree fail'],
    ],
    ['none that was asked is not known', two(null, null), ['health-checks.checkers unknown']],
  ])('%s', (_name, world, trouble) => {
    expect(troubleIn(world)).toEqual(trouble);
  });

  test('only those that were asked are told of', () => {
    expect(findingIn(two(null, saying(16, 16)), 'health-checks.checkers')?.seen).toBe(
      '16 of 16 checkers find 203.0.113.11 healthy: to Route 53 it is healthy',
    );
  });
});

test('their view and ours are told together', () => {
  expect(findingIn(BLOCKED, 'health-checks.checkers-agree')).toMatchObject({
    seen: '2 of 16 checkers find 203.0.113.10 healthy: to Route 53 it is unhealthy; to Understudy the primary is healthy',
    why: expect.stringContaining('firewall'),
    mend: expect.stringContaining('get-health-check-status --health-check-id endpoint'),
  });
  expect(findingIn(withMonitor('unhealthy', HEALTHY), 'health-checks.checkers-agree')?.why).toBe(
    'Route 53 by itself would leave visitors on a primary that Understudy finds broken.',
  );
});

test('nothing is compared where nobody looked, or could not', () => {
  for (const monitor of [null, { ok: false, why: 'access denied' }] as const) {
    const world = { ...BLOCKED, snapshot: { ...BLOCKED.snapshot, monitor } };
    expect(findingIn(world, 'health-checks.checkers-agree')).toBeUndefined();
  }
});

test('what the checkers see of the switch is told, with a word about patience', () => {
  expect(findingIn(HEALTHY, 'health-checks.switch-seen')?.seen).toBe(
    'the object is absent: 0 of 4 checkers of switch see one',
  );
  expect(findingIn(atSwitch('secondary', HEALTHY), 'health-checks.switch-seen')?.mend).toContain(
    'Within a minute of a flip that is normal.',
  );
});
