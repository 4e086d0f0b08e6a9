import * as z from 'zod';
import { websiteRegions } from '../core/s3-website.ts';
import { alertsShape } from './alerts-shape.ts';
import { certificateArn, roleArn } from './arns.ts';
import { CONTROLS_DEFAULT, controlUrl } from './controls.ts';
import { drillWindow } from './drill-window.ts';
import { expectShape } from './expect-shape.ts';
import { choice, duration, freeText, group, named, oneOrMore, whole, yesNo } from './fields.ts';
import { maintenanceShape } from './maintenance-shape.ts';
import { stackShape } from './stack-shape.ts';
import {
  address,
  bucketName,
  folder,
  healthCheckId,
  loadBalancerName,
  probePath,
  siteName,
  zoneName,
} from './texts.ts';
import { worded } from './wording.ts';

export const ADDRESSES_MAX = 10;
const CONTROLS_MAX = 5;
const SITES_MAX = 100;

/** Where the site lives on a good day. */
export const primaryShape = {
  address: oneOrMore(address, {
    what: 'an IP address',
    example: '203.0.113.10',
    max: ADDRESSES_MAX,
  })
    .optional()
    .describe(
      'Public IPv4 or IPv6 address of the primary, or a list of them. Never a domain name: after a failover it would lead to the secondary. Exactly one of address and loadBalancer.',
    ),
  loadBalancer: loadBalancerName
    .optional()
    .describe(
      'DNS name of the load balancer in front of the site, as AWS shows it. Exactly one of address and loadBalancer.',
    ),
  protocol: choice(['http', 'https', 'tcp'], 'http')
    .prefault('http')
    .describe(
      'How to probe: http, https (the certificate is validated), or tcp (the port accepts a connection).',
    ),
  port: whole({ min: 1, max: 65_535, example: 80 })
    .optional()
    .describe('Port of the probe. Left out, 80 for http and 443 for https; tcp needs one.'),
  path: probePath
    .prefault('/')
    .describe('Path of the probe, with its leading slash; not used for tcp.'),
  expect: group(expectShape)
    .prefault({})
    .describe('What an answer must look like to count as healthy; tcp uses only within.'),
  healthCheck: oneOrMore(healthCheckId, {
    what: 'the ID of a Route 53 health check',
    example: '0385ed2d-d65c-4f63-a19b-2412a31ef431',
    max: ADDRESSES_MAX,
  })
    .optional()
    .describe(
      'ID of a Route 53 health check on the address that is there already, or a list of them in the order of the addresses: the stack makes none then, and leaves it as it is. Never with a load balancer, which needs none.',
    ),
};

/** The static website on S3. */
export const secondaryShape = {
  bucket: bucketName
    .optional()
    .describe(
      'Bucket of the static website. Without https S3 demands the name of the site, which is the default.',
    ),
  existing: yesNo('false')
    .prefault(false)
    .describe(
      'Whether the bucket is there already: true leaves it and its settings to you, and the stack does not make it. It is verified and published to all the same.',
    ),
  region: choice(websiteRegions(), 'eu-west-1', 'an AWS region with S3 websites').describe(
    'AWS region of the bucket. Choose another one than the primary lives in.',
  ),
  content: folder
    .prefault('./site')
    .describe('Folder with the files of the static website, relative to sites.yml.'),
  marker: freeText('understudy-fallback')
    .optional()
    .describe(
      "Text that the secondary's page contains and the primary's does not, so that one can tell which of the two answered.",
    ),
  https: yesNo('true')
    .prefault(false)
    .describe(
      'Whether visitors reach the secondary over https: true puts a CloudFront distribution with a certificate before the bucket, which is private then, and answers with 503 and Retry-After, so that search engines keep the real site.',
    ),
  certificate: certificateArn
    .optional()
    .describe(
      'ARN of an ACM certificate for the site in us-east-1, where CloudFront takes them from. Left out, https makes one, with the records in the hosted zone that validate and renew it.',
    ),
  retryAfter: duration({ min: '1m', max: '1d', example: '5m' })
    .optional()
    .describe(
      'With https: when browsers and search engines are told to come back (Retry-After). 5m when left out.',
    ),
};

/** How a failover is rehearsed. */
export const drillShape = {
  every: duration({ min: '1d', max: '366d', example: '30d' })
    .optional()
    .describe('A drill that is older is overdue, and verification says so.'),
  window: drillWindow
    .optional()
    .describe(
      'When drills may begin, in UTC, such as Sun 03:00-05:00. With every, they begin by themselves.',
    ),
  stay: duration({ min: '0s', max: '1h', example: '30s' })
    .prefault('30s')
    .describe('How long visitors stay on the secondary once its page was seen.'),
  within: duration({ min: '30s', max: '1h', example: '5m' })
    .prefault('5m')
    .describe('How long DNS may take to move, in either direction, before the drill has failed.'),
};

