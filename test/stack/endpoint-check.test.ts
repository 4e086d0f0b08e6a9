import { EXPECT_ANY } from '../../lib/core/probing/expect.ts';
import type { Expectation, Primary } from '../../lib/core/site.ts';
import { endpointCheck } from '../../lib/stack/endpoint-check.ts';
import { siteNamed } from './sites.ts';

const expecting = (change: Partial<Expectation>): Pick<Primary, 'expect'> => ({
  expect: { ...EXPECT_ANY, ...change },
});

const configFor = (primary: Partial<Primary>, failureThreshold = 3) =>
  endpointCheck(siteNamed('www.example.com', primary, { failureThreshold }), '203.0.113.10')
    .Properties.HealthCheckConfig;

const ADDRESS = { IPAddress: '203.0.113.10', RequestInterval: 10, FailureThreshold: 3 };
const REQUEST = { FullyQualifiedDomainName: 'www.example.com', ResourcePath: '/health' };

test.each([
  ['http asks for the path', {}, { Type: 'HTTP', Port: 80, ...REQUEST }],
  [
    'http with a text looks for it',
    expecting({ contains: 'ok' }),
    { Type: 'HTTP_STR_MATCH', Port: 80, ...REQUEST, SearchString: 'ok' },
  ],
  [
    'https says the name in TLS',
    { protocol: 'https', port: 443 },
    { Type: 'HTTPS', Port: 443, ...REQUEST, EnableSNI: true },
  ],
  [
    'https with a text',
    { protocol: 'https', port: 8443, ...expecting({ contains: 'ok' }) },
    { Type: 'HTTPS_STR_MATCH', Port: 8443, ...REQUEST, EnableSNI: true, SearchString: 'ok' },
  ],
  ['tcp asks for a connection', { protocol: 'tcp', port: 5432 }, { Type: 'TCP', Port: 5432 }],
  [
    'a text of 255 characters fits',
    expecting({ contains: 'x'.repeat(255) }),
    { Type: 'HTTP_STR_MATCH', Port: 80, ...REQUEST, SearchString: 'x'.repeat(255) },
  ],
  [
    'a longer text is left to the probes',
    expecting({ contains: 'x'.repeat(256) }),
    { Type: 'HTTP', Port: 80, ...REQUEST },
  ],
  [
    'an answer that Route 53 calls unhealthy is not asked for',
    expecting({ status: [{ from: 401, to: 401 }] }),
    { Type: 'TCP', Port: 80 },
  ],
  [
    'a text that looks like a variable stays a text',
    expecting({ contains: `a \${b}` }),
    { Type: 'HTTP_STR_MATCH', Port: 80, ...REQUEST, SearchString: { 'Fn::Sub': `a \${!b}` } },
  ],
] as const)('%s', (_name, primary, config) => {
  expect(configFor(primary as Partial<Primary>)).toEqual({ ...ADDRESS, ...config });
});

test.each([1, 4, 10])(
  'a failure threshold of %i is for our own probes: Route 53 has 3',
  (threshold) => {
    expect(configFor({}, threshold)).toMatchObject({ FailureThreshold: 3 });
  },
);
