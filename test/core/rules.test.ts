import type { Evidence, FailoverState } from '../../lib/core/failover.ts';
import {
  blocksOf,
  type FlipKind,
  firstBlock,
  RULE_IDS,
  RULES,
  type RuleFacts,
  type RuleId,
} from '../../lib/core/rules.ts';
import type { Policy } from '../../lib/core/site.ts';
import { REASON_TEXT } from '../../lib/render/reasons.ts';
import {
  CALM,
  drill,
  HOLD,
  HOUR,
  inPhase,
  MAINTENANCE,
  MINUTE,
  NOON,
  noon,
  OUTAGE,
  POLICY,
  RECOVERED,
} from './situations.ts';

/** Where nothing blocks a flip of that kind. */
const GOOD: Readonly<Record<FlipKind, RuleFacts>> = {
  failover: facts('on-primary', OUTAGE),
  latch: facts('on-primary', { ...OUTAGE, served: 'secondary' }),
  stray: facts('on-primary', { ...CALM, switched: 'secondary', isSwitchOurs: true }),
  failback: facts('on-secondary', RECOVERED),
  'ordered-failover': facts('on-primary', CALM),
  'ordered-failback': facts('on-secondary', RECOVERED),
  drill: facts('on-primary', CALM),
};
const KINDS = Object.keys(GOOD) as FlipKind[];

function facts(phase: FailoverState['phase'], evidence: Evidence): RuleFacts {
  return { state: inPhase(phase), evidence, policy: POLICY, now: NOON };
}

type Change = {
  readonly state?: Partial<FailoverState>;
  readonly evidence?: Partial<Evidence>;
  readonly policy?: Partial<Policy>;
};

const laidOver = (kind: FlipKind, { state, evidence, policy }: Change): RuleFacts => ({
  state: { ...GOOD[kind].state, ...state },
  evidence: { ...GOOD[kind].evidence, ...evidence },
  policy: { ...GOOD[kind].policy, ...policy },
  now: NOON,
});

/** In force at noon, and by plan. */
const EACH_NOON = {
  kind: 'weekly',
  reason: 'patches',
  timeZone: 'UTC',
  days: [],
  fromMinute: 12 * 60,
  toMinute: 13 * 60,
} as const;
const FLIPS_OF_TODAY = [-23, -22, -21, -20].map((hours) => noon(hours * HOUR));
const ALL = KINDS;
const AUTOMATIC: readonly FlipKind[] = ['failover', 'latch', 'stray', 'failback'];
const TO_SECONDARY: readonly FlipKind[] = ['failover', 'latch', 'ordered-failover', 'drill'];
const MOVING: readonly FlipKind[] = [
  'failover',
  'failback',
  'ordered-failover',
  'ordered-failback',
  'drill',
];

const BOTH = { primary: 'unhealthy', secondary: 'unhealthy' } as const;
const UNLIKE_A_DRILL: readonly FlipKind[] = ['failover', 'latch', 'failback', 'ordered-failover'];

/** Some kinds of flip cannot meet a situation without breaking a second rule; they are left out. */
type Row = readonly [
  when: string,
  change: Change,
  forbids: readonly FlipKind[],
  kinds?: readonly FlipKind[],
];

