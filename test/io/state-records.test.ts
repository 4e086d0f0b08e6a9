import * as fc from 'fast-check';
import { NOBODY_IS_TOLD } from '../../lib/core/alerts/alerts.ts';
import { NO_CONTROLLER_INCIDENTS } from '../../lib/core/alerts/controller-incidents.ts';
import { dueEvent, type Incident, NO_INCIDENT, type Told } from '../../lib/core/alerts/incident.ts';
import { INCIDENT_CLASSES } from '../../lib/core/alerts/incident-class.ts';
import { NEWS_KEPT_MAX, type News } from '../../lib/core/alerts/news.ts';
import { tellingOf } from '../../lib/core/alerts/telling.ts';
import type { AuditEntry, AuditEvent } from '../../lib/core/audit.ts';
import type { Disagreement, DisagreementKind } from '../../lib/core/disagreement.ts';
import type { Drill, DrillMarks, DrillReport, DrillStop } from '../../lib/core/drill.ts';
import type { FailoverState, FlipCause, Phase, Reason, Served } from '../../lib/core/failover.ts';
import { FLIPS_KEPT_MAX } from '../../lib/core/flip.ts';
import { activeHold, type Hold } from '../../lib/core/hold.ts';
import type { Health, HealthStatus } from '../../lib/core/probing/health.ts';
import { WINDOWS_MAX } from '../../lib/core/probing/lease.ts';
import {
  BrokenRecordError,
  type ControllerState,
  HEALTHY_WINDOWS_MAX,
  initialControllerState,
  type MonitorState,
  NO_SITE_INCIDENTS,
  type ShardState,
} from '../../lib/core/records.ts';
import { RULE_IDS, type RuleId } from '../../lib/core/rules.ts';
import { epochMs } from '../../lib/core/time.ts';
import {
  decodeAudit,
  decodeBudget,
  decodeController,
  decodeMonitor,
  decodeShard,
  encodeAudit,
  encodeBudget,
  encodeController,
  encodeMonitor,
  encodeShard,
  schemaOf,
} from '../../lib/io/state-records.ts';
import { controllerState, DRILL, HOLD, MONITOR, NEWS } from '../fixtures/records.ts';
import { openSince, overAt, untoldSince, withOutage } from '../support/incidents.ts';

/** All words of a union: the compiler asks for each of them, so that none goes untried. */
const all = <Word extends string>(words: Readonly<Record<Word, true>>): fc.Arbitrary<Word> =>
  fc.constantFrom(...(Object.keys(words) as Word[]));

const anyAt = fc.nat({ max: 4_000_000_000_000 }).map(epochMs);
const anyCount = fc.nat();

const anyHealth: fc.Arbitrary<Health> = fc.record({
  status: fc.constantFrom('unknown', 'healthy', 'unhealthy'),
  since: fc.option(anyAt),
  run: fc.option(
    fc.record({
      verdict: fc.constantFrom('healthy' as const, 'unhealthy' as const),
      length: fc.integer({ min: 1 }),
    }),
  ),
});

const anyTold: fc.Arbitrary<Told> = fc.record({
  openedAt: fc.option(anyAt),
  latestAt: fc.option(anyAt),
  reminders: anyCount,
  escalatedAt: fc.option(anyAt),
  gravity: anyCount,
  claimedAt: fc.option(anyAt),
});

const anyIncident: fc.Arbitrary<Incident> = fc.oneof(
  fc.constant({ state: 'none' as const }),
  fc.record({ state: fc.constant('open' as const), since: anyAt, told: anyTold }),
  fc.record({ state: fc.constant('over' as const), since: anyAt, until: anyAt, told: anyTold }),
);

