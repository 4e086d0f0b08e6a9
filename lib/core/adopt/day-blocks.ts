import type { Served } from '../failover.ts';
import { servedBy } from '../served.ts';
import { unreachable } from '../unreachable.ts';
import { listed } from '../verify/check.ts';
import { secondaryReady } from '../verify/verify.ts';
import type { Block, DayBlockId } from './plan.ts';
import type { SiteSeen } from './seen.ts';

/** What makes this a bad moment to change records: visitors would notice, or nobody could tell. */
export const adoptDayBlocks = (seen: SiteSeen): readonly Block[] => [
  ...switchBlocks(seen),
  ...servedBlocks(seen),
  ...loadBalancerBlocks(seen),
  ...secondaryBlocks(seen),
];

/** A plain record leads to the primary whatever its health: not while visitors are kept away from it. */
export const plainDayBlocks = (seen: SiteSeen): readonly Block[] => [
  ...switchBlocks(seen),
  ...servedBlocks(seen),
];

/** The target that the name servers answer with at this moment. */
export const servedNow = ({ dns, primaryAddresses, secondaryAddresses }: SiteSeen): Served =>
  dns.ok ? servedBy(dns.value, primaryAddresses, secondaryAddresses) : 'unknown';

function switchBlocks(seen: SiteSeen): readonly Block[] {
  switch (seen.switched) {
    case 'primary':
      return [];
    case 'secondary':
      return [
        block(
          seen,
          'switch-present',
          'the switch object is there: somebody wants visitors on the secondary',
          `Wait until the failover is over, or end it: npm start -- failback ${seen.site.name} --reason TEXT`,
        ),
      ];
    case 'unknown':
      return [
        block(
          seen,
          'switch-unknown',
          'S3 could not tell whether the switch object is there',
          'Look whether --stage, --account or --switch-bucket name the right bucket, and try again.',
        ),
      ];
    default:
      return unreachable(seen.switched);
  }
}

function servedBlocks(seen: SiteSeen): readonly Block[] {
  const { site } = seen;
  const served = servedNow(seen);
  switch (served) {
    case 'primary':
      return [];
    case 'secondary':
    case 'mixed':
      return [
        block(
          seen,
          'secondary-served',
          `the name servers answer with the ${served === 'mixed' ? 'secondary for some visitors' : 'secondary'}`,
          'Records are changed while the primary is served: wait until it is.',
        ),
      ];
    case 'neither':
      // The addresses of a load balancer come and go, so that an unknown one is most likely its own.
      return site.primary.where.kind === 'load-balancer' ? [] : [dnsDiffers(seen)];
    case 'unknown':
      return [dnsUnreadable(seen)];
    default:
      return unreachable(served);
  }
}

const dnsDiffers = (seen: SiteSeen): Block =>
  block(
    seen,
    'dns-differs',
    `the name servers answer with ${listed(answered(seen))}, which is neither target`,
    `Wait a minute if the record was changed just now; otherwise ask what answers: dig ${seen.site.name}`,
  );

const dnsUnreadable = (seen: SiteSeen): Block =>
  block(
    seen,
    'dns-unreadable',
    seen.dns.ok
      ? 'no name server of the zone answered'
      : `the name servers could not be asked: ${seen.dns.why}`,
    'Afterwards nobody could tell whether visitors are served: try again where UDP and TCP port 53 are open.',
  );

/** No endpoint check watches a load balancer, so our own probe speaks for it. */
const loadBalancerBlocks = (seen: SiteSeen): readonly Block[] =>
  seen.site.primary.where.kind !== 'load-balancer' || seen.answersUs
    ? []
    : [
        block(
          seen,
          'primary-does-not-answer',
          'the load balancer does not answer a probe as sites.yml expects it',
          'With EvaluateTargetHealth Route 53 would fail over at once: see to the primary first, or to its path and expect in sites.yml.',
        ),
      ];

function secondaryBlocks(seen: SiteSeen): readonly Block[] {
  const failing = seen.findings.filter(
    ({ id, outcome }) => outcome === 'fail' && /^(bucket|website)\./.test(id),
  );
  if (failing.length > 0)
    return failing.map((finding) =>
      block(
        seen,
        'secondary-failed',
        `${finding.id}: ${finding.seen}`,
        finding.mend ?? `Mend it, then see: npm start -- verify ${seen.site.name}`,
      ),
    );
  if (secondaryReady(seen.findings) === 'healthy') return [];
  return [
    block(
      seen,
      'secondary-unknown',
      "the secondary's page could not be looked at, so nobody knows what visitors would get",
      `Deploy the site's content first, then see: npm start -- verify ${seen.site.name}`,
    ),
  ];
}

const answered = ({ dns }: SiteSeen): readonly string[] =>
  dns.ok
    ? [...new Set(dns.value.flatMap(({ answer }) => (answer.ok ? answer.value.addresses : [])))]
    : [];

const block = ({ site }: SiteSeen, id: DayBlockId, what: string, mend: string): Block => ({
  id,
  site: site.name,
  what,
  mend,
});
