import { servedOverIpv4 } from '../../served.ts';
import type { Site } from '../../site.ts';
import {
  type Check,
  type CheckFacts,
  fail,
  judgeAll,
  listed,
  pass,
  unreadable,
  warn,
} from '../check.ts';
import type { Finding } from '../finding.ts';
import type { NameServerAnswer, Snapshot } from '../snapshot.ts';
import type { DnsView, ServerAnswer } from '../views.ts';
import { BESIDE_IPV4_CHECKS } from './beside-ipv4.ts';
import { DELEGATION_CHECKS } from './delegation-check.ts';
import { PUBLIC_RESOLVER_CHECKS, verifyPublicResolvers } from './public-resolvers.ts';

/** What the zone's own name servers answer, which is the truth about who is served. */
export const verifyDns = (site: Site, snapshot: Snapshot): Finding[] => [
  ...verifyNameServers(site, snapshot),
  ...verifyPublicResolvers(site, snapshot),
];

function verifyNameServers(site: Site, snapshot: Snapshot): Finding[] {
  const { dns, primaryAddresses, secondaryAddresses } = snapshot;
  const mend = `dig +trace ${site.name} shows where the name servers are lost.`;
  if (!dns.ok) return [unreadable('dns', `the name servers could not be asked: ${dns.why}`, mend)];
  const servers = dns.value;
  const answers = servers.flatMap((each) => toAnswers(snapshot, each));
  if (answers.length === 0)
    return [unreadable('dns', `none of ${servers.length} name servers answered`, mend)];
  const silent = servers.filter(({ answer }) => !answer.ok);
  const served = servedOverIpv4(servers, primaryAddresses, secondaryAddresses);
  return judgeAll(NAME_SERVER_CHECKS, { site, snapshot, servers, served, answers, silent });
}

const allAnswer: Check<DnsView> = {
  id: 'dns.all-answer',
  severity: 'warn',
  rule: 'Every name server of the zone answers. Resolvers try another one, so one silent is no outage.',
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/troubleshooting-new-dns-settings-not-in-effect.html',
  ],
  why: 'Visitors whose resolver asks the silent name server wait longer for the site, some in vain.',
  judge: ({ site, answers, silent }) =>
    silent.length === 0
      ? pass(`all ${answers.length} name servers answered`)
      : warn(
          `${listed(silent.map(reasonOf))} of ${answers.length + silent.length} name servers`,
          `dig +norecurse @${silent[0]?.nameServer ?? ''} ${site.name} A`,
        ),
};

const answersWithAddress: Check<DnsView> = {
  id: 'dns.answers-with-address',
  severity: 'fail',
  rule: 'The answer is an address, not an error and not nothing.',
  sources: [],
  why: 'Without an address visitors get neither the primary nor the secondary.',
  judge: ({ site, answers }) => {
    const without = answers.filter(
      ({ rcode, addresses }) => rcode !== 'NOERROR' || addresses.length === 0,
    );
    return without.length === 0
      ? pass('every answer is NOERROR with an address')
      : fail(
          listed(
            without.map(
              ({ nameServer, rcode }) => `${rcode} without an address from ${nameServer}`,
            ),
          ),
          `Look at the records of ${site.name}: they are missing, or the zone is not the one that DNS delegates to.`,
        );
  },
};

const alike: Check<DnsView> = {
  id: 'dns.alike',
  severity: 'warn',
  rule: "All name servers answer alike. Addresses of the secondary change from one answer to the next, so answers are alike when they are the same target's.",
  sources: ['https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/best-practices-dns.html'],
  why: 'Some visitors get the primary and others the secondary. For a moment during a flip that is normal.',
  judge: ({ site, answers }) => {
    const opinions = new Set(answers.map(({ served, rcode }) => `${served} ${rcode}`));
    const isMixed = opinions.size > 1 || answers.some(({ served }) => served === 'mixed');
    return isMixed
      ? warn(
          listed(
            answers.map(({ nameServer, served, rcode }) => `${nameServer}: ${served}, ${rcode}`),
          ),
          `Wait for a minute and verify again; if it lasts, compare the records of ${site.name} in the zone.`,
        )
      : pass(`${answers.length} name servers agree`);
  },
};