const anyMonitor: fc.Arbitrary<MonitorState> = fc.record({
  health: fc.dictionary(fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain()), anyHealth, {
    noNullPrototype: true,
  }),
  incidents: fc.record({ outage: anyIncident, degraded: anyIncident, certificate: anyIncident }),
  lastHealthyAt: fc.option(anyAt),
  answers: fc.option(
    fc.record({
      probes: anyCount,
      slow: anyCount,
      medianMs: fc.double({ min: 0, max: 60_000, noNaN: true }).map(Math.abs),
    }),
  ),
  certificate: fc.option(fc.record({ issuer: fc.string(), validFrom: anyAt, validTo: anyAt })),
  lastWindowAt: fc.option(anyAt),
  blind: fc.boolean(),
  healthyWindows: anyCount,
  configDigest: fc.option(fc.string()),
});

const anyPhase = all<Phase>({
  'on-primary': true,
  'failing-over': true,
  'on-secondary': true,
  'failing-back': true,
});
/** The rules are the core's own list, so that a new one that cannot be written is found here. */
const anyRules = fc.subarray([...RULE_IDS]);
const anyReason: fc.Arbitrary<Reason> = fc.oneof(
  fc.constantFrom(...RULE_IDS),
  all<Exclude<Reason, RuleId>>({
    'primary-healthy': true,
    'primary-unknown': true,
    'primary-unhealthy': true,
    'secondary-preferred': true,
    'route53-failed-over': true,
    'primary-stable': true,
    'primary-relapsed': true,
    'awaiting-dns': true,
    'dns-confirmed': true,
    'dns-unconfirmed': true,
    'failback-manual': true,
    'awaiting-order': true,
    'primary-not-stable': true,
    ordered: true,
    'switched-by-hand': true,
    'stray-switch': true,
    drill: true,
    'drill-staying': true,
    'drill-over': true,
    'drill-stopped': true,
    'drill-became-failover': true,
  }),
);
const anyWords = fc.string();
const anyMs = fc.nat();

const anyHold: fc.Arbitrary<Hold> = fc.record({
  kind: all<Hold['kind']>({ hold: true, maintenance: true }),
  by: anyWords,
  reason: anyWords,
  since: anyAt,
  until: fc.option(anyAt),
});

const anyMarks: fc.Arbitrary<DrillMarks> = fc.record({
  flipped: fc.option(anyAt),
  checkers: fc.option(anyAt),
  nameServers: fc.option(anyAt),
  page: fc.option(anyAt),
  restoring: fc.option(anyAt),
  restored: fc.option(anyAt),
});
const anyStop: fc.Arbitrary<DrillStop | null> = fc.option(
  all<DrillStop>({
    'dns-did-not-move': true,
    'secondary-failed': true,
    'primary-failed': true,
    cancelled: true,
  }),
);
const anyExpected = fc.record({ detectMs: anyMs, moveMs: anyMs, cachesMs: anyMs });

const anyDrill: fc.Arbitrary<Drill> = fc.record({
  id: anyWords,
  site: fc.domain(),
  by: anyWords,
  reason: anyWords,
  startedAt: anyAt,
  stayMs: anyMs,
  withinMs: anyMs,
  switchCheckId: fc.option(anyWords),
  marks: anyMarks,
  badPages: anyCount,
  stopped: anyStop,
  expected: anyExpected,
});

const anyReport: fc.Arbitrary<DrillReport> = fc.record({
  site: fc.domain(),
  id: anyWords,
  by: anyWords,
  reason: anyWords,
  startedAt: anyAt,
  endedAt: anyAt,
  outcome: all<DrillReport['outcome']>({ passed: true, failed: true, 'became-failover': true }),
  stopped: anyStop,
  marks: anyMarks,
  rto: fc.record({ expected: anyExpected, measuredMoveMs: fc.option(anyMs) }),
});

const anyFailover: fc.Arbitrary<FailoverState> = fc.record({
  phase: anyPhase,
  since: anyAt,
  flips: fc.array(anyAt, { maxLength: FLIPS_KEPT_MAX }),
  cause: all<FlipCause>({ decision: true, order: true, drill: true }),
  overridden: anyRules,
  hold: fc.option(anyHold),
  drill: fc.option(anyDrill),
  lastDrill: fc.option(anyReport),
  reason: fc.option(anyReason),
});

