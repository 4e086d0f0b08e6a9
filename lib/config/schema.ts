import * as z from 'zod';
import { alertsShape } from './alerts-shape.ts';
import { roleArn } from './arns.ts';
import { CONTROLS_DEFAULT, controlUrl } from './controls.ts';
import { duration, group, named, oneOrMore } from './fields.ts';
import { maintenanceShape } from './maintenance-shape.ts';
import { policyShape } from './policy-shape.ts';
import { primaryShape } from './primary-shape.ts';
import { secondaryShape } from './secondary-shape.ts';
import { stackShape } from './stack-shape.ts';
import { siteName, zoneName } from './texts.ts';
import { worded } from './wording.ts';

const CONTROLS_MAX = 5;
const SITES_MAX = 100;

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