const ttl: Check<DnsView> = {
  id: 'dns.ttl',
  severity: 'warn',
  rule: 'Answers live 60 seconds or less in the caches of resolvers.',
  sources: ['https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/best-practices-dns.html'],
  why: 'Resolvers go on answering with the broken target until the TTL is over, however quick the flip is.',
  judge: ({ site, answers }) => {
    const longest = Math.max(...answers.map(({ ttlSeconds }) => ttlSeconds ?? 0));
    return longest <= TTL_SECONDS_MAX
      ? pass(`TTL of ${longest} s at most`)
      : warn(
          `TTL of ${longest} s`,
          `Set the TTL of the PRIMARY record of ${site.name} to ${TTL_SECONDS_MAX}.`,
        );
  },
};

const authoritative: Check<DnsView> = {
  id: 'dns.authoritative',
  severity: 'warn',
  rule: "The answers are authoritative: they come from the zone and from nobody's cache. RFC 1035, 4.1.1.",
  sources: ['https://www.rfc-editor.org/rfc/rfc1035#section-4.1.1'],
  why: 'Something between here and the name servers answers in their place, so that nobody knows what visitors are told.',
  judge: ({ answers }) => {
    const hearsay = answers.filter(({ isAuthoritative }) => !isAuthoritative);
    return hearsay.length === 0
      ? pass('every answer is authoritative')
      : warn(
          `no authority in the answer from ${listed(hearsay.map(({ nameServer }) => nameServer))}`,
          'Let UDP and TCP port 53 out of the network that verifies, past any DNS proxy.',
        );
  },
};

const whoIsServed: Check<DnsView> = {
  id: 'dns.served',
  severity: 'warn',
  rule: "Who is served, as information; an address that is neither target's is a doubt.",
  sources: [],
  why: 'This is what visitors get now, whatever the records and the health checks say.',
  judge: ({ site, snapshot, answers }) => {
    if (answers.some(({ addresses, served: who }) => addresses.length === 0 || who === 'mixed'))
      return null;
    if (new Set(answers.map(({ served: who }) => who)).size > 1) return null;
    const addresses = [...new Set(answers.flatMap((answer) => answer.addresses))];
    return answers.some(({ served: who }) => who === 'neither')
      ? warn(
          `${listed(addresses)}: neither ${listed(snapshot.primaryAddresses)} nor the secondary`,
          `Correct the primary of ${site.name} in sites.yml, or look for who else changes its records.`,
        )
      : pass(`the ${answers[0]?.served} is served: ${listed(addresses)}`);
  },
};

const NAME_SERVER_CHECKS: readonly Check<DnsView>[] = [
  ...DELEGATION_CHECKS,
  allAnswer,
  answersWithAddress,
  alike,
  ttl,
  authoritative,
  whoIsServed,
  ...BESIDE_IPV4_CHECKS,
];

/** Everything that is judged about DNS, whoever was asked. */
export const DNS_CHECKS: readonly CheckFacts[] = [...NAME_SERVER_CHECKS, ...PUBLIC_RESOLVER_CHECKS];

const TTL_SECONDS_MAX = 60;

function reasonOf({ nameServer, answer }: NameServerAnswer): string {
  return answer.ok ? nameServer : `no answer from ${nameServer} (${answer.why})`;
}

/** The answer with what it serves, or nothing from a silent name server. */
const toAnswers = (snapshot: Snapshot, each: NameServerAnswer): ServerAnswer[] =>
  each.answer.ok
    ? [
        {
          ...each.answer.value,
          nameServer: each.nameServer,
          served: servedOverIpv4([each], snapshot.primaryAddresses, snapshot.secondaryAddresses),
        },
      ]
    : [];
