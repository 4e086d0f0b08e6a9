import { type Check, fail, listed, pass, warn } from '../check.ts';
import { LEADING_TYPES } from '../pair.ts';
import type { RecordsView } from '../views.ts';

const notDelegatedAway: Check<RecordsView> = {
  id: 'records.not-delegated-away',
  severity: 'fail',
  rule: "No NS record stands at the site's name below the zone's own: it would hand the name to other name servers, and the records beside it would answer nobody. RFC 1034, 4.2.1.",
  sources: [
    'https://www.rfc-editor.org/rfc/rfc1034#section-4.2.1',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-routing-traffic-for-subdomains.html',
  ],
  why: 'Resolvers ask the other name servers, which know nothing of the pair: a failover here moves nobody.',
  judge: ({ site, records }) => {
    if (site.name === site.hostedZone) return null;
    const servers = records.flatMap(({ type, values }) => (type === 'NS' ? values : []));
    return servers.length === 0
      ? pass(`no NS record at ${site.name}`)
      : fail(
          `an NS record at ${site.name} to ${listed(servers)}`,
          `Delete the NS record of ${site.name}, or set hostedZone of ${site.name} in sites.yml to the zone that it leads to.`,
        );
  },
};

const noTrafficPolicy: Check<RecordsView> = {
  id: 'records.no-traffic-policy',
  severity: 'fail',
  rule: "No record at the site's name was made by a traffic policy: such records belong to the policy's instance and are not for changing by hand.",
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html',
    'https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteTrafficPolicyInstance.html',
  ],
  why: 'The traffic policy decides where visitors go, and its next version undoes what was set up for the failover.',
  judge: ({ site, records, snapshot: { zone } }) => {
    const made = records.filter(
      ({ type, routing }) => routing === 'traffic-policy' && LEADING_TYPES.includes(type),
    );
    const zoneId = zone.ok ? zone.value.id : 'ZONE-ID';
    return made.length === 0
      ? pass(`no record of a traffic policy at ${site.name}`)
      : fail(
          `${listed(made.map(({ type }) => type))} at ${site.name} made by a traffic policy`,
          `aws route53 list-traffic-policy-instances-by-hosted-zone --hosted-zone-id ${zoneId} names the instance. Deleting it deletes its records too: make ready what takes their place first.`,
        );
  },
};

const acceleratedRecovery: Check<RecordsView> = {
  id: 'records.accelerated-recovery',
  severity: 'warn',
  rule: 'The zone has accelerated recovery, so that records can be changed while us-east-1 is down. No failover of Understudy needs that; what people have to mend by hand does.',
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/APIReference/API_UpdateHostedZoneFeatures.html',
  ],
  why: 'On a day when us-east-1 is down nobody could change a record: visitors wait for whatever the switch cannot mend.',
  judge: ({ snapshot: { zone } }) => {
    if (!zone.ok || zone.value.acceleratedRecovery === null) return null;
    const { id, name } = zone.value;
    return zone.value.acceleratedRecovery
      ? pass(`accelerated recovery is on for ${name}`)
      : warn(
          `accelerated recovery is off for ${name}`,
          `aws route53 update-hosted-zone-features --hosted-zone-id ${id} --enable-accelerated-recovery`,
        );
  },
};

export const ZONE_CHECKS: readonly Check<RecordsView>[] = [
  notDelegatedAway,
  noTrafficPolicy,
  acceleratedRecovery,
];
