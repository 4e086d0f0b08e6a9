import { parseConfig } from '../../lib/config/parse.ts';
import { BASE, problemsOf } from './base.ts';

const ID = '0385ed2d-d65c-4f63-a19b-2412a31ef431';
const OTHER = '11111111-2222-4333-8444-555555555555';
const ROLE = 'arn:aws:iam::210987654321:role/understudy-zone';
const CERTIFICATE = `arn:aws:acm:us-east-1:123456789012:certificate/${OTHER}`;

/** BASE with a primary of these lines in place of its address. */
const primaryOf = (...lines: readonly string[]) =>
  BASE.replace('      address: 203.0.113.10\n', lines.map((line) => `      ${line}\n`).join(''));
const zoneRoles = (roles: string, text = BASE) => `${text}zoneRoles: ${roles}\n`;
const https = (more = '') =>
  BASE.replace('content: ./site', `content: ./site\n      https: true${more}`);

function read(text: string) {
  const parsed = parseConfig(text, 'sites.yml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}
const problem = (path: string, message: string, instead: string) => [
  expect.objectContaining({
    path,
    message: expect.stringContaining(message),
    instead: expect.stringContaining(instead),
  }),
];

describe('the name of the stack', () => {
  test.each([
    ['what sites.yml says', `${BASE}stack: { name: web-team }\n`, 'web-team'],
    ['understudy when it says nothing', BASE, 'understudy'],
    ['understudy when it says other things', `${BASE}stack: { tags: { a: x } }\n`, 'understudy'],
  ])('is %s', (_name, text, name) => {
    expect(read(text).stack.name).toBe(name);
  });

  test.each(['Web', '1web', 'web_team', 'web-', '-web', '""', 'a'.repeat(25)])(
    'is not %s',
    (name) => {
      expect(problemsOf(`${BASE}stack: { name: ${name} }\n`)).toEqual(
        problem('stack.name', 'is not a name that begins with a letter', 'web-understudy'),
      );
    },
  );
});

describe('a health check that is there already', () => {
  test.each<[string, string, readonly string[]]>([
    ['one for one address', primaryOf('address: 203.0.113.10', `healthCheck: ${ID}`), [ID]],
    [
      'one for each of several addresses, in their order',
      primaryOf('address: [203.0.113.10, 203.0.113.11]', `healthCheck: [${OTHER}, ${ID}]`),
      [OTHER, ID],
    ],
    ['none where none is named', BASE, []],
  ])('is taken over: %s', (_name, text, ids) => {
    expect(read(text).sites[0]?.primary.healthCheckIds).toEqual(ids);
  });

  test.each<[string, string, ReturnType<typeof problem>]>([
    [
      'fewer than there are addresses',
      primaryOf('address: [203.0.113.10, 203.0.113.11]', `healthCheck: ${ID}`),
      problem('sites[0].primary.healthCheck', '2 addresses and 1 health check', 'one for each'),
    ],
    [
      'more than there are addresses',
      primaryOf('address: 203.0.113.10', `healthCheck: [${ID}, ${OTHER}]`),
      problem('sites[0].primary.healthCheck', '1 address and 2 health checks', 'one for each'),
    ],
    [
      'with a load balancer',
      primaryOf('loadBalancer: a-1.eu-central-1.elb.amazonaws.com', `healthCheck: ${ID}`),
      problem('sites[0].primary.healthCheck', 'a load balancer needs no health check', 'leave'),
    ],
    [
      'the same one twice',
      primaryOf('address: [203.0.113.10, 203.0.113.11]', `healthCheck: [${ID}, ${ID}]`),
      problem('sites[0].primary.healthCheck[1]', 'is in the list twice', 'keep one'),
    ],
    [
      'by its ARN',
      primaryOf('address: 203.0.113.10', `healthCheck: "arn:aws:route53:::healthcheck/${ID}"`),
      problem('sites[0].primary.healthCheck', 'is more than an ID', `write ${ID}`),
    ],
    [
      'by its name',
      primaryOf('address: 203.0.113.10', 'healthCheck: my-check'),
      problem('sites[0].primary.healthCheck', 'my-check is not the ID of a Route 53', ID),
    ],
  ])('is one problem when it is given %s', (_name, text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
  });
});

describe("another account's zone", () => {
  /** The site of BASE once more, under another name and in another zone. */
  const siteOf = (name: string, zone: string) =>
    BASE.slice(BASE.indexOf('  - name'))
      .replaceAll('www.example.com', name)
      .replace('hostedZone: example.com', `hostedZone: ${zone}`);

  test('is said once for all sites that it has; other zones are our own', () => {
    const text = `${BASE}${siteOf('shop.example.com', 'example.com')}${siteOf('www.example.org', 'example.org')}`;
    expect(read(zoneRoles(`{ example.com: ${ROLE} }`, text)).sites).toMatchObject([
      { name: 'www.example.com', zoneRoleArn: ROLE },
      { name: 'shop.example.com', zoneRoleArn: ROLE },
      { name: 'www.example.org', zoneRoleArn: null },
    ]);
  });

  test.each([
    ['eu-west-1', 'arn:aws:iam::210987654321:role/teams/dns/understudy-zone'],
    ['cn-north-1', 'arn:aws-cn:iam::210987654321:role/zone'],
    ['us-gov-west-1', 'arn:aws-us-gov:iam::210987654321:role/zone'],
  ])('has, for a stack in %s, a role such as %s', (region, arn) => {
    const text = BASE.replace('eu-west-1', region);
    expect(read(zoneRoles(`{ Example.COM.: ${arn} }`, text)).sites[0]?.zoneRoleArn).toBe(arn);
  });

  test.each<[string, string, ReturnType<typeof problem>]>([
    [
      'a zone that no site has',
      zoneRoles(`{ example.org: ${ROLE} }`),
      problem('zoneRoles.example.org', 'no site has the hosted zone example.org', 'example.com'),
    ],
    [
      'no role at all',
      zoneRoles('{ example.com: understudy-zone }'),
      problem('zoneRoles.example.com', 'is not the ARN of an IAM role', 'arn:aws:iam::'),
    ],
    [
      'a user in place of a role',
      zoneRoles('{ example.com: arn:aws:iam::210987654321:user/ada }'),
      problem('zoneRoles.example.com', 'is not a role but a user', ':role/'),
    ],
    [
      'a session of a role',
      zoneRoles('{ example.com: arn:aws:sts::210987654321:assumed-role/zone/ada }'),
      problem(
        'zoneRoles.example.com',
        'a session of a role',
        'arn:aws:iam::210987654321:role/zone',
      ),
    ],
    [
      'a role of another partition',
      zoneRoles('{ example.com: "arn:aws-cn:iam::210987654321:role/zone" }'),
      problem('zoneRoles.example.com', 'in the partition aws-cn', 'arn:aws:iam::'),
    ],
    [
      'https, and a certificate that the stack would have to validate there',
      zoneRoles(`{ example.com: ${ROLE} }`, https()),
      problem(
        'sites[0].secondary.https',
        'is in another account',
        'write its ARN as `certificate`',
      ),
    ],
  ])('is one problem with %s', (_name, text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
  });

  test('goes with https where the certificate is there already', () => {
    const text = https(`\n      certificate: ${CERTIFICATE}`);
    expect(problemsOf(zoneRoles(`{ example.com: ${ROLE} }`, text))).toEqual([]);
  });
});