/** How quickly to believe, and what may happen by itself. */
export const policyShape = {
  mode: choice(['automatic', 'observe'], 'automatic')
    .prefault('automatic')
    .describe('automatic fails over by itself; observe watches and tells, and never flips.'),
  interval: duration({ min: '1s', max: '60s', example: '5s' })
    .prefault('5s')
    .describe('Time between two probes of one address, from 1s to 60s.'),
  freshEvery: whole({ min: 1, max: 1_000, example: 10 })
    .prefault(10)
    .describe(
      'Every so many probes a new connection is opened even while all is well. Only new connections can move a threshold.',
    ),
  failureThreshold: whole({ min: 1, max: 10, example: 4 })
    .prefault(4)
    .describe('So many failures in a row make the primary unhealthy.'),
  successThreshold: whole({ min: 1, max: 10, example: 2 })
    .prefault(2)
    .describe('So many successes in a row make it healthy again.'),
  failback: choice(['manual', 'automatic'], 'manual')
    .prefault('manual')
    .describe(
      'Who moves visitors back to the primary: an operator (manual) or Understudy (automatic).',
    ),
  stableFor: duration({ min: '1s', max: '1d', example: '5m' })
    .prefault('5m')
    .describe('How long the primary must have been healthy before an automatic failback.'),
  cooldown: duration({ min: '1s', max: '1d', example: '10m' })
    .prefault('10m')
    .describe('Least time between two flips.'),
  flipsPerDay: whole({ min: 1, max: 100, example: 4 })
    .prefault(4)
    .describe('Most flips within 24 hours; after that, an operator must decide.'),
  armAfter: whole({ min: 0, max: 100, example: 3 })
    .prefault(3)
    .describe(
      'So many windows (minutes) in which a new site was healthy before it is failed over by itself.',
    ),
  bothUnhealthy: choice(['stay', 'secondary'], 'stay')
    .prefault('stay')
    .describe(
      'What Understudy does when both are unhealthy: stay does not flip, secondary flips all the same. Route 53 moves visitors by itself either way, since the SECONDARY record has no health check; a flip keeps them there.',
    ),
  drill: group(drillShape).prefault({}).describe('How failover and failback are rehearsed.'),
};

/** One domain name with its primary and its secondary. */
export const siteShape = {
  name: siteName.describe('The domain name that visitors use, such as www.example.com.'),
  hostedZone: zoneName.describe(
    'Name of the Route 53 hosted zone that holds the records of the site.',
  ),
  primary: group(primaryShape)
    .meta({ oneOf: [{ required: ['address'] }, { required: ['loadBalancer'] }] })
    .describe('Where the site lives on a good day.'),
  secondary: group(secondaryShape).describe(
    'The static website on S3 that stands in for the primary.',
  ),
  policy: group(policyShape)
    .prefault({})
    .describe('How quickly to believe a failure, and what Understudy may do by itself.'),
};

/** How the monitor knows that it can see. */
export const monitorShape = {
  controls: oneOrMore(controlUrl, {
    what: 'a web address',
    example: 'https://checkip.amazonaws.com/',
    max: CONTROLS_MAX,
  })
    .prefault(CONTROLS_DEFAULT)
    .describe(
      'Pages of other owners that are tried when everything fails: if they fail too, the monitor is blind and claims nothing. One to five, never one of the sites.',
    ),
};

/** How often it is checked that a failover would work. */
export const verifyShape = {
  every: duration({ min: '1m', max: '1d', example: '5m' })
    .prefault('5m')
    .describe(
      'How often everything that a failover rests on is verified, rounded up to whole minutes.',
    ),
};

/** What is remembered of the past. */
export const auditShape = {
  keep: duration({ min: '1d', max: '3650d', example: '400d' })
    .prefault('400d')
    .describe('How long flips, drills, holds and overrides are kept in the audit trail.'),
};

const SITES = { what: `a list of 1 to ${SITES_MAX} sites`, example: '`- name: www.example.com`' };

const MAINTENANCE_MAX = 100;
const MAINTENANCE = {
  what: `a list of at most ${MAINTENANCE_MAX} stretches of time`,
  example: '`- every: Sun 02:00-04:00`',
};

/** All of sites.yml. */
export const fileShape = {
  alerts: group(alertsShape).prefault({}).describe('Who is told when something is wrong.'),
  monitor: group(monitorShape)
    .prefault({})
    .describe('How the monitor tells that it is blind from a bad day of the sites.'),
  verify: group(verifyShape)
    .prefault({})
    .describe('How often it is checked that a failover would work.'),
  audit: group(auditShape).prefault({}).describe('What is remembered of the past.'),
  maintenance: z
    .array(group(maintenanceShape), { error: worded(MAINTENANCE) })
    .max(MAINTENANCE_MAX, { error: worded(MAINTENANCE) })
    .optional()
    .describe(
      'Stretches of time, known beforehand, in which nothing is flipped and nobody is told. Each has an end.',
    ),
  stack: group(stackShape)
    .prefault({})
    .describe('What the AWS account demands of everything that is deployed to it.'),
  zoneRoles: named(zoneName, roleArn, {
    what: 'a group of hosted zones and the roles that read them',
    example: '`{ example.com: arn:aws:iam::210987654321:role/understudy-zone }`',
    max: SITES_MAX,
  })
    .optional()
    .describe(
      'Hosted zones of other AWS accounts, each with the ARN of a role there that may read it; every other zone is in the account of the stack.',
    ),
  sites: z
    .array(group(siteShape), { error: worded(SITES) })
    .min(1, { error: worded(SITES) })
    .max(SITES_MAX, { error: worded(SITES) })
    .describe('The websites that Understudy watches.'),
};

export const fileSchema = group(fileShape).describe(
  'Understudy: the websites to watch, and who is told.',
);

/** sites.yml as it was understood, before one field fills in for another. */
export type SitesFile = z.output<typeof fileSchema>;
