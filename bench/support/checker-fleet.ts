import {
  type CheckerState,
  followChecker,
  isCheckHealthy,
  newChecker,
} from '../../lib/local/health-check-rules.ts';

/** One of Route 53's checkers: how far it stands from what it asks, and when it asks next. */
export type Checker = { readonly roundTripMs: number; readonly firstSentAtMs: number };

/** A health check that watches an endpoint, as it stands when the simulation begins. */
export type WatchingCheck = {
  readonly id: string;
  readonly intervalMs: number;
  readonly threshold: number;
  readonly inverted: boolean;
  /** What all checkers have long concluded, before inversion. */
  readonly settledAs: 'healthy' | 'unhealthy';
  readonly checkers: readonly Checker[];
  readonly ask: Ask;
};

/** What a checker finds that asks at a moment. */
export type Ask = (
  sentAtMs: number,
  roundTripMs: number,
) => { readonly isHealthy: boolean; readonly tookMs: number };

/**
 * Where Route 53 checks from, two zones in each region, and the round trip to Ireland in milliseconds
 * (https://acomputerscientistlearnsaws.blogspot.com/2017/04/aws-regions.html, a table of 2017).
 */
const ROUND_TRIPS_MS: readonly number[] = [81, 153, 137, 2, 239, 310, 212, 191];
const CHECKERS_A_REGION = 2;
const STEPS_MAX = 100_000;

/**
 * Sixteen checkers that know nothing of each other: each begins anywhere in its round, which is the
 * interval, from an answer to the next request, and the answer itself
 * (https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html, RequestInterval).
 */
export const checkersFrom = (
  fromMs: number,
  intervalMs: number,
  answerMs: (roundTripMs: number) => number,
  chance: () => number,
): readonly Checker[] =>
  ROUND_TRIPS_MS.flatMap((roundTripMs) =>
    Array.from({ length: CHECKERS_A_REGION }, () => ({
      roundTripMs,
      firstSentAtMs: fromMs + chance() * (intervalMs + answerMs(roundTripMs)),
    })),
  );

/**
 * When Route 53 would stop answering with a record that has the calculated check over all of these
 * (the record's own check, where there is only one): the moment at which one of them turns unhealthy.
 */
export function unhealthyAtMs(checks: readonly WatchingCheck[]): number {
  const watches = checks.map((check) => ({
    check: { ...ENDPOINT, inverted: check.inverted },
    states: check.checkers.map(() => newChecker(check.settledAs === 'healthy')),
    rule: check,
  }));
  const healthById = new Map(checks.map(({ id }) => [id, true]));
  const parent = {
    ...CALCULATED,
    childIds: [...healthById.keys()],
    healthThreshold: checks.length,
  };
  const coming = watches.flatMap((watch) =>
    watch.rule.checkers.map((checker, index) =>
      request(watch, checker, index, checker.firstSentAtMs),
    ),
  );
  for (let step = 0; step < STEPS_MAX; step++) {
    const at = indexOfFirst(coming);
    const answer = coming[at];
    if (answer === undefined) break;
    const { watch, checker, index } = answer;
    watch.states[index] = followChecker(
      watch.states[index] as CheckerState,
      answer.isHealthy,
      watch.rule.threshold,
    );
    healthById.set(
      watch.rule.id,
      isCheckHealthy(watch.check, watch.states, () => true),
    );
    if (!isCheckHealthy(parent, [], (id) => healthById.get(id) ?? true)) return answer.atMs;
    coming[at] = request(watch, checker, index, answer.atMs + watch.rule.intervalMs);
  }
  throw new Error('no check ever turns unhealthy');
}

type Watch = {
  readonly check: Parameters<typeof isCheckHealthy>[0];
  readonly states: CheckerState[];
  readonly rule: WatchingCheck;
};

function request(watch: Watch, checker: Checker, index: number, sentAtMs: number) {
  const { isHealthy, tookMs } = watch.rule.ask(sentAtMs, checker.roundTripMs);
  return { watch, checker, index, isHealthy, atMs: sentAtMs + tookMs };
}

function indexOfFirst(coming: readonly { readonly atMs: number }[]): number {
  let first = 0;
  for (let index = 1; index < coming.length; index++)
    if ((coming[index]?.atMs ?? 0) < (coming[first]?.atMs ?? 0)) first = index;
  return first;
}

const ENDPOINT = {
  type: 'HTTP',
  inverted: false,
  disabled: false,
  childIds: [],
  healthThreshold: null,
} as const;

const CALCULATED = { ...ENDPOINT, type: 'CALCULATED' } as const;