/** What breaks the rule, and the kinds of flip that it then forbids; it forbids no others. */
const BROKEN: Readonly<Record<RuleId, readonly Row[]>> = {
  'observe-only': [['the policy is to observe', { policy: { mode: 'observe' } }, AUTOMATIC]],
  held: [
    [
      'somebody holds it in a planned maintenance',
      { state: { hold: HOLD }, policy: { maintenance: [EACH_NOON] } },
      ALL,
    ],
    ['somebody holds', { state: { hold: HOLD } }, ALL],
    ['somebody holds until later', { state: { hold: { ...HOLD, until: noon(1) } } }, ALL],
    ['the hold is just over', { state: { hold: { ...HOLD, until: NOON } } }, []],
  ],
  maintenance: [
    ['the site is in maintenance', { state: { hold: MAINTENANCE } }, ALL],
    ['one is planned', { policy: { maintenance: [EACH_NOON] } }, ALL],
    ['the maintenance is just over', { state: { hold: { ...MAINTENANCE, until: NOON } } }, []],
  ],
  blind: [['nothing can be seen', { evidence: { blind: true } }, ALL]],
  'primary-answers': [
    [
      'it has just answered the failover function',
      { evidence: { answersUs: true } },
      ['failover', 'latch'],
    ],
  ],
  'not-armed': [
    ['the site was seen healthy too seldom', { evidence: { healthyWindows: 2 } }, TO_SECONDARY],
    ['it was seen healthy just often enough', { evidence: { healthyWindows: 3 } }, []],
  ],
  'flip-under-way': [
    [
      'a failover is under way',
      { state: { phase: 'failing-over' } },
      ['ordered-failover', 'ordered-failback', 'drill'],
    ],
    [
      'a failback is under way',
      { state: { phase: 'failing-back' } },
      ['ordered-failover', 'ordered-failback', 'drill'],
    ],
  ],
  'drill-under-way': [
    [
      'a drill has begun',
      { state: { phase: 'failing-over', drill: drill() } },
      ['ordered-failover', 'drill'],
    ],
    [
      'a drill goes back',
      { state: { phase: 'failing-back', drill: drill() } },
      ['ordered-failover', 'drill'],
    ],
  ],
  'primary-not-healthy': [
    [
      'the primary is unhealthy',
      { evidence: { primary: 'unhealthy' } },
      ['stray', 'ordered-failback', 'drill'],
    ],
    [
      'the primary is unknown',
      { evidence: { primary: 'unknown' } },
      ['stray', 'ordered-failback', 'drill'],
    ],
  ],
  'both-unhealthy': [
    ['both are', { evidence: BOTH }, ['failover', 'latch', 'ordered-failover'], UNLIKE_A_DRILL],
    [
      'both are and the policy prefers the secondary',
      { evidence: BOTH, policy: { bothUnhealthy: 'secondary' } },
      [],
      UNLIKE_A_DRILL,
    ],
  ],
  'secondary-not-healthy': [
    ['the secondary is unknown', { evidence: { secondary: 'unknown' } }, TO_SECONDARY],
    [
      'it alone is unhealthy',
      { evidence: { primary: 'healthy', secondary: 'unhealthy' } },
      TO_SECONDARY,
    ],
    [
      'it is unknown, whatever the policy prefers',
      { evidence: { secondary: 'unknown' }, policy: { bothUnhealthy: 'secondary' } },
      TO_SECONDARY,
    ],
  ],
  'cooling-down': [
    ['the latest flip is recent', { state: { flips: [noon(-10 * MINUTE + 1)] } }, MOVING],
    ['the cooldown is just over', { state: { flips: [noon(-10 * MINUTE)] } }, []],
  ],
  'daily-limit': [
    ['the day has no flips left', { state: { flips: FLIPS_OF_TODAY } }, MOVING],
    [
      'one of them is a day old',
      { state: { flips: [noon(-24 * HOUR), ...FLIPS_OF_TODAY.slice(1)] } },
      [],
    ],
  ],
};

test.each(KINDS)('%s: nothing blocks it where all is as it should be', (kind) => {
  expect(blocksOf(kind, GOOD[kind])).toEqual([]);
  expect(firstBlock(kind, GOOD[kind])).toBeNull();
});

const ROWS = RULE_IDS.flatMap((rule) =>
  BROKEN[rule].flatMap(([when, change, forbids, kinds = KINDS]) =>
    kinds.map((kind) => [rule, when, kind, forbids.includes(kind), change] as const),
  ),
);

test.each(ROWS)('%s: when %s, a %s is blocked: %s', (rule, _when, kind, isBlocked, change) => {
  expect(blocksOf(kind, laidOver(kind, change))).toEqual(isBlocked ? [rule] : []);
});

test('a drill with both unhealthy meets two rules', () => {
  expect(blocksOf('drill', laidOver('drill', { evidence: BOTH }))).toEqual([
    'primary-not-healthy',
    'both-unhealthy',
  ]);
});

test('every kind of flip that a rule applies to is met by a situation that breaks it', () => {
  for (const { id, appliesTo } of RULES) {
    const met = new Set(BROKEN[id].flatMap(([, , forbids]) => forbids));
    if (id === 'both-unhealthy') met.add('drill');
    expect([id, [...met].sort()]).toEqual([id, [...appliesTo].sort()]);
  }
});

test('the rules are asked in the order in which people ask, each once', () => {
  expect(RULE_IDS).toEqual([
    'observe-only',
    'held',
    'maintenance',
    'blind',
    'primary-answers',
    'not-armed',
    'flip-under-way',
    'drill-under-way',
    'primary-not-healthy',
    'both-unhealthy',
    'secondary-not-healthy',
    'cooling-down',
    'daily-limit',
  ]);
});

test('all rules that block are named, the first of them first', () => {
  const bad = laidOver('ordered-failover', {
    state: { hold: HOLD, flips: FLIPS_OF_TODAY },
    evidence: { blind: true, secondary: 'unknown' },
  });
  expect(blocksOf('ordered-failover', bad)).toEqual([
    'held',
    'blind',
    'secondary-not-healthy',
    'daily-limit',
  ]);
  expect(firstBlock('ordered-failover', bad)).toBe('held');
});

test('each rule has a sentence for people, and no two have the same', () => {
  const texts = RULE_IDS.map((id) => REASON_TEXT[id]);
  for (const text of texts) expect(text).toMatch(/^[A-Z].*\.$/);
  expect(new Set(texts).size).toBe(RULE_IDS.length);
});