const anyNews: fc.Arbitrary<News> = fc.record({
  kind: all<News['kind']>({
    moved: true,
    overridden: true,
    'drill-started': true,
    'drill-ended': true,
  }),
  phase: anyPhase,
  reason: anyReason,
  by: anyWords,
  overridden: anyRules,
  at: anyAt,
  claimedAt: fc.option(anyAt),
});

const anyDisagreement: fc.Arbitrary<Disagreement> = fc.record({
  kind: all<DisagreementKind>({
    'secondary-served': true,
    'primary-served': true,
    'neither-served': true,
    'flip-not-followed': true,
    'primary-answers': true,
    'checkers-see-outage': true,
    'checkers-see-none': true,
  }),
  since: anyAt,
});

const anyController: fc.Arbitrary<ControllerState> = fc.record({
  failover: anyFailover,
  untold: fc.array(anyNews, { maxLength: NEWS_KEPT_MAX }),
  verified: fc.option(
    fc.record({
      at: anyAt,
      pass: anyCount,
      warn: anyCount,
      fail: anyCount,
      unknown: anyCount,
      failing: fc.array(fc.string()),
      confirmed: fc.array(fc.string()),
      told: fc.array(fc.string()),
    }),
  ),
  disagreement: fc.option(anyDisagreement),
  incidents: fc.record({
    blocked: anyIncident,
    drift: anyIncident,
    'not-ready': anyIncident,
    'hold-ending': anyIncident,
    'drill-overdue': anyIncident,
  }),
  acknowledged: fc.option(
    fc.record({
      by: anyWords,
      reason: anyWords,
      at: anyAt,
      gravity: fc.record(
        Object.fromEntries(Object.keys(INCIDENT_CLASSES).map((kind) => [kind, anyCount])),
        { requiredKeys: [], noNullPrototype: true },
      ),
    }),
  ),
  seen: fc.option(
    fc.record({
      at: anyAt,
      served: all<Served>({
        primary: true,
        secondary: true,
        neither: true,
        mixed: true,
        unknown: true,
      }),
      secondary: all<HealthStatus>({ healthy: true, unhealthy: true, unknown: true }),
      checkers: fc.option(fc.record({ healthy: anyCount, total: anyCount, at: anyAt })),
    }),
  ),
});

const anyEntry: fc.Arbitrary<AuditEntry> = fc.record({
  site: fc.domain(),
  at: anyAt,
  event: all<AuditEvent>({
    'failover-begun': true,
    'failover-done': true,
    'failback-begun': true,
    'failback-done': true,
    'drill-begun': true,
    'drill-ended': true,
    hold: true,
    maintenance: true,
    release: true,
    acknowledge: true,
  }),
  by: anyWords,
  reason: fc.option(anyReason),
  words: fc.option(anyWords),
  phase: anyPhase,
  overridden: anyRules,
});

const anyShard: fc.Arbitrary<ShardState> = fc.record({
  windows: fc.array(fc.uuid(), { maxLength: WINDOWS_MAX }),
  blindness: anyIncident,
  broken: fc.dictionary(fc.domain(), anyIncident, { noNullPrototype: true }),
});

test('a monitor record comes back as it was written', () => {
  fc.assert(
    fc.property(anyMonitor, (state) => {
      expect(decodeMonitor(encodeMonitor(state))).toEqual(state);
    }),
  );
});

test('a controller record comes back as it was written, whatever happened to the site', () => {
  fc.assert(
    fc.property(anyController, (state) => {
      expect(decodeController(encodeController(state))).toEqual(state);
    }),
    { numRuns: 300 },
  );
});

test('an audit entry comes back as it was written', () => {
  fc.assert(
    fc.property(anyEntry, (entry) => {
      expect(decodeAudit(encodeAudit(entry))).toEqual(entry);
    }),
  );
});

test('the record of a shard comes back as it was written', () => {
  fc.assert(
    fc.property(anyShard, (state) => {
      expect(decodeShard(encodeShard(state))).toEqual(state);
    }),
  );
});

