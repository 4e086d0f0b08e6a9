import type { LeftOut, RecordNote } from '../core/init/found.ts';
import type { ProtocolFound } from '../core/init/protocol.ts';
import type { RegionReason } from '../core/init/region.ts';
import { unreachable } from '../core/unreachable.ts';
import { quoted } from './text.ts';

/** Why a name gets no entry, and what would give it one; what follows the name and a colon. */
export function leftOutText({ reason, detail }: LeftOut): string {
  const it = quoted(detail);
  switch (reason) {
    case 'name-cannot-be-a-bucket':
      return 'its secondary needs a bucket of the same name, and S3 or sites.yml refuses this one.';
    case 'no-record':
      return 'it has no A record, so no visitor gets there today.';
    case 'ipv6-only':
      return 'it has an AAAA record alone, and an S3 website has no IPv6 address to fail over to.';
    case 'cname-elsewhere':
      return `its CNAME leads to ${it}, which is not known to be yours. Route 53 checks an IP address or a load balancer: write one of them by hand, and make the record an A record.`;
    case 'alias-elsewhere':
      return `its alias leads to ${it}, which is neither an address nor a load balancer. Write by hand where the site lives, if it has one of them.`;
    case 'cloudfront':
      return `it is served by CloudFront (${it}), which can be the primary or the secondary and not both, and which fails over by itself with an origin group: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html`;
    case 's3-website':
      return `it is an S3 website already (${it}), so there is no primary to fail over from.`;
    case 'other-routing':
      return `its records have ${it} routing, and Route 53 takes no failover pair beside them. Make it one plain record first.`;
    case 'broken-pair':
      return 'its records are no pair of one PRIMARY and one SECONDARY. Mend them first, or make them one plain record.';
    case 'address-not-public':
      return `its A record holds ${it}, which Route 53's health checkers cannot reach.`;
    case 'too-many-addresses':
      return `its A record holds ${it} addresses, more than a site may have. Put a load balancer in front of them.`;
    case 'internal-load-balancer':
      return `its load balancer (${it}) is internal, so neither Route 53 nor the monitor can reach it.`;
    default:
      return unreachable(reason);
  }
}

/** What somebody should know about the records of a site. */
export function recordNoteText(found: RecordNote): string {
  switch (found.note) {
    case 'failover-pair':
      return 'The records are a failover pair already: adopt takes them over as they stand.';
    case 'cname':
      return `The record is a CNAME to ${quoted(found.target)}. Make it an alias, type A, before adopt: a CNAME stands alone at its name, so it can be no part of the pair.`;
    case 'same-as':
      return `The record leads to ${quoted(found.target)}, so this is what stands there. After adopt each of the two has records of its own.`;
    case 'ipv6':
      return 'There is an AAAA record, too. An S3 website has no IPv6 address, so visitors who come over IPv6 are failed over only behind CloudFront (https: true); adopt asks what shall become of the record.';
    case 'ipv6-left-out':
      return 'There is an AAAA record, too, and what it leads to is not in this file; adopt asks what shall become of it.';
    default:
      return unreachable(found);
  }
}

/** How the protocol was found; a comment behind it. */
export function protocolText({ why, certificateProblem }: ProtocolFound): string {
  const wrong =
    certificateProblem === null ? 'shows no certificate that holds' : certificateProblem;
  switch (why) {
    case 'certificate-holds':
      return 'it answered with a certificate that holds for the name';
    case 'redirects-to-https':
      return certificateProblem === null
        ? 'http redirects to it'
        : `http redirects to it, but its certificate does not hold: ${quoted(wrong)}`;
    case 'answers-over-http':
      return 'it answered, and did not redirect to https';
    case 'answers-over-https-alone':
      return `nothing answered over http; look at the certificate: ${quoted(wrong)}`;
    case 'silent':
      return 'NOTHING ANSWERED when this file was written: check address, protocol and port';
    default:
      return unreachable(why);
  }
}

/** Why the secondaries are in this region. */
export function regionText(why: RegionReason): string {
  switch (why.because) {
    case 'a-secondary-is-there':
      return 'an S3 website stands in there already';
    case 'a-load-balancer-is-elsewhere':
      return `not where the load balancer is (${why.regions.join(', ')}), so that one bad day does not take both`;
    case 'your-settings-name-another':
      return `not ${quoted(why.settings)}, which your AWS settings name and where the primary probably is`;
    case 'nothing-is-known':
      return 'best another region than the one that the primary lives in';
    default:
      return unreachable(why);
  }
}
