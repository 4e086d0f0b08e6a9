import { isHealthyByCheckers } from '../../checkers.ts';
import { type Check, fail, listed, pass, unknown, warn } from '../check.ts';
import type { HealthCheck } from '../snapshot.ts';
import type { HealthChecksView } from '../views.ts';

const CONSENSUS =
  'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html';

const reported: Check<HealthChecksView> = {
  id: 'health-checks.checkers',
  severity: 'information',
  rule: "What Route 53's checkers see, as information: more than 18 % of them make a check healthy. Of many addresses only some are asked about.",
  sources: [
    CONSENSUS,
    'https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHealthCheckStatus.html',
  ],
  why: 'If the checkers see another primary than Understudy does, a firewall may keep them out: that ends in a failover on a good day.',
  judge: ({ endpoints }) => {
    const [first] = endpoints;
    if (first === undefined) return null;
    const asked = endpoints.filter(isAsked);
    if (asked.length === 0)
      return unknown(`the checkers of ${idsOf(endpoints)} were not asked`, statusCommand(first));
    const silent = asked.filter(isSilent);
    return silent.length === 0
      ? pass(listed(asked.map(share)))
      : unknown(`no checker has reported on ${idsOf(silent)}`, statusCommand(silent[0] ?? first));
  },
};

const agree: Check<HealthChecksView> = {
  id: 'health-checks.checkers-agree',
  severity: 'fail',
  rule: "Route 53's checkers and Understudy's own probes see the same primary. One healthy address makes it healthy to both.",
  sources: [
    CONSENSUS,
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-router-firewall-rules.html',
  ],
  why: 'Route 53 moves visitors to the secondary on a good day: a firewall, a rate limit or a rule by country keeps its checkers from a healthy primary.',
  judge: ({ endpoints, snapshot: { monitor } }) => {
    const theirs = healthByCheckers(endpoints);
    const [first] = endpoints;
    if (theirs === null || first === undefined || monitor === null || !monitor.ok) return null;
    const ours = monitor.value.health;
    if (ours === 'unknown') return null;
    const seen = `${listed(endpoints.filter(isAsked).map(share))}; to Understudy the primary is ${ours}`;
    if (theirs === ours) return pass(seen);
    return theirs === 'unhealthy'
      ? fail(
          seen,
          `Let the checkers in, for example by the prefix list com.amazonaws.REGION.route53-healthchecks; ${statusCommand(first)} says what stops them. For a minute after an outage that is normal.`,
        )
      : warn(
          seen,
          `Wait for a minute, which the checkers need to believe in an outage. If it lasts, look for what keeps Understudy alone from the primary, or for a check that asks too little: ${statusCommand(first)}`,
          'Route 53 by itself would leave visitors on a primary that Understudy finds broken.',
        );
  },
};

const switchSeen: Check<HealthChecksView> = {
  id: 'health-checks.switch-seen',
  severity: 'fail',
  rule: 'The checkers see the switch where it stands: more than 18 % of them see an object when it is there, and no more than that when it is absent.',
  sources: [CONSENSUS],
  why: 'The checkers see an object where there is none: Route 53 sends visitors to the secondary, and no failback brings them home.',
  judge: ({ site, switches, snapshot: { switched } }) => {
    const asked = switches.filter(isAsked);
    const [first] = asked;
    if (first === undefined || switched === 'unknown') return null;
    const silent = asked.filter(isSilent);
    if (silent.length > 0)
      return unknown(`no checker has reported on ${idsOf(silent)}`, statusCommand(first));
    const isThere = switched === 'secondary';
    const wrong = asked.filter(({ checkers }) => isHealthyByCheckers(checkers ?? []) !== isThere);
    const seen = `the object is ${isThere ? 'there' : 'absent'}: ${listed(asked.map(sight))}`;
    if (wrong.length === 0) return pass(seen);
    const mend = `Within a minute of a flip that is normal. If it lasts, compare what ${statusCommand(first)} says with the switch of ${site.name}.`;
    return isThere
      ? warn(
          seen,
          mend,
          'The failover that the object stands for does not happen: Route 53 goes by the endpoint check alone.',
        )
      : fail(seen, mend);
  },
};

export const CHECKER_CHECKS: readonly Check<HealthChecksView>[] = [reported, agree, switchSeen];

/** Null when the addresses that were asked about do not tell: nobody has reported, or others may be healthy. */
function healthByCheckers(endpoints: readonly HealthCheck[]): 'healthy' | 'unhealthy' | null {
  const views = endpoints.map(({ checkers }) => isHealthyByCheckers(checkers ?? []));
  if (views.includes(true)) return 'healthy';
  return views.length === 0 || views.includes(null) ? null : 'unhealthy';
}

/** `null` says that nobody asked the checkers, an empty list that they had nothing to say. */
const isAsked = ({ checkers }: HealthCheck): boolean => checkers !== null;

const isSilent = ({ checkers }: HealthCheck): boolean => checkers?.length === 0;

/** How many checkers say healthy, and what Route 53 makes of that. */
const share = (check: HealthCheck): string => {
  const verdict = isHealthyByCheckers(check.checkers ?? []) ? 'healthy' : 'unhealthy';
  const watched = check.ipAddress ?? check.domainName ?? check.id;
  return `${countOf(check)} find ${watched} healthy: to Route 53 it is ${verdict}`;
};

const sight = (check: HealthCheck): string => `${countOf(check)} of ${check.id} see one`;

const countOf = ({ checkers }: HealthCheck): string =>
  `${checkers?.filter(({ isHealthy }) => isHealthy).length ?? 0} of ${checkers?.length ?? 0} checkers`;

const statusCommand = ({ id }: HealthCheck): string =>
  `aws route53 get-health-check-status --health-check-id ${id}`;

const idsOf = (checks: readonly HealthCheck[]): string => listed(checks.map(({ id }) => id));