test('a shard with more windows than are kept is not guessed at', () => {
  const windows = Array<string>(WINDOWS_MAX + 1).fill('window');
  const text = JSON.stringify({ windows, blindness: { state: 'none' }, broken: {} });
  expect(() => decodeShard(text, 'shard record of #shard/0/1')).toThrow('windows: ');
});

/** Records as version 0.1 wrote them, letter by letter. */
describe('a record of schema 1', () => {
  const HEALTH_OF_0_1 =
    '"health":{"203.0.113.10":{"status":"healthy","since":5,"run":{"verdict":"unhealthy","length":2}}}';
  const controllerOf01 = (held: boolean, untold: string) =>
    `{"failover":{"phase":"on-secondary","since":1760000000000,"flips":[1759999000000],"held":${held},"reason":"failback-manual"},"untold":${untold},"verified":{"at":7,"pass":20,"warn":1,"fail":0,"unknown":0}}`;
  const SINCE = epochMs(1_760_000_000_000);
  const UPGRADED: ControllerState = {
    failover: {
      phase: 'on-secondary',
      since: SINCE,
      flips: [epochMs(1_759_999_000_000)],
      cause: 'decision',
      overridden: [],
      hold: null,
      drill: null,
      lastDrill: null,
      reason: 'failback-manual',
    },
    untold: [],
    verified: {
      at: epochMs(7),
      pass: 20,
      warn: 1,
      fail: 0,
      unknown: 0,
      failing: [],
      confirmed: [],
      told: [],
    },
    disagreement: null,
    incidents: NO_CONTROLLER_INCIDENTS,
    acknowledged: null,
    seen: null,
  };

  test.each<[string, string, Partial<MonitorState>]>([
    [
      'of before blindness was known',
      `{${HEALTH_OF_0_1},"incident":{"state":"none"},"lastWindowAt":7}`,
      {},
    ],
    [
      'of a monitor that sees',
      `{${HEALTH_OF_0_1},"incident":{"state":"none"},"lastWindowAt":7,"blind":false}`,
      {},
    ],
    [
      'of a blind one',
      `{${HEALTH_OF_0_1},"incident":{"state":"open","since":6,"openedTold":true},"lastWindowAt":7,"blind":true}`,
      { incidents: withOutage(openSince(epochMs(6), { gravity: 3 })), blind: true },
    ],
  ])('%s is that of a site that has long been armed', (_name, text, change) => {
    expect(decodeMonitor(text, 'monitor record', 1)).toEqual({
      health: {
        '203.0.113.10': {
          status: 'healthy',
          since: epochMs(5),
          run: { verdict: 'unhealthy', length: 2 },
        },
      },
      incidents: NO_SITE_INCIDENTS,
      lastHealthyAt: null,
      answers: null,
      certificate: null,
      lastWindowAt: epochMs(7),
      blind: false,
      healthyWindows: HEALTHY_WINDOWS_MAX,
      configDigest: null,
      ...change,
    });
  });

  test('of a site that nobody held is one that nobody holds', () => {
    const text = controllerOf01(false, 'null');
    expect(decodeController(text, 'controller record', 1)).toEqual(UPGRADED);
  });

  test('of a site that was held is a hold without an end, of somebody whom nobody knows', () => {
    const { failover } = decodeController(controllerOf01(true, 'null'), 'controller record', 1);
    expect(failover).toEqual({
      ...UPGRADED.failover,
      hold: {
        kind: 'hold',
        by: 'unknown',
        reason: 'held by an earlier version',
        since: SINCE,
        until: null,
      },
    });
    // A day later it is in force all the same.
    expect(activeHold(failover.hold, epochMs(SINCE + 86_400_000))).not.toBeNull();
  });

  test('whose news that visitors were moved was not told still has it to tell', () => {
    const text = controllerOf01(false, '{"phase":"on-secondary","reason":"dns-confirmed"}');
    const news = { kind: 'moved', phase: 'on-secondary', reason: 'dns-confirmed' };
    expect(decodeController(text, 'controller record', 1)).toEqual({
      ...UPGRADED,
      untold: [{ ...news, by: 'understudy', overridden: [], at: SINCE, claimedAt: null }],
    });
  });

  test('whose news that a rule blocked was not told finds it again with the next evaluation', () => {
    const text = controllerOf01(false, '{"phase":"on-primary","reason":"cooling-down"}');
    expect(decodeController(text, 'controller record', 1)).toEqual(UPGRADED);
  });

  test('of a shard is one without broken sites', () => {
    const text = '{"windows":["a","b"],"blindness":{"state":"none"}}';
    expect(decodeShard(text, 'shard record', 1)).toEqual({
      windows: ['a', 'b'],
      blindness: { state: 'none' },
      broken: {},
    });
  });

  test.each([
    ['is not JSON', '{', 'it is not JSON'],
    ['is another thing', '[]', 'expected object'],
    ['lacks its failover', '{"untold":null,"verified":null}', 'failover: '],
    ['has a failover that is none', '{"failover":[],"untold":null,"verified":null}', 'failover: '],
    [
      'has news that nobody knows',
      controllerOf01(false, '{"phase":"on-primary","reason":"dns-confirmed","by":1}'),
      'untold.0.by: ',
    ],
    [
      'has a key too many',
      controllerOf01(false, 'null').replace('"flips"', '"flops":1,"flips"'),
      '"flops"',
    ],
  ])('that %s is not guessed at', (_name, text, problem) => {
    const read = () => decodeController(text, 'controller record of a', 1);
    expect(read).toThrow(BrokenRecordError);
    expect(read).toThrow(problem);
  });

  test('is written as one of today, and read as that from then on', () => {
    const upgraded = decodeController(controllerOf01(true, 'null'), 'controller record', 1);
    expect(decodeController(encodeController(upgraded))).toEqual(upgraded);
  });

  test.each([
    [
      'monitor',
      () => decodeMonitor(`{${HEALTH_OF_0_1},"incident":{"state":"none"},"lastWindowAt":7}`),
    ],
    ['controller', () => decodeController(controllerOf01(false, 'null'))],
    ['shard', () => decodeShard('{"windows":[],"blindness":{"state":"none"}}')],
  ])('passed off as one of today is broken: %s', (_name, read) => {
    expect(read).toThrow(BrokenRecordError);
  });
});

