import type { Evidence, FailoverState } from './failover.ts';
import type { Hold } from './hold.ts';
import { holdInForce } from './maintenance.ts';
import type { Policy } from './site.ts';
import type { EpochMs } from './time.ts';

/**
 * A flip, by what began it: `latch` keeps visitors on the secondary to which Route 53 has moved them
 * by itself; `stray` removes a switch of our own that came late; `ordered-*` are an operator's.
 */
export type FlipKind =
  | 'failover'
  | 'latch'
  | 'stray'
  | 'failback'
  | 'ordered-failover'
  | 'ordered-failback'
  | 'drill';

export type RuleId =
  | 'observe-only'
  | 'held'
  | 'maintenance'
  | 'blind'
  | 'primary-answers'
  | 'not-armed'
  | 'flip-under-way'
  | 'drill-under-way'
  | 'primary-not-healthy'
  | 'both-unhealthy'
  | 'secondary-not-healthy'
  | 'cooling-down'
  | 'daily-limit';

export type RuleFacts = {
  readonly state: FailoverState;
  readonly evidence: Evidence;
  readonly policy: Policy;
  readonly now: EpochMs;
};

/** A safety rule: what it may block, and when it does. */
export type Rule = {
  readonly id: RuleId;
  readonly appliesTo: readonly FlipKind[];
  readonly blocks: (facts: RuleFacts) => boolean;
};

const ANY: readonly FlipKind[] = [
  'failover',
  'latch',
  'stray',
  'failback',
  'ordered-failover',
  'ordered-failback',
  'drill',
];
const TO_SECONDARY: readonly FlipKind[] = ['failover', 'latch', 'ordered-failover', 'drill'];
const BY_ORDER: readonly FlipKind[] = ['ordered-failover', 'ordered-failback', 'drill'];
const MOVING: readonly FlipKind[] = [
  'failover',
  'failback',
  'ordered-failover',
  'ordered-failback',
  'drill',
];
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The safety rules, in the order in which people ask. Each can be overridden by an operator who gives
 * a reason; what an automatic decision meets is never overridden.
 */
export const RULES: readonly Rule[] = [
  {
    id: 'observe-only',
    appliesTo: ['failover', 'latch', 'stray', 'failback'],
    blocks: ({ policy }) => policy.mode === 'observe',
  },
  {
    id: 'held',
    appliesTo: ANY,
    blocks: (facts) => holdKind(facts) === 'hold',
  },
  {
    id: 'maintenance',
    appliesTo: ANY,
    blocks: (facts) => holdKind(facts) === 'maintenance',
  },
  { id: 'blind', appliesTo: ANY, blocks: ({ evidence }) => evidence.blind },
  {
    // Chance can make four probes fail in a row once in decades, but hardly a fifth, from elsewhere.
    id: 'primary-answers',
    appliesTo: ['failover', 'latch'],
    blocks: ({ evidence }) => evidence.answersUs,
  },
  {
    // A site that was just described may be described wrongly: it is believed once it was seen healthy.
    id: 'not-armed',
    appliesTo: TO_SECONDARY,
    blocks: ({ evidence, policy }) => evidence.healthyWindows < policy.armAfter,
  },
  {
    id: 'flip-under-way',
    appliesTo: BY_ORDER,
    blocks: ({ state }) =>
      state.drill === null && (state.phase === 'failing-over' || state.phase === 'failing-back'),
  },
  {
    // A failback ends a drill, which is what it would do anyway.
    id: 'drill-under-way',
    appliesTo: ['ordered-failover', 'drill'],
    blocks: ({ state }) => state.drill !== null,
  },
  {
    id: 'primary-not-healthy',
    appliesTo: ['stray', 'ordered-failback', 'drill'],
    blocks: ({ evidence }) => evidence.primary !== 'healthy',
  },
  {
    id: 'both-unhealthy',
    appliesTo: TO_SECONDARY,
    blocks: ({ evidence, policy }) => areBothUnhealthy(evidence) && policy.bothUnhealthy === 'stay',
  },
  {
    id: 'secondary-not-healthy',
    appliesTo: TO_SECONDARY,
    blocks: ({ evidence }) => evidence.secondary !== 'healthy' && !areBothUnhealthy(evidence),
  },
  {
    id: 'cooling-down',
    appliesTo: MOVING,
    blocks: ({ state, policy, now }) => {
      const latest = state.flips.at(-1);
      return latest !== undefined && now - latest < policy.cooldownMs;
    },
  },
  {
    id: 'daily-limit',
    appliesTo: MOVING,
    blocks: ({ state, policy, now }) =>
      state.flips.filter((at) => now - at < DAY_MS).length >= policy.flipsPerDayMax,
  },
];

const holdKind = ({ state, policy, now }: RuleFacts): Hold['kind'] | undefined =>
  holdInForce(state.hold, policy.maintenance, now)?.kind;

const areBothUnhealthy = ({ primary, secondary }: Evidence): boolean =>
  primary === 'unhealthy' && secondary === 'unhealthy';

/** Every rule that blocks such a flip at this moment. */
export const blocksOf = (kind: FlipKind, facts: RuleFacts): readonly RuleId[] =>
  RULES.filter(({ appliesTo, blocks }) => appliesTo.includes(kind) && blocks(facts)).map(
    ({ id }) => id,
  );

export const firstBlock = (kind: FlipKind, facts: RuleFacts): RuleId | null =>
  blocksOf(kind, facts)[0] ?? null;

export const RULE_IDS: readonly RuleId[] = RULES.map(({ id }) => id);
