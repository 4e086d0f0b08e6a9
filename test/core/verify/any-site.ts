import fc from 'fast-check';
import type { Front, Site } from '../../../lib/core/site.ts';
import { SITE } from '../../fixtures/snapshot.ts';
import { mostly } from './mostly.ts';

const CERTIFICATE_ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/1';

/** Sites as sites.yml may describe them, and some that it should not. */
export const anySite = (): fc.Arbitrary<Site> =>
  fc
    .record({
      name: mostly('www.example.com', 'example.com', 'a.shop.example.com'),
      addresses: mostly(
        ['203.0.113.10'],
        ['203.0.113.10', '203.0.113.11'],
        ['10.0.0.10'],
        ['2001:db8::10'],
        null,
      ),
      healthCheckIds: mostly<readonly string[]>([], ['endpoint'], ['gone']),
      loadBalancer: fc.constantFrom('lb-1.elb.amazonaws.com', 'd1.cloudfront.net'),
      protocol: mostly('http', 'https', 'tcp'),
      contains: mostly(null, 'ok', '© 2026 ok', 'x'.repeat(256)),
      status: mostly({ from: 200, to: 399 }, { from: 401, to: 401 }),
      region: mostly('eu-west-1', 'us-east-1', 'mars-1'),
      marker: mostly('understudy-fallback', null, 'absent'),
      front: mostly<Front>(
        { kind: 'website' },
        { kind: 'cloudfront', certificateArn: null, retryAfterMs: 300_000 },
        { kind: 'cloudfront', certificateArn: CERTIFICATE_ARN, retryAfterMs: 60_000 },
      ),
      everyMs: mostly(null, 86_400_000),
    })
    .map(
      ({
        name,
        addresses,
        healthCheckIds,
        loadBalancer,
        protocol,
        contains,
        status,
        region,
        marker,
        front,
        everyMs,
      }) => ({
        name,
        hostedZone: 'example.com',
        zoneRoleArn: null,
        primary: {
          ...SITE.primary,
          protocol,
          healthCheckIds,
          where:
            addresses === null
              ? { kind: 'load-balancer', dnsName: loadBalancer }
              : { kind: 'addresses', addresses },
          expect: { ...SITE.primary.expect, contains, status: [status] },
        },
        secondary: { ...SITE.secondary, region, marker, front },
        policy: { ...SITE.policy, drill: { ...SITE.policy.drill, everyMs } },
      }),
    );
