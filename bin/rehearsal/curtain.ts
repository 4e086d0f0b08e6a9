import { failoverHandler } from '../../functions/handlers/failover.ts';
import { probeHandler } from '../../functions/handlers/probe.ts';
import type { FailoverAnswer, FailoverRequest } from '../../lib/app/failover-actions.ts';
import { askNameServers } from '../../lib/app/look.ts';
import type { Served } from '../../lib/core/failover.ts';
import type { RehearsalStep } from '../../lib/core/rehearsal.ts';
import { websiteEndpoint } from '../../lib/core/s3-website.ts';
import { servedBy } from '../../lib/core/served.ts';
import type { Site } from '../../lib/core/site.ts';
import type { Page } from '../../lib/core/verify/snapshot.ts';
import type { Log, Message, Sleep } from '../../lib/core/world.ts';
import { elapsed, now, sleep } from '../../lib/io/clock.ts';
import { makeAskNameServer } from '../../lib/io/dns.ts';
import { makeFetchPage } from '../../lib/io/fetch-page.ts';
import { makeOpenProber } from '../../lib/io/probe/prober.ts';
import {
  decodeController,
  decodeMonitor,
  encodeController,
  encodeMonitor,
} from '../../lib/io/state-records.ts';
import { makeFileStores } from '../../lib/local/file-state.ts';
import { makeInvoker } from '../../lib/local/invoker.ts';
import { runSchedule } from '../../lib/local/schedule.ts';
import { startStage } from '../../lib/local/stage.ts';
import type { Stage } from '../../lib/local/stage-type.ts';

/** What is quicker than in production, so that a bad day fits into half a minute. */
export const SHORTENED = {
  intervalMs: 1_000,
  windowMs: 3_000,
  checkerIntervalMs: 1_000,
  cooldownMs: 5_000,
  stableForMs: 2_000,
} as const;

/** Text that only the secondary's page contains; see site/index.html. */
const SECONDARY_MARKER = 'understudy-fallback';
/** As long as the function may run in production (serverless.yml). */
const FAILOVER_MS = 60_000;

export type CurtainOptions = {
  readonly fallbackPage: string;
  readonly dnsPort: number;
  readonly stateFile: string;
  readonly onReport: (step: RehearsalStep, atMs: number, message: Message | null) => void;
};

/** The stage with the real handlers at work on it. */
export type Rehearsal = {
  readonly stage: Stage;
  readonly elapsed: () => number;
  readonly sleep: Sleep;
  readonly secondaryMarker: string;
  readonly killPrimary: () => Promise<void>;
  readonly revivePrimary: () => Promise<void>;
  readonly served: () => Promise<Served>;
  readonly fetchThroughDns: () => Promise<Page>;
  readonly verify: () => Promise<FailoverAnswer>;
  readonly status: () => Promise<Extract<FailoverAnswer, { readonly statuses: unknown }>>;
  readonly close: () => Promise<void>;
};

/** Opens the stage, puts the real handlers on it, and starts their schedule. */
export async function raiseCurtain(options: CurtainOptions): Promise<Rehearsal> {
  const stage = await startStage({
    files: [{ path: 'index.html', body: options.fallbackPage, contentType: 'text/html' }],
    checkerIntervalMs: SHORTENED.checkerIntervalMs,
    dnsPort: options.dnsPort,
    onMessage: (message) => {
      const step = STEP_OF_EVENT[message.attributes.event];
      if (step !== undefined) options.onReport(step, elapsed(), message);
    },
  });
  const log: Log = (line) => {
    if (line.message === 'health changed' && line.to === 'unhealthy')
      options.onReport('detected', elapsed(), null);
  };
  const site = siteFor(stage);
  const handlers = handlersOn(stage, site, log, options.stateFile);
  const schedule = runSchedule({ sleep, elapsed }, SHORTENED.windowMs, handlers.runWindow);
  return {
    stage,
    elapsed,
    sleep,
    secondaryMarker: SECONDARY_MARKER,
    killPrimary: stage.primary.kill,
    revivePrimary: stage.primary.revive,
    ...visitorOf(stage, site),
    verify: () => handlers.failover({ action: 'verify' }),
    status: async () => {
      const answer = await handlers.failover({ action: 'status' });
      if (!('statuses' in answer)) throw new Error('status answered with something else');
      return answer;
    },
    close: async () => {
      handlers.stop();
      await schedule.stop();
      await handlers.idle();
      await stage.close();
    },
  };
}

const STEP_OF_EVENT: Readonly<Record<string, RehearsalStep>> = {
  'incident-opened': 'alerted',
  'incident-resolved': 'resolved',
};

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

/** The handlers of functions/, handed the stage where production hands them AWS. */
function handlersOn(stage: Stage, site: Site, log: Log, stateFile: string) {
  const stopped = new AbortController();
  const endingSleep: Sleep = (durationMs, signal) =>
    sleep(durationMs, AbortSignal.any([stopped.signal, ...(signal === undefined ? [] : [signal])]));
  const stores = makeFileStores({
    file: stateFile,
    codecs: {
      monitor: { encode: encodeMonitor, decode: decodeMonitor },
      controller: { encode: encodeController, decode: decodeController },
    },
  });
  const common = {
    ...stage,
    now,
    elapsed,
    sleep: endingSleep,
    log,
    controllers: stores.controller,
  };
  const sites = [site];
  const failover = failoverHandler(() => ({
    sites,
    deps: {
      ...common,
      monitors: stores.monitor,
      askNameServer: makeAskNameServer({ dial: stage.dial }),
      fetchPage: makeFetchPage({ dial: stage.dial, lookup: stage.resolveAddresses }),
    },
  }));
  const invoker = makeInvoker({
    handler: (event) => failover(event, lasting(FAILOVER_MS)),
    log,
  });
  const probe = probeHandler(() => ({
    sites,
    deps: {
      ...common,
      stack: 'rehearsal',
      store: stores.monitor,
      openProber: makeOpenProber({ now, dial: stage.dial, lookup: stage.resolveAddresses }),
      invokeFailover: invoker.invokeFailover,
    },
  }));
  return {
    runWindow: async (durationMs: number) => {
      await probe({ shard: 0, of: 1, durationMs }, lasting(FAILOVER_MS));
    },
    failover: (request: Partial<FailoverRequest>) => failover(request, lasting(FAILOVER_MS)),
    idle: invoker.idle,
    stop: () => stopped.abort(),
  };
}

/** Lambda's context, as far as the handlers read it. */
const lasting = (ms: number) => {
  const endsAt = elapsed() + ms;
  return { getRemainingTimeInMillis: () => endsAt - elapsed() };
};

/** Somebody who asks every name server and then fetches the page from the address that they gave. */
function visitorOf(stage: Stage, site: Site) {
  const askNameServer = makeAskNameServer({ dial: stage.dial });
  const fetchPage = makeFetchPage({ dial: stage.dial, lookup: stage.resolveAddresses });
  const askAll = () => askNameServers({ ...stage, askNameServer }, site);
  const primary = site.primary.where.kind === 'addresses' ? site.primary.where.addresses : [];
  const website = websiteEndpoint(site.secondary.region)?.dnsName ?? '';
  return {
    served: async () => servedBy(await askAll(), primary, await stage.resolveAddresses(website)),
    fetchThroughDns: async () => {
      const [first] = await askAll();
      const address = first?.answer.ok === true ? first.answer.value.addresses[0] : undefined;
      if (address === undefined) throw new Error(`DNS has no address for ${site.name}`);
      const hostname = site.name;
      return fetchPage({ address, port: 80, hostname, path: '/', timeoutMs: 2_000 });
    },
  };
}
