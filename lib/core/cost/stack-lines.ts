import type { Config, Site } from '../site.ts';
import { type CostLine, factor, line } from './line.ts';
import { MINUTES_A_MONTH, verificationsAMonth } from './month.ts';

/** Megabytes of each function, by which its time is billed. */
export type MemoryMb = { readonly probe: number; readonly failover: number };

/** What serverless.yml gives them. */
export const MEMORY_MB: MemoryMb = { probe: 192, failover: 256 };
/** A window goes on until its successor has come and is seen: a look every 2 s, and then it saves. */
const WINDOW_SECONDS = 62;
/** How long an evaluation and a verification take, and how much longer for each site: taken, not measured. */
const EVALUATION_SECONDS = 0.5;
const EVALUATION_SECONDS_A_SITE = 0.05;
const VERIFICATION_SECONDS = 3;
/** Route 53's API is called no oftener than that. */
const ROUTE53_CALLS_A_SECOND = 4;
const ROUTE53_CALLS_A_ZONE = 3;
const CHECKERS_ASKED_MAX = 3;
/** A look every 2 s, and up to ten while a window waits for its turn; a window joins and leaves. */
const LEASE_READS_A_MINUTE = 39;
const LEASE_WRITES_A_MINUTE = 2;
/** Window, and SecondaryReady of the stack. */
const STACK_METRICS = 2;
/** Those that do not belong to a site. */
const STACK_ALARMS = 8;
const LOG_KB_A_MINUTE = 2;
const KB_A_GB = 1_000_000;
/** A month with an outage or two. */
const ALERTS_A_MONTH = 30;

/** What is there once for all sites. */
export const stackLines = (config: Config, memoryMb: MemoryMb): readonly CostLine[] => [
  ...functionLines(config, memoryMb),
  line('schedules', 'scheduler', [factor(invocations(config), 'invocations')]),
  line('state table, looks for the next window', 'tableReads', [
    factor(MINUTES_A_MONTH, 'minutes'),
    factor(LEASE_READS_A_MINUTE, 'read units'),
  ]),
  line('state table, windows that hand over', 'tableWrites', [
    factor(MINUTES_A_MONTH, 'minutes'),
    factor(LEASE_WRITES_A_MINUTE, 'write units'),
  ]),
  line('metrics of the stack', 'metrics', [factor(STACK_METRICS, 'metrics')]),
  line('alarms of the stack', 'alarms', [factor(STACK_ALARMS, 'alarms')]),
  line('dashboard', 'dashboards', [factor(1, 'dashboards')]),
  line('metrics written, the heartbeat alarm read', 'metricRequests', [
    factor(MINUTES_A_MONTH + 2 * verificationsAMonth(config), 'requests'),
  ]),
  line('windows and invocations in the log', 'logs', [
    factor(MINUTES_A_MONTH, 'minutes'),
    factor(LOG_KB_A_MINUTE / KB_A_GB, 'GB'),
  ]),
  ...alertLines(config),
];

/** What goes from a topic to a function costs nothing; what goes to whom a person subscribes is not known here. */
function alertLines({ alerts }: Config): readonly CostLine[] {
  const { email, amazonQ, escalation } = alerts;
  return [
    line('alerts by mail', 'mails', [
      factor(ALERTS_A_MONTH, 'alerts'),
      factor(email.length + (escalation?.email.length ?? 0), 'addresses'),
    ]),
    line('alerts, published', 'publishes', [
      factor(ALERTS_A_MONTH, 'alerts'),
      factor(1 + (amazonQ ? 1 : 0) + (escalation === null ? 0 : 1), 'topics'),
    ]),
  ];
}

/** Metrics that the dashboard shows; beyond 50 it is not free. */
export const metricsShown = ({ sites, alerts }: Config): number =>
  METRICS_SHOWN_OF_STACK +
  (alerts.slack === null ? 2 : 3) * METRICS_SHOWN_OF_FUNCTION +
  sites.reduce((sum, site) => sum + metricsShownOf(site), 0);

/** Window, Blind, NotProbed and SecondaryReady. */
const METRICS_SHOWN_OF_STACK = 4;
/** Errors, throttles and duration. */
const METRICS_SHOWN_OF_FUNCTION = 3;

const metricsShownOf = ({ primary }: Site): number =>
  6 + (primary.protocol === 'https' ? 1 : 0) + (primary.expect.slowAfterMs === null ? 0 : 1);

const invocations = (config: Config): number => 2 * MINUTES_A_MONTH + verificationsAMonth(config);

const functionLines = (config: Config, { probe, failover }: MemoryMb): readonly CostLine[] => [
  line('Lambda: windows', 'lambdaGbSeconds', [
    factor(MINUTES_A_MONTH, 'windows'),
    factor(WINDOW_SECONDS, 's'),
    gigabytes(probe),
  ]),
  line('Lambda: evaluations', 'lambdaGbSeconds', [
    factor(MINUTES_A_MONTH, 'evaluations'),
    factor(EVALUATION_SECONDS + EVALUATION_SECONDS_A_SITE * config.sites.length, 's'),
    gigabytes(failover),
  ]),
  line('Lambda: verifications', 'lambdaGbSeconds', [
    factor(verificationsAMonth(config), 'verifications'),
    factor(VERIFICATION_SECONDS + route53Calls(config) / ROUTE53_CALLS_A_SECOND, 's'),
    gigabytes(failover),
  ]),
  line('Lambda: requests', 'lambdaRequests', [factor(invocations(config), 'requests')]),
];

const gigabytes = (mb: number) => factor(mb / 1_024, 'GB');

/** One list of all health checks, each zone and its records, and what the checkers of a site see. */
const route53Calls = ({ sites }: Config): number =>
  1 +
  ROUTE53_CALLS_A_ZONE * new Set(sites.map(({ hostedZone }) => hostedZone)).size +
  sites.reduce((sum, { primary: { where } }) => sum + checkersAsked(where), 0);

const checkersAsked = (where: Site['primary']['where']): number =>
  1 + (where.kind === 'addresses' ? Math.min(where.addresses.length, CHECKERS_ASKED_MAX) : 0);
