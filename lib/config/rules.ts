import { partitionOf } from '../core/partition.ts';
import { alertRulesBroken } from './alerts-rules.ts';
import { complainAt, type Path, type PlacedComplaint, pathText } from './complaint.ts';
import { controlsThatAreSites } from './controls.ts';
import type { Draft, DraftSite } from './draft.ts';
import { EXPECT_RULES } from './expect-rules.ts';
import { existingHealthChecks } from './health-check-rules.ts';
import { maintenanceRulesBroken } from './maintenance-rules.ts';
import { show } from './show.ts';
import { stackRulesBroken } from './stack-rules.ts';
import { zoneRulesBroken } from './zone-rules.ts';

/** What no single field can know: the fields must agree with each other. */
export const rulesBroken = (draft: Draft): PlacedComplaint[] => [
  ...repeated(draft.alerts.email ?? [], ['alerts', 'email'], 'is in the list'),
  ...repeated(draft.monitor.controls ?? [], ['monitor', 'controls'], 'is in the list'),
  ...controlsThatAreSites(draft),
  ...stackRulesBroken(draft),
  ...alertRulesBroken(draft),
  ...maintenanceRulesBroken(draft),
  ...zoneRulesBroken(draft),
  ...duplicateSites(draft.sites),
  ...draft.sites.flatMap((site) => SITE_RULES.flatMap((rule) => rule(site))),
];

const SITE_RULES: readonly ((site: DraftSite) => PlacedComplaint[])[] = [
  zoneHoldsSite,
  exactlyOneTarget,
  tcpNeedsPort,
  bucketIsNamedLikeSite,
  onlyWithHttps,
  noCloudFrontThere,
  ({ path, primary }) =>
    repeated(primary.address ?? [], [...path, 'primary', 'address'], 'is in the list'),
  existingHealthChecks,
  ({ path, primary }) =>
    repeated(primary.healthCheck ?? [], [...path, 'primary', 'healthCheck'], 'is in the list'),
  ...EXPECT_RULES,
];

function duplicateSites(sites: readonly DraftSite[]): PlacedComplaint[] {
  return sites.flatMap(({ name, path }, index) => {
    const first = sites.findIndex((site) => site.name === name);
    if (name === undefined || first === index) return [];
    const message = `${name} is already described at ${pathText(['sites', first])}`;
    return [complainAt([...path, 'name'], message, 'keep one entry for each site')];
  });
}

function zoneHoldsSite({ path, name, hostedZone }: DraftSite): PlacedComplaint[] {
  if (name === undefined || hostedZone === undefined) return [];
  if (name === hostedZone || name.endsWith(`.${hostedZone}`)) return [];
  const parent = name.split('.').length > 2 ? name.split('.').slice(1).join('.') : name;
  return [
    complainAt(
      [...path, 'hostedZone'],
      `the zone ${hostedZone} cannot hold the records of ${name}`,
      `write the zone that ends the site's name, such as ${parent}`,
    ),
  ];
}

function exactlyOneTarget({ path, primaryKeys }: DraftSite): PlacedComplaint[] {
  const targets = primaryKeys?.filter((key) => key === 'address' || key === 'loadBalancer');
  if (targets === undefined || targets.length === 1) return [];
  if (targets.length === 2)
    return [
      complainAt(
        [...path, 'primary', 'loadBalancer'],
        'the primary has both an address and a load balancer',
        'keep the load balancer if there is one, otherwise the address',
      ),
    ];
  return [
    complainAt(
      [...path, 'primary', 'address'],
      'is missing',
      'write the public IP address of the primary, or the name of its load balancer as `loadBalancer`',
    ),
  ];
}

function tcpNeedsPort({ path, primary, primaryKeys }: DraftSite): PlacedComplaint[] {
  if (primary.protocol !== 'tcp' || primaryKeys?.includes('port')) return [];
  const message = 'is missing, and tcp has no usual port';
  return [complainAt([...path, 'primary', 'port'], message, 'write for example 5432')];
}

function bucketIsNamedLikeSite({ path, name, secondary }: DraftSite): PlacedComplaint[] {
  const { bucket, https } = secondary;
  if (name === undefined || bucket === undefined || bucket === name || https) return [];
  return [
    complainAt(
      [...path, 'secondary', 'bucket'],
      `${show(bucket)} is not named like the site, so S3 would not find it: it looks for the bucket by the visitor's host name`,
      `write ${name}, or leave \`bucket\` out`,
    ),
  ];
}

/** What only a distribution of the stack has any use for. */
function onlyWithHttps({ path, secondary }: DraftSite): PlacedComplaint[] {
  if (secondary.https !== false) return [];
  return (['certificate', 'retryAfter'] as const).flatMap((key) =>
    secondary[key] === undefined
      ? []
      : [
          complainAt(
            [...path, 'secondary', key],
            'an S3 website has no use for this: it speaks plain http, and always answers 200',
            'write `https: true` beside it, or leave it out',
          ),
        ],
  );
}

/**
 * CloudFront is not in the partition of GovCloud, and in China it takes other certificates:
 * https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/setting-up-cloudfront.html
 * https://docs.amazonaws.cn/en_us/aws/latest/userguide/cloudfront.html
 */
function noCloudFrontThere({ path, secondary: { https, region } }: DraftSite): PlacedComplaint[] {
  if (!https || region === undefined || partitionOf(region) === 'aws') return [];
  return [
    complainAt(
      [...path, 'secondary', 'https'],
      `a stack in ${region} cannot make a CloudFront distribution: that partition has none, or takes no ACM certificates for it`,
      'leave `https` out, and put a distribution of your own before the bucket: README, HTTPS sites',
    ),
  ];
}

const repeated = (values: readonly string[], path: Path, is: string): PlacedComplaint[] =>
  values.flatMap((value, index) =>
    values.indexOf(value) === index
      ? []
      : [complainAt([...path, index], `${show(value)} ${is} twice`, 'keep one of them')],
  );
