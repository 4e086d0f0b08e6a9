import { isIpv6 } from '../core/canonical-address.ts';
import type { SiteDraft, SitesDraft } from '../core/init/draft.ts';
import { leftOutText, protocolText, recordNoteText, regionText } from './init-words.ts';
import { COLUMNS, quoted, wrap } from './text.ts';

/**
 * The text of a first sites.yml: what was found, and a comment wherever somebody must look. `root` is
 * the way from the file's folder to the project's, with its last slash.
 */
export const sitesFileText = (draft: SitesDraft, root = './'): string =>
  [
    `# yaml-language-server: $schema=${quoted(root)}sites.schema.json`,
    '#',
    ...comment(
      `A first draft, from what the zone ${draft.zone} holds. Read it, correct what is not right, and check it with check-config. Everything that is not said here has a default; the example sites.yml of Understudy shows each of them.`,
    ),
    '',
    ...alertLines(draft.emails),
    '',
    ...zoneRoleLines(draft),
    'sites:',
    ...draft.sites.flatMap((site, index) => [
      ...(index === 0 ? [] : ['']),
      ...siteLines(site, draft, root),
    ]),
    ...leftOutLines(draft),
    '',
  ].join('\n');

function alertLines(emails: readonly string[]): readonly string[] {
  const list = `email: [${emails.map(scalar).join(', ')}]`;
  if (emails.length > 0)
    return ['alerts:', `  ${list} # each address must confirm its subscription once`];
  return [
    ...comment(
      'FILL IN who is told when something is wrong, and remove the "# " before both lines:',
    ),
    '# alerts:',
    '#   email: [you@example.com]',
  ];
}

const zoneRoleLines = ({ zone, zoneRoleArn }: SitesDraft): readonly string[] =>
  zoneRoleArn === null
    ? []
    : [
        ...comment(
          'The zone is in another account, and the functions read it as this role. Give them no role that may change records; the README says what it must trust and allow.',
        ),
        'zoneRoles:',
        `  ${zone}: ${zoneRoleArn}`,
        '',
      ];

function siteLines(site: SiteDraft, { zone, region }: SitesDraft, root: string): readonly string[] {
  const { spoken } = site;
  return [
    `  - name: ${site.name}`,
    `    hostedZone: ${zone}`,
    ...site.notes.flatMap((note) => comment(recordNoteText(note), 4)),
    '    primary:',
    `      ${whereLine(site)}`,
    ...behind('      ', `protocol: ${spoken.protocol}`, protocolText(spoken)),
    ...comment(pathText(site), 6),
    '      path: /',
    '    secondary:',
    ...behind('      ', `region: ${region.region}`, regionText(region.why)),
    ...strayLines(site, region.region),
    ...httpsLines(site),
    `      content: ${scalar(`${root}site`)} # folder with the files of the static website`,
    '      marker: understudy-fallback # text that only its page contains',
    '    policy:',
    '      mode: automatic # or observe: watch and tell, never flip',
    '      failback: manual # or automatic: back by itself once the primary is stable',
  ];
}

/** A pair that is there leads somewhere already: what stands behind it is not changed by a first draft. */
function httpsLines({ spoken, notes }: SiteDraft): readonly string[] {
  if (spoken.protocol !== 'https') return [];
  if (notes.some(({ note }) => note === 'failover-pair')) return comment(HTTPS_NOTE, 6);
  return [...comment(HTTPS_TEXT, 6), '      https: true'];
}

const HTTPS_TEXT =
  'An S3 website does not answer https. So the stack puts CloudFront with a certificate in front of the bucket, and only CloudFront may read it.';
const HTTPS_NOTE =
  'An S3 website does not answer https: where the SECONDARY record leads to one, write https: true here, and the stack puts CloudFront with a certificate in front of the bucket.';

function whereLine({ where }: SiteDraft): string {
  if (where.kind === 'load-balancer') return `loadBalancer: ${where.dnsName}`;
  const texts = where.addresses.map(addressText);
  return `address: ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`;
}

/** Colons mean something in YAML. */
const addressText = (address: string): string => (isIpv6(address) ? `"${address}"` : address);

function pathText({ spoken: { status } }: SiteDraft): string {
  const better = 'Better a page of its own, such as /health, that fails when the site fails.';
  if (status === null || (status >= 200 && status <= 399)) return better;
  return `NOT HEALTHY as it is: / answered with status ${status}, and 200 to 399 is expected. ${better}`;
}

const strayLines = ({ strayRegion }: SiteDraft, region: string): readonly string[] =>
  strayRegion === null
    ? []
    : comment(
        `Its SECONDARY record leads to an S3 website in ${strayRegion}. One file serves one region, so this one would get a new bucket in ${region}; or give the site a file of its own.`,
        6,
      );

const leftOutLines = ({ leftOut }: SitesDraft): readonly string[] =>
  leftOut.length === 0
    ? []
    : ['', ...leftOut.flatMap((one) => comment(`Left out, ${one.name}: ${leftOutText(one)}`))];

/** Comes behind the value where there is room, and before it where there is not. */
function behind(indent: string, field: string, text: string): readonly string[] {
  const line = `${indent}${field} # ${text}`;
  return line.length <= LINE_CHARS_MAX
    ? [line]
    : [...comment(`${capital(text)}:`, indent.length), `${indent}${field}`];
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const LINE_CHARS_MAX = 100;

const comment = (text: string, indent = 0): readonly string[] =>
  wrap(text, COLUMNS + 10 - indent)
    .split('\n')
    .map((line) => `${' '.repeat(indent)}# ${line}`);

/** Plain where it can only be read as text, otherwise in quotes, which YAML reads as JSON does. */
const scalar = (text: string): string =>
  /^([A-Za-z][\w.+-]*@[\w.-]+|[.]{1,2}\/[\w./-]+)$/.test(text) ? text : JSON.stringify(text);