describe('a record of schema 2', () => {
  test('of a site that was verified is one whose failing checks nobody has named yet', () => {
    const counts = { at: epochMs(7), pass: 1, warn: 0, fail: 2, unknown: 0 };
    const state = initialControllerState(epochMs(7));
    const { incidents, acknowledged, seen, ...then } = { ...state, verified: counts };
    const text = JSON.stringify(then);
    expect(decodeController(text, 'controller record', 2)).toEqual({
      ...state,
      verified: { ...counts, failing: [], confirmed: [], told: [] },
    });
    expect(() => decodeController(text, 'controller record', 4)).toThrow(BrokenRecordError);
  });

  test('of the monitor does not say what the window ran with', () => {
    const then =
      '{"health":{},"incident":{"state":"none"},"lastWindowAt":7,"blind":true,"healthyWindows":2}';
    expect(decodeMonitor(then, 'monitor record', 2)).toMatchObject({
      blind: true,
      healthyWindows: 2,
      configDigest: null,
    });
  });
});

describe('a record of schema 3', () => {
  const monitorOf = (incident: string) =>
    decodeMonitor(
      `{"health":{},"incident":${incident},"lastWindowAt":7,"blind":false,"healthyWindows":2,"configDigest":null}`,
      'monitor record',
      3,
    ).incidents;
  const SIX = epochMs(6);

  test.each<[string, string, Incident]>([
    ['calm', '{"state":"none"}', NO_INCIDENT],
    [
      'an outage of which people know',
      '{"state":"open","since":6,"openedTold":true}',
      openSince(SIX, { gravity: 3 }),
    ],
    [
      'an outage of which nobody knows',
      '{"state":"open","since":6,"openedTold":false}',
      untoldSince(SIX),
    ],
    [
      'an outage that is over',
      '{"state":"over","since":6,"until":9,"openedTold":true}',
      overAt(SIX, epochMs(9), { gravity: 3 }),
    ],
  ])('of the monitor tells what people know of %s', (_name, incident, expected) => {
    expect(monitorOf(incident)).toEqual(withOutage(expected));
  });

  test('of an outage of which people know makes nobody tell it anew', () => {
    const { outage } = monitorOf('{"state":"open","since":6,"openedTold":true}');
    const telling = tellingOf('outage', NOBODY_IS_TOLD);
    const standing = { gravity: 3, acknowledged: null, awaitsMore: false };
    expect(dueEvent(outage, telling, standing, epochMs(7))).toBeNull();
  });

  test('of a shard tells what people know of blindness; what is broken is found again', () => {
    const text =
      '{"windows":["a"],"blindness":{"state":"open","since":6,"openedTold":true},"broken":["a.example.com"]}';
    expect(decodeShard(text, 'shard record', 3)).toEqual({
      windows: ['a'],
      blindness: openSince(SIX, { gravity: 3 }),
      broken: {},
    });
  });
});

