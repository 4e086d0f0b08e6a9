import type { HealthCheck } from '../core/verify/snapshot.ts';
import type { ListHealthChecks, ReadCheckers } from '../core/world.ts';
import { type CheckerDeps, checkerRequest } from './checker-request.ts';
import {
  type CheckerState,
  followChecker,
  healthyShare,
  isCheckHealthy,
  newChecker,
} from './health-check-rules.ts';

/** Route 53's health checkers at work: they probe from the start until they are closed. */
export type HealthCheckers = {
  readonly listHealthChecks: ListHealthChecks;
  readonly readCheckers: ReadCheckers;
  /** As Route 53 sees it, inversion included; a check that does not exist counts as healthy. */
  readonly isHealthy: (id: string) => boolean;
  /** The share of checkers that say healthy, before inversion, as CloudWatch's HealthCheckPercentageHealthy. */
  readonly status: (id: string) => { readonly healthyShare: number };
  /** Changes settings of a check in place, for example `disabled`. */
  readonly update: (id: string, change: Partial<CheckSettings>) => void;
  /** Ends every request and timer; may be called twice. */
  readonly close: () => Promise<void>;
};

export type CheckSettings = Omit<HealthCheck, 'checkers' | 'id' | 'type'>;

export type StageCheck = Omit<HealthCheck, 'checkers'> & {
  /** What its checkers have long concluded when the stage opens, before inversion; a new check says healthy. */
  readonly settledAs?: 'healthy' | 'unhealthy';
};

export type HealthCheckerOptions = {
  readonly checks: readonly StageCheck[];
  /** Overrides the interval of every check. */
  readonly intervalMs?: number;
  /** In [0, 1): gives every checker its phase, since Route 53's do not coordinate. */
  readonly chance?: () => number;
  readonly onHealth?: (change: { readonly id: string; readonly isHealthy: boolean }) => void;
};

/** There is no such health check on the stage. */
export class NoSuchHealthCheckError extends Error {
  override readonly name = 'NoSuchHealthCheckError';
  constructor(id: string, options?: ErrorOptions) {
    super(`there is no health check ${id} on the stage`, options);
  }
}

/** The eight regions that Route 53 checks from, two zones in each. */
export const CHECKER_REGIONS = [
  'us-east-1',
  'us-west-1',
  'us-west-2',
  'eu-west-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'sa-east-1',
] as const;
const CHECKERS_A_REGION = 2;
const INTERVAL_SECONDS_DEFAULT = 30;

type Checker = {
  readonly region: string;
  readonly address: string;
  state: CheckerState;
  text: string;
};
type Entry = { check: Omit<HealthCheck, 'checkers'>; readonly checkers: readonly Checker[] };

export function startHealthCheckers(
  deps: CheckerDeps,
  options: HealthCheckerOptions,
): HealthCheckers {
  const entries = new Map(options.checks.map((check) => [check.id, entryOf(check)]));
  const stop = new AbortController();
  const isHealthy = healthOf(entries);
  const tell = changeTeller(entries, isHealthy, options.onHealth);
  const loops = [...entries.values()].flatMap((entry) =>
    entry.checkers.map((checker) => runChecker(deps, { entry, checker, tell, stop, options })),
  );
  return {
    listHealthChecks: async () => [...entries.values()].map(({ check }) => check),
    readCheckers: async (id) => observations(entries.get(id), id),
    isHealthy,
    status: (id) => ({ healthyShare: healthyShare(statesOf(entries.get(id))) }),
    update: (id, change) => {
      const entry = entries.get(id);
      if (entry === undefined) throw new NoSuchHealthCheckError(id);
      entry.check = { ...entry.check, ...change };
      tell();
    },
    close: async () => {
      stop.abort();
      await Promise.all(loops);
    },
  };
}

function entryOf({ settledAs = 'healthy', ...check }: StageCheck): Entry {
  const regions = check.type === 'CALCULATED' ? [] : regionsOf(check);
  const checkers = regions.flatMap((region, r) =>
    Array.from({ length: CHECKERS_A_REGION }, (_, zone) => ({
      region,
      address: `192.0.2.${r * CHECKERS_A_REGION + zone + 1}`,
      state: newChecker(settledAs === 'healthy'),
      text: 'no request has been sent yet',
    })),
  );
  return { check, checkers };
}

const regionsOf = (check: Omit<HealthCheck, 'checkers'>): readonly string[] =>
  check.regions.length > 0 ? check.regions : CHECKER_REGIONS;

const statesOf = (entry: Entry | undefined): readonly CheckerState[] =>
  entry?.checkers.map(({ state }) => state) ?? [];

/** Health of any check by identifier; calculated checks hold no calculated ones, so this ends. */
function healthOf(entries: ReadonlyMap<string, Entry>): (id: string) => boolean {
  const isHealthy = (id: string): boolean => {
    const entry = entries.get(id);
    return entry === undefined || isCheckHealthy(entry.check, statesOf(entry), isHealthy);
  };
  return isHealthy;
}

/** Tells of every check whose health is not what was told last. */
function changeTeller(
  entries: ReadonlyMap<string, Entry>,
  isHealthy: (id: string) => boolean,
  onHealth: HealthCheckerOptions['onHealth'],
): () => void {
  const told = new Map([...entries.keys()].map((id) => [id, isHealthy(id)]));
  return () => {
    for (const id of entries.keys()) {
      if (told.get(id) === isHealthy(id)) continue;
      told.set(id, isHealthy(id));
      onHealth?.({ id, isHealthy: isHealthy(id) });
    }
  };
}

type Round = {
  readonly entry: Entry;
  readonly checker: Checker;
  readonly tell: () => void;
  readonly stop: AbortController;
  readonly options: HealthCheckerOptions;
};

/** One checker: its phase, then a request every interval. A slow request delays the next, none overlap. */
async function runChecker(deps: CheckerDeps, round: Round): Promise<void> {
  const { entry, checker, tell, stop, options } = round;
  const seconds = entry.check.intervalSeconds ?? INTERVAL_SECONDS_DEFAULT;
  const intervalMs = options.intervalMs ?? seconds * 1_000;
  await pause(intervalMs * (options.chance ?? Math.random)(), stop.signal);
  while (!stop.signal.aborted) {
    const beganAt = performance.now();
    const { check } = entry;
    if (!check.disabled) {
      const result = await checkerRequest(deps, { ...check, checkers: null }, stop.signal);
      if (stop.signal.aborted) return;
      checker.state = followChecker(checker.state, result.isHealthy, check.failureThreshold);
      checker.text = result.text;
      tell();
    }
    await pause(Math.max(1, intervalMs - (performance.now() - beganAt)), stop.signal);
  }
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, durationMs);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}

/** What each checker saw last, which is not yet what it concludes; an inverted check is not turned round. */
function observations(entry: Entry | undefined, id: string) {
  if (entry === undefined) throw new NoSuchHealthCheckError(id);
  return entry.checkers.map(({ region, address, state, text }) => ({
    region,
    address,
    isHealthy: state.run.isHealthy,
    text,
  }));
}
