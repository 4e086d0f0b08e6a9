import type { FailoverAnswer } from '../../lib/app/failover-actions.ts';
import type { Served } from '../../lib/core/failover.ts';
import type { Happening } from '../../lib/core/rehearsal.ts';
import type { Site } from '../../lib/core/site.ts';
import type { Page } from '../../lib/core/verify/snapshot.ts';
import type { Log } from '../../lib/core/world.ts';
import { elapsed, sleep } from '../../lib/io/clock.ts';
import { runSchedule } from '../../lib/local/schedule.ts';
import { startStage } from '../../lib/local/stage.ts';
import { STAGE_CHECK_IDS } from '../../lib/local/stage-site.ts';
import type { Stage } from '../../lib/local/stage-type.ts';
import { handlersOn } from './handlers.ts';
import { happeningOf } from './happening.ts';
import { visitorOf } from './visitor.ts';

/** What is quicker than in production, so that a bad day fits into half a minute. */
export const SHORTENED = {
  intervalMs: 1_000,
  windowMs: 3_000,
  checkerIntervalMs: 1_000,
  cooldownMs: 5_000,
  stableForMs: 2_000,
} as const;

/** Text that only the secondary's page contains; see site/index.html. */
export const SECONDARY_MARKER = 'understudy-fallback';
const DNS_LOOK_EVERY_MS = 100;

export type CurtainOptions = {
  readonly fallbackPage: string;
  readonly dnsPort: number;
  readonly stateFile: string;
  readonly onHappening: (happening: Happening, at: number) => void;
};

/** The stage with the real handlers at work on it. */
export type Rehearsal = {
  readonly stage: Stage;
  /** Aborted, with the error, once a function or a window failed: nothing that follows means anything. */
  readonly failed: AbortSignal;
  /** What the name servers answered with last. */
  readonly latestServed: () => Served;
  readonly served: () => Promise<Served>;
  readonly fetchThroughDns: () => Promise<Page | null>;
  readonly verify: () => Promise<Extract<FailoverAnswer, { readonly verifications: unknown }>>;
  readonly status: () => Promise<Extract<FailoverAnswer, { readonly statuses: unknown }>>;
  readonly close: () => Promise<void>;
};

/** Opens the stage, puts the real handlers on it, and starts their schedule. */
export async function raiseCurtain(options: CurtainOptions): Promise<Rehearsal> {
  const tell = (happening: Happening) => options.onHappening(happening, elapsed());
  const failure = new AbortController();
  const fail = (error: unknown) => failure.abort(error);
  const stage = await startStage({
    files: [{ path: 'index.html', body: options.fallbackPage, contentType: 'text/html' }],
    checkerIntervalMs: SHORTENED.checkerIntervalMs,
    dnsPort: options.dnsPort,
    onMessage: (message) => tell({ kind: 'mail', message }),
    onHealth: ({ id, isHealthy }) => tell({ kind: 'health-check', name: checkName(id), isHealthy }),
  });
  const site = siteFor(stage);
  const handlers = handlersOn(stage, {
    site,
    stateFile: options.stateFile,
    ...telling(tell, fail),
  });
  const schedule = runSchedule(
    { sleep, elapsed, onFailure: fail },
    SHORTENED.windowMs,
    handlers.runWindow,
  );
  const visitor = visitorOf(stage, site);
  const dns = watchDns(visitor.askDns, tell);
  return {
    stage,
    failed: failure.signal,
    latestServed: dns.latest,
    served: dns.look,
    fetchThroughDns: visitor.fetchThroughDns,
    verify: async () => having('verifications', await handlers.failover({ action: 'verify' })),
    status: async () => having('statuses', await handlers.failover({ action: 'status' })),
    close: async () => {
      await Promise.all([dns.stop(), handlers.stop(), schedule.stop()]);
      // A window may have queued one more event while it ended.
      await handlers.stop();
      await stage.close();
    },
  };
}

/** What the handlers let out, as happenings. */
const telling = (tell: (happening: Happening) => void, onFailure: (error: unknown) => void) => ({
  log: (line: Parameters<Log>[0]) => {
    const happening = happeningOf(line);
    if (happening !== null) tell(happening);
  },
  onSwitch: (isPresent: boolean) => tell({ kind: 'switch', isPresent }),
  onAnswer: (answer: FailoverAnswer) => {
    for (const { findings } of 'verifications' in answer ? answer.verifications : [])
      tell({ kind: 'verified', findings });
  },
  onFailure,
});

const siteFor = ({ site }: Stage): Site => ({
  ...site,
  secondary: { ...site.secondary, marker: SECONDARY_MARKER },
  policy: {
    ...site.policy,
    intervalMs: SHORTENED.intervalMs,
    cooldownMs: SHORTENED.cooldownMs,
    stableForMs: SHORTENED.stableForMs,
    failback: 'automatic',
  },
});

const checkName = (id: string): string => {
  const [name = id] = Object.entries(STAGE_CHECK_IDS).find(([, known]) => known === id) ?? [];
  return `the ${name} check`;
};

type DnsAnswers = { readonly served: Served; readonly addresses: readonly string[] };

/** Asks again and again, and tells of every change. */
function watchDns(ask: () => Promise<DnsAnswers>, tell: (happening: Happening) => void) {
  const stopped = new AbortController();
  let latest: DnsAnswers = { served: 'unknown', addresses: [] };
  const look = async (): Promise<Served> => {
    const before = latest;
    latest = await ask();
    if (before.served !== latest.served) tell({ kind: 'dns', ...latest });
    return latest.served;
  };
  const looking = (async () => {
    while (!stopped.signal.aborted) {
      await look();
      await sleep(DNS_LOOK_EVERY_MS, stopped.signal);
    }
  })();
  return {
    look,
    latest: () => latest.served,
    stop: async () => {
      stopped.abort();
      await looking;
    },
  };
}

function having<K extends string>(
  key: K,
  answer: FailoverAnswer,
): Extract<FailoverAnswer, { readonly [key in K]: unknown }> {
  if (key in answer) return answer as Extract<FailoverAnswer, { readonly [key in K]: unknown }>;
  throw new Error(`the failover function answered without ${key}`);
}
