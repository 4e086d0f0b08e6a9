import type { Site } from '../../site.ts';
import { type Check, type Judgement, listed, pass, unknown, warn } from '../check.ts';
import { pairMend } from '../mends.ts';
import { siblingOf, wildcardsOver } from '../names-beside.ts';
import { LEADING_TYPES } from '../pair.ts';
import type { RecordSet, Snapshot } from '../snapshot.ts';
import type { RecordsView } from '../views.ts';

const wildcard: Check<RecordsView> = {
  id: 'records.wildcard',
  severity: 'warn',
  rule: 'No wildcard answers in the place of the site. It does so only while there is no record of any type at the name itself.',
  sources: ['https://www.rfc-editor.org/rfc/rfc4592#section-2.2.1'],
  why: 'Visitors are led by the wildcard, which does not fail over.',
  judge: ({ site, records, snapshot }) => {
    const names = wildcardsOver(site);
    if (names.length === 0) return null;
    if (!snapshot.beside.ok) return notReadable(snapshot, names, snapshot.beside.why);
    const there = snapshot.beside.value.filter(
      ({ name, type }) => names.includes(name) && LEADING_TYPES.includes(type),
    );
    if (there.length === 0) return pass(`no wildcard over ${site.name}`);
    const nearest = there.map(({ name }) => name).reduce((a, b) => (b.length > a.length ? b : a));
    return records.length > 0
      ? pass(`${nearest} does not answer for ${site.name}, which has records of its own`)
      : warn(`no record at ${site.name}, so that ${nearest} answers for it`, pairMend(site));
  },
};

const sibling: Check<RecordsView> = {
  id: 'records.sibling',
  severity: 'warn',
  rule: "The other spelling of the site, with www. or without, is moved along: it is a site of its own, or follows the site's name by an alias or a CNAME, or hangs on the same health check, or is an S3 website, which does not need the primary.",
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html',
  ],
  why: 'Visitors who type the other spelling are not failed over: they meet the broken primary.',
  judge: (view) => {
    const { site, snapshot } = view;
    const name = siblingOf(site);
    if (name === null) return null;
    if (snapshot.expected.siteNames.includes(name)) return pass(`${name} is a site of its own`);
    if (!snapshot.beside.ok) return notReadable(snapshot, [name], snapshot.beside.why);
    const there = snapshot.beside.value.filter(
      (record) => record.name === name && LEADING_TYPES.includes(record.type),
    );
    if (there.length === 0) return pass(`no records at ${name}`);
    const left = there.filter((record) => !isMovedAlong(view, record));
    return left.length === 0
      ? pass(`${name} needs no failover of its own: ${listed(there.map(leadOf))}`)
      : warn(
          `${name} is not moved along: ${listed(left.map(leadOf))}`,
          `Make ${name} an alias to ${site.name} in the same zone, or add it to sites.yml as a site of its own.`,
        );
  },
};

export const BESIDE_CHECKS: readonly Check<RecordsView>[] = [wildcard, sibling];

/** A hand-made pair on the site's own health check moves whenever the site does. */
function isMovedAlong({ site, primary }: RecordsView, record: RecordSet): boolean {
  if (record.failover === 'SECONDARY') return true;
  if (record.failover === 'PRIMARY' && record.healthCheckId !== null)
    return record.healthCheckId === primary?.healthCheckId;
  return isAliasOf(site, record) || S3_WEBSITE.test(record.alias?.dnsName ?? '');
}

const isAliasOf = ({ name }: Site, { alias, values }: RecordSet): boolean =>
  alias === null ? plain(values[0] ?? '') === name : alias.dnsName === name;

/** The website endpoint of any region: it redirects by itself, whatever the primary does. */
const S3_WEBSITE = /^s3-website[.-][a-z0-9-]+\.amazonaws\./;

const leadOf = ({ type, alias, values }: RecordSet): string =>
  alias === null ? `${type} ${listed(values)}` : `${type} alias to ${alias.dnsName}`;

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');

const notReadable = ({ zone }: Snapshot, names: readonly string[], why: string): Judgement =>
  unknown(
    `the records at ${listed(names)} could not be read: ${why}`,
    `aws route53 list-resource-record-sets --hosted-zone-id ${zone.ok ? zone.value.id : 'ZONE-ID'} shows whether they can be read with these credentials.`,
  );
