import * as z from 'zod';
import { addressComplaint, canonicalAddress } from './addresses.ts';
import { text, whole } from './fields.ts';
import {
  bucketNameMistake,
  DOMAIN_PATTERN,
  domainMistake,
  LOAD_BALANCER_PATTERN,
  plainName,
} from './names.ts';
import { show } from './show.ts';
import { backwardRange, STATUS_PATTERN, statusRanges } from './status-ranges.ts';
import { inText, type Wording, worded } from './wording.ts';

const DOMAIN: Wording = {
  what: 'a domain name',
  example: 'www.example.com',
  mistake: inText(domainMistake),
};

/** The name of a site, which is the name of its bucket too. */
export const siteName = text(DOMAIN_PATTERN, DOMAIN, (name) =>
  bucketNameMistake(plainName(name)),
).transform(plainName);

export const zoneName = text(DOMAIN_PATTERN, {
  what: 'the name of a hosted zone',
  example: 'example.com',
  mistake: inText((value) =>
    /^(\/hostedzone\/)?Z[A-Z0-9]{8,}$/.test(value)
      ? { message: `${show(value)} is a zone's ID`, instead: "write the zone's domain name" }
      : domainMistake(value),
  ),
}).transform(plainName);

/** Whether it is the right name is a rule, because the site's name decides it. */
export const bucketName = text(/^[A-Za-z0-9][A-Za-z0-9.-]{1,61}[A-Za-z0-9]$/, {
  what: 'the name of a bucket',
  example: 'www.example.com, or leave `bucket` out',
}).transform(plainName);

export const address = text(
  /^[0-9A-Fa-f:.]{2,45}$/,
  { what: 'an IP address', example: '203.0.113.10', mistake: inText(addressComplaint) },
  addressComplaint,
).transform(canonicalAddress);

export const loadBalancerName = text(LOAD_BALANCER_PATTERN, {
  what: "the DNS name of a load balancer, which ends in elb.amazonaws.com or the region's form of it",
  example: 'my-alb-123.eu-west-1.elb.amazonaws.com',
}).transform(plainName);

export const healthCheckId = text(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
  what: 'the ID of a Route 53 health check',
  example: '0385ed2d-d65c-4f63-a19b-2412a31ef431',
  mistake: inText((value) => {
    const id = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(value)?.[0];
    return id === undefined
      ? null
      : { message: `${show(value)} is more than an ID`, instead: `write ${id.toLowerCase()}` };
  }),
});

/** Route 53 takes paths of at most 255 characters; spaces and letters beyond ASCII must be encoded. */
export const probePath = text(/^\/[!-~]{0,254}$/, {
  what: 'a path that begins with a slash, without spaces, at most 255 characters long',
  example: '/health',
  mistake: inText((value) => {
    if (/^[a-z]+:\/\//i.test(value))
      return { message: `${show(value)} is not a path`, instead: 'write what follows its host' };
    // Repeated only if it could be shown: a webhook without its scheme must not come back here.
    const isRepeatable = /^[\w.-][!-~]{0,60}$/.test(value) && show(value) === value;
    return isRepeatable
      ? { message: `${value} does not begin with a slash`, instead: `write /${value}` }
      : null;
  }),
});

const STATUS: Wording = {
  what: 'a status code from 100 to 599, a range of them, or a list',
  example: '200-399, or [200, 301]',
};

const statusText = text(STATUS_PATTERN, STATUS, (value) => {
  const range = backwardRange(value);
  if (range === null) return null;
  const message = `the range ${range.from}-${range.to} is empty`;
  return { message, instead: `write ${range.to}-${range.from}` };
});

const STATUSES_MAX = 20;
const oneStatus = z.union([whole({ min: 100, max: 599, example: 200 }), statusText], {
  error: worded(STATUS),
});

/** `200`, `200-399`, `200,204`, or a list of these; read as ranges. */
export const status = z
  .union(
    [
      oneStatus,
      z
        .array(oneStatus, { error: worded(STATUS) })
        .min(1, { error: worded(STATUS) })
        .max(STATUSES_MAX, { error: worded(STATUS) }),
    ],
    { error: worded(STATUS) },
  )
  .transform((value) => [value].flat().flatMap(statusRanges));

export const folder = text(/^(?![/~])[^\\\r\n]{1,255}$/, {
  what: 'a folder relative to sites.yml, written with slashes',
  example: './site',
});

export const alertEmail = text(/^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/, {
  what: 'an e-mail address',
  example: 'ops@example.com',
  mistake: inText((value) => {
    const inner = /<([^\s@<>]+@[^\s@<>]+)>/.exec(value)?.[1];
    if (inner === undefined) return null;
    return { message: `${show(value)} is more than an e-mail address`, instead: `write ${inner}` };
  }),
});

type Secret = {
  readonly name: string;
  readonly example: string;
  /** Recognises the secret itself. */
  readonly pattern: RegExp;
  /** What whoever reads it can do. */
  readonly danger: string;
};

/** The value is never repeated: what stands here by mistake is most often the secret itself. */
const parameterOf = ({ name, example, pattern, danger }: Secret) =>
  text(/^(\/[A-Za-z0-9_.-]{1,100}){1,15}$/, {
    what: `the name of an SSM parameter, such as '${example}'`,
    example,
    mistake: inText((value) =>
      pattern.test(value)
        ? {
            message: `this is the ${name} itself, and whoever reads it can ${danger}`,
            instead: `store it as an SSM SecureString, write that parameter's name here, such as ${example}, and renew the ${name} if this file was shared`,
          }
        : {
            message: 'this is not the name of an SSM parameter, which begins with a slash',
            instead: `write for example ${example}`,
          },
    ),
  });

export const webhookParameter = parameterOf({
  name: 'webhook',
  example: '/understudy/slack-webhook',
  pattern: /:\/\/|slack\.com/i,
  danger: 'post in its name',
});

export const tokenParameter = parameterOf({
  name: 'token',
  example: '/understudy/slack-token',
  pattern: /^xox|^xapp/i,
  danger: 'write to Slack in its name',
});

export const secretUrlParameter = parameterOf({
  name: 'URL',
  example: '/understudy/dead-man-url',
  pattern: /:\/\//,
  danger: 'keep the alarm from sounding',
});
