import type { Config } from '../core/site.ts';
import { distributed } from './distribution.ts';
import { retryAfters } from './edge.ts';
import { siteCheckId } from './health-checks.ts';
import { STACK_NAME_CHARACTERS_MAX } from './names.ts';
import { resources } from './resources.ts';
import { route53AlarmsTemplate } from './route53-alarms.ts';
import { secondaryDomainsBytes } from './secondary-domains.ts';

/** Why this config cannot be one stack, a sentence each: the stack stands where the secondaries are. */
export function stackProblems(config: Config, wantedRegion: string | null): readonly string[] {
  return [
    ...strangers(config, wantedRegion),
    ...tooMany(config),
    ...tooManyAtTheEdge(config),
    ...tooManyRoute53Alarms(config),
  ];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const RESOURCES_MAX = 500;
/** What the framework adds: each function with its log group and retries, and its own bucket. */
const FRAMEWORK_RESOURCES = 12;

function tooMany(config: Config): readonly string[] {
  const count = Object.keys(resources(config)).length + FRAMEWORK_RESOURCES;
  if (count <= RESOURCES_MAX) return [];
  return [
    `${config.sites.length} sites make a stack of ${count} resources, and CloudFormation takes ${RESOURCES_MAX}: give some of them a sites file and a stage of their own`,
  ];
}

/** Distributions that share a policy or a function: https://docs.aws.amazon.com/general/latest/gr/cf_region.html */
const DISTRIBUTIONS_MAX = 100;
/**
 * Of an account, which has one for each Retry-After: a quota of
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html, its number read
 * second-hand (https://github.com/floci-io/floci/pull/1833).
 */
const HEADERS_POLICIES_MAX = 20;
/** The 4 KB of https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, less what else is in there. */
const DOMAINS_BYTES_MAX = 4_096 - 1_024;

function tooManyAtTheEdge({ sites }: Config): readonly string[] {
  const count = distributed(sites).length;
  const waits = retryAfters(sites).length;
  return [
    ...(count > DISTRIBUTIONS_MAX || secondaryDomainsBytes(sites) > DOMAINS_BYTES_MAX
      ? [
          `${count} sites have an HTTPS secondary, and a stack holds no more than ${DISTRIBUTIONS_MAX}, with short names: give some of them a sites file and a stage of their own`,
        ]
      : []),
    ...(waits > HEADERS_POLICIES_MAX
      ? [
          `the sites have ${waits} different values of secondary.retryAfter, and an account holds a policy for ${HEADERS_POLICIES_MAX}: make some of them the same`,
        ]
      : []),
  ];
}

/** Of a template that comes with the call: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const TEMPLATE_BYTES_MAX = 51_200;

/** The names of the stack as long as they can be, the stage being unknown, and ids as long as Route 53's. */
function tooManyRoute53Alarms(config: Config): readonly string[] {
  const { alerts, sites } = config;
  if (!alerts.route53) return [];
  const region = sites[0]?.secondary.region ?? '';
  const id = '-'.repeat(36);
  const outputs = new Map(sites.map(({ name }) => [siteCheckId(name), id]));
  const place = { stack: '-'.repeat(STACK_NAME_CHARACTERS_MAX), region, outputs };
  const bytes = Buffer.byteLength(JSON.stringify(route53AlarmsTemplate(config, place)));
  if (bytes <= TEMPLATE_BYTES_MAX) return [];
  return [
    `${sites.length} sites with alerts.route53 make a template of up to ${bytes} bytes for its alarms, and CloudFormation takes ${TEMPLATE_BYTES_MAX}: give some of them a sites file and a stage of their own, or leave alerts.route53 out`,
  ];
}

function strangers({ sites }: Config, wantedRegion: string | null): readonly string[] {
  const region = wantedRegion ?? sites[0]?.secondary.region;
  return sites
    .filter(({ secondary }) => secondary.region !== region)
    .map(
      ({ name, secondary }) =>
        `${name}: its secondary is in ${secondary.region}, but this stack is in ${region}; a stack serves one region, so give the site a sites file and a stage of its own`,
    );
}
