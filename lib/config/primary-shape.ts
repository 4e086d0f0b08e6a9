import { expectShape } from './expect-shape.ts';
import { choice, group, oneOrMore, whole } from './fields.ts';
import { address, healthCheckId, loadBalancerName, probePath } from './texts.ts';

export const ADDRESSES_MAX = 10;

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
