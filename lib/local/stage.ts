import { NOBODY_IS_TOLD } from '../core/alerts/alerts.ts';
import type { ControllerState, MonitorState } from '../core/records.ts';
import type { ContentFile } from '../core/verify/snapshot.ts';
import type { FindNameServers, ResolveAddresses } from '../core/world.ts';
import { makeAlerting } from './alerting.ts';
import { type Buckets, makeBuckets, publicReadPolicy } from './buckets.ts';
import { makeDial, NotOnStageError } from './dial.ts';
import type { AnswerZone } from './dns-response.ts';
import { startDnsServer } from './dns-server.ts';
import {
  type HealthCheckerOptions,
  type HealthCheckers,
  startHealthCheckers,
} from './health-checkers.ts';
import { LOOPBACK } from './listen.ts';
import { makeMemoryStore } from './memory-state.ts';
import { makeMetricCounter, makeOutbox } from './outbox.ts';
import { startOutside } from './outside.ts';
import { startPrimary } from './primary.ts';
import { startS3WebsiteServer } from './s3-website-server.ts';
import {
  STAGE_CHECK_IDS,
  STAGE_PLACES,
  STAGE_RECORDS,
  STAGE_SITE,
  STAGE_ZONE,
  stageChecks,
} from './stage-site.ts';
import type { SiteFile, Stage, StageOptions } from './stage-type.ts';
import { makeZone, type StageZone } from './zone.ts';
import { answerFor, plainName, type ZoneAnswer } from './zone-answer.ts';

const FAILURE_THRESHOLD_DEFAULT = 3;
/** As deploying uploads the content. */
const CACHE_CONTROL = 'max-age=60';

