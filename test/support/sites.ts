import type { Policy, Primary, Site } from '../../lib/core/site.ts';
import { SITE } from '../fixtures/snapshot.ts';

export const POLICY: Policy = SITE.policy;

/** A site like the fixture, under a name of its own and with a policy that differs as said. */
export const siteNamed = (
  name: string,
  policy: Partial<Policy> = {},
  where: Primary['where'] = SITE.primary.where,
): Site => ({
  ...SITE,
  name,
  primary: { ...SITE.primary, where },
  secondary: { ...SITE.secondary, bucket: name },
  policy: { ...SITE.policy, ...policy },
});

/** A primary with several addresses. */
export const at = (...addresses: readonly string[]): Primary['where'] => ({
  kind: 'addresses',
  addresses,
});

export const behindLoadBalancer: Primary['where'] = {
  kind: 'load-balancer',
  dnsName: 'lb.example.net',
};