describe('a controller record of schema 3', () => {
  const SIX = epochMs(6);
  const controllerOf3 = (change: object): ControllerState => {
    const { incidents, acknowledged, seen, ...then } = initialControllerState(SIX);
    return decodeController(JSON.stringify({ ...then, ...change }), 'controller record', 3);
  };

  test('of a calm site has no incidents', () => {
    expect(controllerOf3({})).toEqual(initialControllerState(SIX));
  });

  test.each([
    ['was told is not told anew', true, openSince(SIX, { gravity: 3 })],
    ['was not told yet is still due', false, untoldSince(SIX)],
  ])('a disagreement that %s', (_name, isTold, drift) => {
    const state = controllerOf3({ disagreement: { kind: 'primary-served', since: 6, isTold } });
    expect(state.disagreement).toEqual({ kind: 'primary-served', since: SIX });
    expect(state.incidents).toEqual({ ...NO_CONTROLLER_INCIDENTS, drift });
  });

  test.each([
    ['people know', ['tls.expiry'], openSince(SIX, { gravity: 3 })],
    ['nobody knows yet', [], NO_INCIDENT],
  ])('checks that fail and that %s', (_name, told, notReady) => {
    const counts = { at: 6, pass: 1, warn: 0, fail: 1, unknown: 0, failing: ['tls.expiry'] };
    const state = controllerOf3({ verified: { ...counts, told } });
    expect(state.verified).toEqual({ ...counts, confirmed: told, told });
    expect(state.incidents).toEqual({ ...NO_CONTROLLER_INCIDENTS, 'not-ready': notReady });
  });

  test('news that a rule blocks is an incident by now, and other news stays', () => {
    expect(controllerOf3({ untold: [{ ...NEWS, kind: 'blocked' }, NEWS] }).untold).toEqual([NEWS]);
  });
});

test('the budget of alerts comes back as it was written', () => {
  const anyBudget = fc.record({
    since: anyAt,
    sent: anyCount,
    beyond: anyCount,
    isTold: fc.boolean(),
  });
  fc.assert(
    fc.property(anyBudget, (budget) => {
      expect(decodeBudget(encodeBudget(budget))).toEqual(budget);
    }),
  );
});

test.each([
  ['1', 1],
  ['2', 2],
  ['3', 3],
  ['4', 4],
])('schema %s is read', (text, schema) => {
  expect(schemaOf(text, 'monitor record')).toBe(schema);
});

test.each([
  ['5', 'its schema is 5'],
  ['0', 'its schema is 0'],
  ['1.5', 'its schema is 1.5'],
  ['two', 'its schema is two'],
  [undefined, 'its schema is missing'],
])('schema %s is refused, with those that are read', (text, problem) => {
  const read = () => schemaOf(text, 'monitor record of www.example.com');
  expect(read).toThrow(BrokenRecordError);
  expect(read).toThrow(
    `monitor record of www.example.com cannot be read: ${problem}, this version of Understudy reads 1, 2, 3, 4`,
  );
});

