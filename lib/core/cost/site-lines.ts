import type { Config, Primary, Site } from '../site.ts';
import { type CostLine, factor, line } from './line.ts';
import { MINUTES_A_MONTH, verificationsAMonth } from './month.ts';

/**
 * Units of the state table for a minute: the window reads the site's record and asks whether failover
 * has something to do, the evaluation reads both records, and the window writes its own.
 */
const READS_A_MINUTE = 4;
const WRITES_A_MINUTE = 1;
/** And for a verification: four records are read twice or once, and one of up to 2 KB is written. */
const READS_A_VERIFICATION = 5;
const WRITES_A_VERIFICATION = 2;
/** An evaluation asks for the switch and for the secondary's page. */
const GETS_AN_EVALUATION = 2;
/** The same, seven settings of the bucket, its account's, its head and a link deep into the site. */
const GETS_A_VERIFICATION = 12;
/** Before a distribution an evaluation looks at the page, and a verification at that, a link and plain HTTP. */
const EDGE_LOOKS_A_VERIFICATION = 3;
/** Each visit runs a function before and after. */
const FUNCTIONS_A_LOOK = 2;
/** The page with its handshake. */
const EDGE_LOOK_KB = 10;
/** A request with its headers and what TCP adds; every tenth opens a connection. */
const PROBE_OUT_KB = 0.6;
/** The decision of each evaluation, as it stands in the log. */
const DECISION_KB = 0.6;
const KB_A_GB = 1_000_000;

/** What one site adds to the bill of a month. */
export const siteLines = (config: Config, site: Site): readonly CostLine[] => [
  ...checkLines(site.primary),
  line('metrics that are written every minute', 'metrics', [
    factor(metricsAlways(site.primary), 'metrics'),
  ]),
  ...(config.alerts.route53
    ? [line("alarm on Route 53's own metric", 'alarms', [factor(1, 'alarms')])]
    : []),
  ...tableLines(config),
  ...requestLines(config),
  ...(site.secondary.front.kind === 'cloudfront' ? edgeLines(config) : []),
  line('probes, what they send', 'transferOut', [
    factor((MINUTES_A_MONTH * 60_000) / site.policy.intervalMs, 'probes'),
    factor(addressesOf(site.primary), 'addresses'),
    factor(PROBE_OUT_KB / KB_A_GB, 'GB'),
  ]),
  line('a decision a minute in the log', 'logs', [
    factor(MINUTES_A_MONTH, 'lines'),
    factor(DECISION_KB / KB_A_GB, 'GB'),
  ]),
];

/** PrimaryHealthy and ProbeLatency; all others are written on bad days only, but for a certificate's days. */
export const metricsAlways = ({ protocol }: Pick<Primary, 'protocol'>): number =>
  protocol === 'https' ? 3 : 2;

/** A load balancer's addresses change; it has at least one in each of two zones. */
const addressesOf = ({ where }: Primary): number =>
  where.kind === 'addresses' ? where.addresses.length : 2;

/** As lib/stack makes them: for each address a check and a switch check, and one for the site. */
function checkLines(primary: Primary): readonly CostLine[] {
  const { where } = primary;
  const isBalanced = where.kind === 'load-balancer';
  const count = isBalanced ? 1 : where.addresses.length;
  const route53 = (...given: Parameters<typeof line>) =>
    line(given[0], given[1], given[2], 'route53');
  const switches = [
    route53('switch checks', 'checksInAws', [factor(count, 'checks')]),
    route53('switch checks: HTTPS, every 10 s', 'checkOptionsInAws', [
      factor(count, 'checks'),
      factor(2, 'options'),
    ]),
  ];
  if (isBalanced) return switches;
  const calculated = route53('the check of the site, calculated', 'checksCalculated', [
    factor(1, 'checks'),
  ]);
  // Whoever had endpoint checks before pays for them already.
  if (primary.healthCheckIds.length > 0) return [...switches, calculated];
  const options = endpointOptions(primary);
  return [
    route53('endpoint checks, taken to be outside AWS', 'checksOutside', [factor(count, 'checks')]),
    route53(`endpoint checks: ${options.join(', ')}`, 'checkOptionsOutside', [
      factor(count, 'checks'),
      factor(options.length, 'options'),
    ]),
    ...switches,
    calculated,
  ];
}

/** What Route 53 bills apart. Which question its checkers ask, lib/stack decides. */
export function endpointOptions({ protocol, expect }: Primary): readonly string[] {
  const isAsked =
    protocol !== 'tcp' && expect.status.every(({ from, to }) => from >= 200 && to <= 399);
  const words = expect.contains;
  return [
    ...(isAsked && protocol === 'https' ? ['HTTPS'] : []),
    ...(isAsked && words !== null && words !== '' && words.length <= 255
      ? ['text in the answer']
      : []),
    'every 10 s',
  ];
}

const tableLines = (config: Config): readonly CostLine[] => [
  line('state table, read', 'tableReads', [
    factor(
      READS_A_MINUTE * MINUTES_A_MONTH + READS_A_VERIFICATION * verificationsAMonth(config),
      'read units',
    ),
  ]),
  line('state table, written', 'tableWrites', [
    factor(
      WRITES_A_MINUTE * MINUTES_A_MONTH + WRITES_A_VERIFICATION * verificationsAMonth(config),
      'write units',
    ),
  ]),
];

/** The health checkers' own look at an absent switch is not billed: it is refused from outside the account. */
const requestLines = (config: Config): readonly CostLine[] => [
  line('S3: switch, page and settings', 's3Gets', [
    factor(
      GETS_AN_EVALUATION * MINUTES_A_MONTH + GETS_A_VERIFICATION * verificationsAMonth(config),
      'requests',
    ),
  ]),
  line("S3: the bucket's content, listed", 's3Lists', [
    factor(verificationsAMonth(config), 'requests'),
  ]),
];

/** What our own looks cost there; visitors come on bad days only. A certificate of ACM costs nothing. */
function edgeLines(config: Config): readonly CostLine[] {
  const looks = factor(
    MINUTES_A_MONTH + EDGE_LOOKS_A_VERIFICATION * verificationsAMonth(config),
    'looks',
  );
  return [
    line('CloudFront: looks at the secondary', 'edgeRequests', [looks]),
    line('CloudFront: functions of a look', 'edgeFunctions', [
      looks,
      factor(FUNCTIONS_A_LOOK, 'runs'),
    ]),
    line('CloudFront: what a look is answered with', 'edgeTransferOut', [
      looks,
      factor(EDGE_LOOK_KB / KB_A_GB, 'GB'),
    ]),
  ];
}
