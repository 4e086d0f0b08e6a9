import { NOBODY_IS_TOLD } from '../../lib/core/alerts/alerts.ts';
import { EXPECT_ANY } from '../../lib/core/probing/expect.ts';
import type { Config, Primary, Site } from '../../lib/core/site.ts';
import { ARMED } from '../fixtures/records.ts';

const POLICY: Site['policy'] = {
  mode: 'automatic',
  intervalMs: 5_000,
  freshEvery: 10,
  failureThreshold: 3,
  successThreshold: 2,
  failback: 'manual',
  stableForMs: 300_000,
  cooldownMs: 600_000,
  flipsPerDayMax: 4,
  ...ARMED,
};

const PRIMARY: Primary = {
  where: { kind: 'addresses', addresses: ['203.0.113.10'] },
  protocol: 'http',
  port: 80,
  path: '/health',
  expect: EXPECT_ANY,
  healthCheckIds: [],
};

/** A site as sites.yml would describe it, but for these differences of its primary and policy. */
export const siteNamed = (
  name: string,
  primary: Partial<Primary> = {},
  policy: Partial<Site['policy']> = {},
): Site => ({
  name,
  hostedZone: 'example.com',
  zoneRoleArn: null,
  primary: { ...PRIMARY, ...primary },
  secondary: {
    bucket: name,
    isExisting: false,
    front: { kind: 'website' },
    region: 'eu-west-1',
    content: './site',
    marker: null,
  },
  policy: { ...POLICY, ...policy },
});

/** A site whose bucket was there before. */
export function withExistingBucket(name: string): Site {
  const site = siteNamed(name);
  return { ...site, secondary: { ...site.secondary, isExisting: true } };
}

/** The same site with a distribution of the stack before its bucket. */
export function overHttps(
  site: Site,
  front: Partial<Omit<Extract<Site['secondary']['front'], { kind: 'cloudfront' }>, 'kind'>> = {},
): Site {
  const cloudfront = { kind: 'cloudfront', certificateArn: null, retryAfterMs: 300_000 } as const;
  return { ...site, secondary: { ...site.secondary, front: { ...cloudfront, ...front } } };
}

/** A primary with so many addresses. */
export const addresses = (count: number): Pick<Primary, 'where'> => ({
  where: {
    kind: 'addresses',
    addresses: Array.from({ length: count }, (_, index) => `203.0.113.${index + 1}`),
  },
});

export const BEHIND_LOAD_BALANCER: Pick<Primary, 'where'> = {
  where: { kind: 'load-balancer', dnsName: 'my-alb-123.eu-central-1.elb.amazonaws.com' },
};

/** One site, one mail address and Slack. */
export const CONFIG: Config = {
  alerts: {
    ...NOBODY_IS_TOLD,
    topicArn: null,
    email: ['ops@example.com'],
    slack: { kind: 'webhook', parameter: '/understudy/slack-webhook' },
  },
  monitor: { controls: [] },
  verify: { everyMs: 300_000 },
  audit: { keepMs: 400 * 24 * 60 * 60_000 },
  stack: { name: 'understudy', tags: {}, permissionsBoundary: null },
  sites: [siteNamed('www.example.com')],
};
