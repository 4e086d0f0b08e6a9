import * as fc from 'fast-check';
import type { AuditEntry, AuditEvent } from '../../lib/core/audit.ts';
import type { Disagreement, DisagreementKind } from '../../lib/core/disagreement.ts';
import type { Drill, DrillMarks, DrillReport, DrillStop } from '../../lib/core/drill.ts';
import type { FailoverState, FlipCause, Phase, Reason } from '../../lib/core/failover.ts';
import { FLIPS_KEPT_MAX } from '../../lib/core/flip.ts';
import type { Health } from '../../lib/core/health.ts';
import { activeHold, type Hold } from '../../lib/core/hold.ts';
import type { Incident } from '../../lib/core/incident.ts';
import { WINDOWS_MAX } from '../../lib/core/lease.ts';
import { NEWS_KEPT_MAX, type News } from '../../lib/core/news.ts';
import {
  BrokenRecordError,
  type ControllerState,
  HEALTHY_WINDOWS_MAX,
  initialControllerState,
  type MonitorState,
  type ShardState,
} from '../../lib/core/records.ts';
import { RULE_IDS, type RuleId } from '../../lib/core/rules.ts';
import { epochMs } from '../../lib/core/time.ts';
import {
  decodeAudit,
  decodeController,
  decodeMonitor,
  decodeShard,
  encodeAudit,
  encodeController,
  encodeMonitor,
  encodeShard,
  schemaOf,
} from '../../lib/io/state-records.ts';
import { controllerState, DRILL, HOLD, MONITOR, NEWS } from '../fixtures/records.ts';

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

const anyIncident: fc.Arbitrary<Incident> = fc.oneof(
  fc.constant({ state: 'none' as const }),
  fc.record({ state: fc.constant('open' as const), since: anyAt, openedTold: fc.boolean() }),
  fc.record({
    state: fc.constant('over' as const),
    since: anyAt,
    until: anyAt,
    openedTold: fc.boolean(),
  }),
);

const anyMonitor: fc.Arbitrary<MonitorState> = fc.record({
  health: fc.dictionary(fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain()), anyHealth, {
    noNullPrototype: true,
  }),
  incident: anyIncident,
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
    blocked: true,
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
  isTold: fc.boolean(),
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
      told: fc.array(fc.string()),
    }),
  ),
  disagreement: fc.option(anyDisagreement),
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
  broken: fc.array(fc.domain()),
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
  const text = JSON.stringify({ windows, blindness: { state: 'none' }, broken: [] });
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
    verified: { at: epochMs(7), pass: 20, warn: 1, fail: 0, unknown: 0, failing: [], told: [] },
    disagreement: null,
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
      { incident: { state: 'open', since: epochMs(6), openedTold: true }, blind: true },
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
      incident: { state: 'none' },
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

  test.each<[string, string, Pick<News, 'kind' | 'phase' | 'reason'>]>([
    [
      'visitors were moved',
      '{"phase":"on-secondary","reason":"dns-confirmed"}',
      { kind: 'moved', phase: 'on-secondary', reason: 'dns-confirmed' },
    ],
    [
      'a rule blocked',
      '{"phase":"on-primary","reason":"cooling-down"}',
      { kind: 'blocked', phase: 'on-primary', reason: 'cooling-down' },
    ],
  ])('whose news that %s was not told still has it to tell', (_name, untold, news) => {
    const text = controllerOf01(false, untold);
    expect(decodeController(text, 'controller record', 1)).toEqual({
      ...UPGRADED,
      untold: [{ ...news, by: 'understudy', overridden: [], at: SINCE, claimedAt: null }],
    });
  });

  test('of a shard is one without broken sites', () => {
    const text = '{"windows":["a","b"],"blindness":{"state":"none"}}';
    expect(decodeShard(text, 'shard record', 1)).toEqual({
      windows: ['a', 'b'],
      blindness: { state: 'none' },
      broken: [],
    });
  });

  test.each([
    ['is not JSON', '{', 'it is not JSON'],
    ['is another thing', '[]', 'expected object'],
    ['lacks its failover', '{"untold":null,"verified":null}', 'failover: '],
    ['has a failover that is none', '{"failover":[],"untold":null,"verified":null}', 'failover: '],
    [
      'has news that nobody knows',
      controllerOf01(false, '{"phase":"on-primary","reason":"because"}'),
      'untold.0.reason: ',
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
    const today = encodeController({
      ...initialControllerState(epochMs(7)),
      verified: { at: epochMs(7), pass: 1, warn: 0, fail: 2, unknown: 0, failing: [], told: [] },
    });
    const then = today.replace(',"failing":[],"told":[]', '');
    expect(then).not.toBe(today);
    expect(encodeController(decodeController(then, 'controller record', 2))).toBe(today);
    expect(() => decodeController(then, 'controller record', 3)).toThrow(BrokenRecordError);
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

test.each([
  ['1', 1],
  ['2', 2],
  ['3', 3],
])('schema %s is read', (text, schema) => {
  expect(schemaOf(text, 'monitor record')).toBe(schema);
});

test.each([
  ['4', 'its schema is 4'],
  ['0', 'its schema is 0'],
  ['1.5', 'its schema is 1.5'],
  ['two', 'its schema is two'],
  [undefined, 'its schema is missing'],
])('schema %s is refused, with those that are read', (text, problem) => {
  const read = () => schemaOf(text, 'monitor record of www.example.com');
  expect(read).toThrow(BrokenRecordError);
  expect(read).toThrow(
    `monitor record of www.example.com cannot be read: ${problem}, this version of Understudy reads 1, 2, 3`,
  );
});

const CONTROLLER = controllerState(epochMs(1));

test.each([
  ['is not JSON', '{', 'it is not JSON'],
  ['is nothing at all', '', 'it is not JSON'],
  ['is another thing', '[]', 'expected object'],
  ['lacks a key', { health: {}, incident: { state: 'none' } }, 'lastWindowAt: '],
  ['has a key too many', { ...MONITOR, deaf: true }, '"deaf"'],
  ['has a text for a time', { ...MONITOR, lastWindowAt: '1' }, 'lastWindowAt: '],
  ['has an unknown state', { ...MONITOR, incident: { state: 'closed' } }, 'incident.state: '],
  [
    'has data of another state',
    { ...MONITOR, incident: { state: 'none', since: 1 } },
    'incident: Unrecognized key: "since"',
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
  ['has a disagreement without a beginning', { disagreement: { isTold: true } }, 'disagreement'],
])('a controller record that %s is not guessed at', (_name, change, problem) => {
  const text = JSON.stringify({ ...CONTROLLER, ...change });
  expect(() => decodeController(text)).toThrow(problem);
});

test('what could not be read back is not written', () => {
  const state = { ...MONITOR, lastWindowAt: epochMs(Number.NaN) };
  expect(() => encodeMonitor(state)).toThrow(TypeError);
  expect(() => encodeMonitor(state)).toThrow('monitor record would be unreadable: lastWindowAt: ');
});
