import type { Served } from '../../failover.ts';
import { servedBy } from '../../served.ts';
import type { Site } from '../../site.ts';
import { type Check, judgeAll, listed, pass, unknown } from '../check.ts';
import type { Finding } from '../finding.ts';
import type { NameServerAnswer, Snapshot } from '../snapshot.ts';

/** What the resolvers of the public say, as information; nothing where none were asked. */
export const verifyPublicResolvers = (site: Site, snapshot: Snapshot): Finding[] =>
  judgeAll(PUBLIC_RESOLVER_CHECKS, { site, snapshot });

type ResolversView = { readonly site: Site; readonly snapshot: Snapshot };

const publicResolvers: Check<ResolversView> = {
  id: 'dns.public-resolvers',
  severity: 'information',
  rule: "Resolvers may go on saying what was true until the TTL is over, and some longer (RFC 8767), so no answer of theirs is wrong: it is told and not judged. The truth is with the zone's name servers.",
  sources: ['https://www.rfc-editor.org/rfc/rfc8767'],
  why: 'This is what most visitors are told now; after a flip it lags behind by up to the TTL.',
  judge: ({ site, snapshot }) => {
    const resolvers = snapshot.publicResolvers;
    if (resolvers.length === 0) return null;
    const seen = listed(resolvers.map((resolver) => said(snapshot, resolver)));
    return resolvers.some(({ answer }) => answer.ok)
      ? pass(seen)
      : unknown(
          seen,
          `Let UDP and TCP port 53 out, or ask from elsewhere: dig @${resolvers[0]?.nameServerAddress} ${site.name}`,
        );
  },
};

export const PUBLIC_RESOLVER_CHECKS: readonly Check<ResolversView>[] = [publicResolvers];

/** `Google (8.8.8.8) says the primary: 203.0.113.10, for 42 s` */
function said(snapshot: Snapshot, resolver: NameServerAnswer): string {
  const { nameServer, nameServerAddress, answer, aaaa } = resolver;
  const who = `${nameServer} (${nameServerAddress})`;
  if (!answer.ok) return `${who} could not be asked: ${answer.why}`;
  const { rcode, ttlSeconds } = answer.value;
  const addresses = [...answer.value.addresses, ...(aaaa.ok ? aaaa.value.addresses : [])];
  if (addresses.length === 0) return `${who} says ${rcode} without an address`;
  const served = servedBy([resolver], snapshot.primaryAddresses, snapshot.secondaryAddresses);
  const forSeconds = ttlSeconds === null ? '' : `, for ${ttlSeconds} s`;
  return `${who} says ${SERVED_TEXT[served]}: ${listed(addresses)}${forSeconds}`;
}

const SERVED_TEXT: Record<Served, string> = {
  primary: 'the primary',
  secondary: 'the secondary',
  mixed: 'more than one target',
  neither: 'neither target',
  unknown: 'nothing certain',
};