const CONTROLLER = controllerState(epochMs(1));
const ACKNOWLEDGED = { by: 'ada', reason: 'I am on it', at: 1 };

test.each([
  ['is not JSON', '{', 'it is not JSON'],
  ['is nothing at all', '', 'it is not JSON'],
  ['is another thing', '[]', 'expected object'],
  ['lacks a key', { health: {}, incident: { state: 'none' } }, 'lastWindowAt: '],
  ['has a key too many', { ...MONITOR, deaf: true }, '"deaf"'],
  ['has a text for a time', { ...MONITOR, lastWindowAt: '1' }, 'lastWindowAt: '],
  [
    'has an unknown state',
    { ...MONITOR, incidents: { ...NO_SITE_INCIDENTS, outage: { state: 'closed' } } },
    'incidents.outage.state: ',
  ],
  [
    'has data of another state',
    { ...MONITOR, incidents: { ...NO_SITE_INCIDENTS, outage: { state: 'none', since: 1 } } },
    'incidents.outage: Unrecognized key: "since"',
  ],
  [
    'has a run of no length',
    {
      ...MONITOR,
      health: {
        '203.0.113.10': {
          status: 'healthy',
          since: 1,
          run: { verdict: 'healthy', length: 0 },
        },
      },
    },
    'health.203.0.113.10.run.length: ',
  ],
])('a monitor record that %s is not guessed at', (_name, value, problem) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const read = () => decodeMonitor(text, 'monitor record of www.example.com');
  expect(read).toThrow('monitor record of www.example.com cannot be read: ');
  expect(read).toThrow(problem);
});

test.each([
  ['has an unknown phase', { phase: 'on-tertiary' }, 'failover.phase: '],
  ['has more flips than are kept', { flips: Array(FLIPS_KEPT_MAX + 1).fill(1) }, 'failover.flips'],
  ['has an unknown reason', { reason: 'because' }, 'failover.reason: '],
  ['has a hold of schema 1', { held: false }, '"held"'],
  ['has a hold of nobody', { hold: { ...HOLD, by: null } }, 'failover.hold.by: '],
  ['has a hold of another kind', { hold: { ...HOLD, kind: 'pause' } }, 'failover.hold.kind: '],
  ['lacks who moved the visitors', { cause: undefined }, 'failover.cause: '],
  ['has overridden what is no rule', { overridden: ['gravity'] }, 'failover.overridden.0: '],
  ['has a drill without marks', { drill: { ...DRILL, marks: {} } }, 'failover.drill.marks.flipped'],
  ['has a drill of negative length', { drill: { ...DRILL, stayMs: -1 } }, 'failover.drill.stayMs'],
])('a controller record that %s is not guessed at', (_name, change, problem) => {
  const value = { ...CONTROLLER, failover: { ...CONTROLLER.failover, ...change } };
  expect(() => decodeController(JSON.stringify(value))).toThrow(problem);
});

test.each([
  ['has more news than are kept', { untold: Array(NEWS_KEPT_MAX + 1).fill(NEWS) }, 'untold: '],
  ['has news of a kind that nobody knows', { untold: [{ ...NEWS, kind: 'rumour' }] }, 'untold.0'],
  ['has one piece of news, as of old', { untold: NEWS }, 'untold: '],
  ['has a disagreement without a beginning', { disagreement: {} }, 'disagreement'],
  ['lacks its incidents', { incidents: undefined }, 'incidents: '],
  [
    'acknowledges what is no class',
    { acknowledged: { ...ACKNOWLEDGED, gravity: { noise: 1 } } },
    'noise',
  ],
])('a controller record that %s is not guessed at', (_name, change, problem) => {
  const text = JSON.stringify({ ...CONTROLLER, ...change });
  expect(() => decodeController(text)).toThrow(problem);
});

test('what could not be read back is not written', () => {
  const state = { ...MONITOR, lastWindowAt: epochMs(Number.NaN) };
  expect(() => encodeMonitor(state)).toThrow(TypeError);
  expect(() => encodeMonitor(state)).toThrow('monitor record would be unreadable: lastWindowAt: ');
});