/** Opens the stage: everything listens and every health check has settled. What fails to open leaves nothing behind. */
export async function startStage(options: StageOptions): Promise<Stage> {
  const closers: Closers = [];
  let closing: Promise<unknown> | null = null;
  const close = async () => {
    closing ??= Promise.all(closers.map((closeOne) => closeOne()));
    await closing;
  };
  try {
    return await openStage(options, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

type Closers = (() => Promise<void>)[];

async function openStage(
  options: StageOptions,
  closers: Closers,
  close: () => Promise<void>,
): Promise<Stage> {
  const keep = <T extends { readonly close: () => Promise<void> }>(part: T): T => {
    closers.push(part.close);
    return part;
  };
  const buckets = furnishedBuckets(options.files);
  const { data, setRecords, ...zonePorts } = stageZone(options);
  const primary = keep(await startPrimary(primaryOptions(options)));
  const website = keep(await startS3WebsiteServer(buckets, STAGE_SITE.secondary.region));
  const outside = keep(await startOutside());
  const targets = targetPorts(primary.port, website.port);
  const checks = keep(
    startHealthCheckers({ dial: makeDial(targets), resolveAddresses }, checkerOptions(options)),
  );
  const answer: AnswerZone = (name, type) => answerFor(data(), checks.isHealthy, name, type);
  const dns = keep(await startDnsServer(answer, options.dnsPort ?? 0));
  return {
    ...worldOf(options, buckets, checks),
    ...zonePorts,
    dial: makeDial({
      ...targets,
      ...portsOf(STAGE_PLACES.nameServers, 53, dns.port),
      ...portsOf(STAGE_PLACES.controls, 80, outside.controlsPort),
    }),
    dialNowhere: () => ({ address: LOOPBACK, port: outside.nowherePort }),
    zone: { data, setRecords },
    primary,
    buckets,
    checks,
    ports: { primary: primary.port, website: website.port, dns: dns.port },
    servedNow: () => servedBy(answer(STAGE_SITE.name, 'A')),
    close,
  };
}

/** Everything of the stage that does not depend on where it listens. */
function worldOf(options: StageOptions, buckets: Buckets, checks: HealthCheckers) {
  const outbox = makeOutbox(options.onMessage);
  const metrics = makeMetricCounter();
  const alerting = makeAlerting();
  return {
    site: STAGE_SITE,
    checkIds: STAGE_CHECK_IDS,
    controls: STAGE_PLACES.controls.map(({ name }) => `http://${name}/`),
    messages: outbox.messages,
    metrics: metrics.counts,
    publish: outbox.publish,
    putMetrics: metrics.putMetrics,
    monitorStore: makeMemoryStore<MonitorState>('monitor'),
    controllerStore: makeMemoryStore<ControllerState>('controller'),
    listHealthChecks: checks.listHealthChecks,
    readCheckers: checks.readCheckers,
    readBucket: buckets.readBucket,
    listObjects: buckets.listObjects,
    readTopic: alerting.readTopic,
    readChatTopic: null,
    readEscalationTopic: null,
    readParameter: alerting.readParameter,
    readHeartbeat: alerting.readHeartbeat,
    alerting,
    expected: expectedOf(buckets),
    switch: buckets.switchIn(STAGE_PLACES.switchBucket),
    findNameServers,
    resolveAddresses,
  };
}

/** As the bucket is when the stage opens: what is changed there later is a difference. */
const expectedOf = (buckets: Buckets): Stage['expected'] => ({
  siteNames: [STAGE_SITE.name],
  alerts: { ...NOBODY_IS_TOLD, email: ['ops@example.com'] },
  switchDomain: `${STAGE_PLACES.switchBucket}.${STAGE_PLACES.restName}`,
  content: { ok: true, value: describedIn(buckets) },
});

const describedIn = (buckets: Buckets): readonly ContentFile[] =>
  [...(buckets.find(STAGE_SITE.secondary.bucket)?.objects ?? [])].map(([key, { body, etag }]) => ({
    key,
    md5: etag.replaceAll('"', ''),
    bytes: body.length,
  }));

/** The website's bucket with its files, and the switch's, both as they must be in production. */
function furnishedBuckets(files: readonly SiteFile[]): Buckets {
  const buckets = makeBuckets();
  const { bucket, region } = STAGE_SITE.secondary;
  const website = { index: 'index.html', error: 'index.html', redirectsAllTo: null };
  const open = {
    region,
    isPublicAccessBlocked: false,
    isVersioned: { ok: true, value: true },
  } as const;
  buckets.create({ ...open, name: bucket, website, policy: publicReadPolicy(bucket) });
  const { switchBucket } = STAGE_PLACES;
  buckets.create({ ...open, name: switchBucket, policy: publicReadPolicy(switchBucket) });
  for (const file of files)
    buckets.putObject(bucket, file.path, { ...file, cacheControl: CACHE_CONTROL });
  return buckets;
}

const primaryOptions = ({ primaryPage }: StageOptions) =>
  primaryPage === undefined ? {} : { page: primaryPage };

const stageZone = ({ settleAsks = 0 }: StageOptions): StageZone =>
  makeZone(
    STAGE_ZONE,
    STAGE_RECORDS,
    { [STAGE_PLACES.websiteName]: [STAGE_PLACES.websiteAddress] },
    { healthCheckIds: Object.values(STAGE_CHECK_IDS), settleAsks },
  );

const checkerOptions = (options: StageOptions): HealthCheckerOptions => ({
  checks: stageChecks(options.failureThreshold ?? FAILURE_THRESHOLD_DEFAULT),
  ...(options.checkerIntervalMs === undefined ? {} : { intervalMs: options.checkerIntervalMs }),
  ...(options.chance === undefined ? {} : { chance: options.chance }),
  ...(options.onHealth === undefined ? {} : { onHealth: options.onHealth }),
});

const targetPorts = (primaryPort: number, websitePort: number) => ({
  [`${STAGE_PLACES.primaryAddress}:80`]: primaryPort,
  [`${STAGE_PLACES.websiteAddress}:80`]: websitePort,
  [`${STAGE_PLACES.restAddress}:80`]: websitePort,
});

/** One local port for all of these places. */
const portsOf = (
  places: readonly { readonly address: string }[],
  port: number,
  localPort: number,
): Readonly<Record<string, number>> =>
  Object.fromEntries(places.map(({ address }) => [`${address}:${port}`, localPort]));

const servedBy = (answer: ZoneAnswer): 'primary' | 'secondary' =>
  answer.kind === 'answer' &&
  answer.sets.some(({ values }) => values.includes(STAGE_PLACES.primaryAddress))
    ? 'primary'
    : 'secondary';

const findNameServers: FindNameServers = async (zoneName) => {
  if (plainName(zoneName) !== STAGE_ZONE.name) throw new NotOnStageError(zoneName);
  return STAGE_PLACES.nameServers;
};

/** The names that the stage knows; every bucket has one. */
const resolveAddresses: ResolveAddresses = async (name) => {
  const asked = plainName(name);
  if (asked === STAGE_PLACES.websiteName) return [STAGE_PLACES.websiteAddress];
  if (asked.endsWith(`.${STAGE_PLACES.restName}`)) return [STAGE_PLACES.restAddress];
  const server = STAGE_PLACES.nameServers.find((one) => one.name === asked);
  if (server !== undefined) return [server.address];
  const control = STAGE_PLACES.controls.find((one) => one.name === asked);
  if (control !== undefined) return [control.address];
  throw new NotOnStageError(name);
};
