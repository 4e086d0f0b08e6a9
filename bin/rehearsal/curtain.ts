import type { FailoverAnswer } from '../../lib/app/failover-actions.ts';
import type { Served } from '../../lib/core/failover.ts';
import type { Happening } from '../../lib/core/rehearsal.ts';
import type { Act } from '../../lib/core/rehearsal-script.ts';
import type { Policy, Site } from '../../lib/core/site.ts';
import type { Page } from '../../lib/core/verify/snapshot.ts';
import type { Log } from '../../lib/core/world.ts';
import { elapsed, sleep } from '../../lib/io/clock.ts';
import { firstWindowMs, type StagePace, windowMsMax } from '../../lib/local/pace.ts';
import { runSchedule } from '../../lib/local/schedule.ts';
import { startStage } from '../../lib/local/stage.ts';
import { STAGE_CHECK_IDS } from '../../lib/local/stage-site.ts';
import type { Stage } from '../../lib/local/stage-type.ts';
import { Doom } from './doom.ts';
import { handlersOn } from './handlers.ts';
import { happeningOf } from './happening.ts';
import { stagehandOf, tellAnswer } from './stagehand.ts';
import { visitorOf, watchDns } from './visitor.ts';

/** Text that only the secondary's page contains; see site/index.html. */
export const SECONDARY_MARKER = 'understudy-fallback';

export type CurtainOptions = {
  readonly fallbackPage: string;
  readonly dnsPort: number;
  readonly stateFile: string;
  readonly pace: StagePace;
  /** What the script wants of the site's policy. */
  readonly policy: Partial<Policy>;
  readonly onHappening: (happening: Happening, at: number) => void;
};

/** The stage with the real handlers at work on it. */
export type Rehearsal = {
  readonly stage: Stage;
  readonly pace: StagePace;
  /** Aborted, with the error, once a function or a window failed: nothing that follows means anything. */
  readonly failed: AbortSignal;
  readonly perform: (act: Act) => Promise<void>;
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
  const { pace } = options;
  const tell = (happening: Happening) => options.onHappening(happening, elapsed());
  const failure = new AbortController();
  const onFailure = (error: unknown) => failure.abort(error);
  const stage = await openStage(options, tell);
  let site = siteFor(stage, pace, options.policy);
  const doom = new Doom((moment) => tell({ kind: 'crash', moment }));
  const handlers = handlersOn(stage, {
    site: () => site,
    stateFile: options.stateFile,
    retryAfterMs: pace.windowMs,
    doom,
    ...telling(tell),
    onFailure,
  });
  const deploy = (policy: Partial<Policy>) => {
    site = { ...site, policy: { ...site.policy, ...policy } };
  };
  const windows = { firstMs: firstWindowMs(pace), everyMs: pace.windowMs };
  const schedule = runSchedule({ sleep, elapsed, onFailure }, windows, () =>
    handlers.runWindow(windowMsMax(pace)),
  );
  const visitor = visitorOf(stage, site);
  const dns = watchDns(visitor.askDns, tell);
  return {
    stage,
    pace,
    failed: failure.signal,
    perform: stagehandOf({ stage, handlers, doom, deploy, tell, onFailure }),
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

const openStage = (
  { fallbackPage, dnsPort, pace }: CurtainOptions,
  tell: (happening: Happening) => void,
): Promise<Stage> =>
  startStage({
    files: [{ path: 'index.html', body: fallbackPage, contentType: 'text/html' }],
    checkerIntervalMs: pace.checkerIntervalMs,
    dnsPort,
    onMessage: (message) => tell({ kind: 'mail', message }),
    onHealth: ({ id, isHealthy }) => tell({ kind: 'health-check', name: checkName(id), isHealthy }),
  });

/** What the handlers let out, as happenings. */
const telling = (tell: (happening: Happening) => void) => ({
  log: (line: Parameters<Log>[0]) => {
    const happening = happeningOf(line);
    if (happening !== null) tell(happening);
  },
  onSwitch: (isPresent: boolean) => tell({ kind: 'switch', isPresent }),
  onAnswer: (answer: FailoverAnswer) => tellAnswer(answer, tell),
});

function siteFor({ site }: Stage, pace: StagePace, policy: Partial<Policy>): Site {
  const { intervalMs, failureThreshold, cooldownMs, stableForMs, stayMs } = pace;
  const paced = { intervalMs, failureThreshold, cooldownMs, stableForMs };
  const drill = { ...site.policy.drill, stayMs };
  return {
    ...site,
    secondary: { ...site.secondary, marker: SECONDARY_MARKER },
    policy: { ...site.policy, ...paced, drill, ...policy },
  };
}

const checkName = (id: string): string => {
  const [name = id] = Object.entries(STAGE_CHECK_IDS).find(([, known]) => known === id) ?? [];
  return `the ${name} check`;
};

function having<K extends string>(
  key: K,
  answer: FailoverAnswer,
): Extract<FailoverAnswer, { readonly [key in K]: unknown }> {
  if (key in answer) return answer as Extract<FailoverAnswer, { readonly [key in K]: unknown }>;
  throw new Error(`the failover function answered without ${key}`);
}
