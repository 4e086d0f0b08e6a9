import type { Site } from '../../lib/core/site.ts';
import { distributionId } from '../../lib/stack/distribution.ts';
import { requestCode, responseCode } from '../../lib/stack/edge-code.ts';
import { outputs } from '../../lib/stack/outputs.ts';
import { resources } from '../../lib/stack/resources.ts';
import { secondaryDomains } from '../../lib/stack/secondary-domains.ts';
import { stackProblems } from '../../lib/stack/stack-problems.ts';
import type { Resources } from '../../lib/stack/template.ts';
import { CONFIG, overHttps, siteNamed } from './sites.ts';

const NAME = 'www.example.com';
const SITE = overHttps(siteNamed(NAME));
const stackOf = (...sites: readonly Site[]): Resources => resources({ ...CONFIG, sites });

test('a site that gets HTTPS keeps its bucket', () => {
  const bucketIn = (site: Site) => {
    const { Type, Properties } = stackOf(site).SiteBucketForwwwDotexampleDotcom ?? {};
    return [Type, Properties?.BucketName];
  };
  expect(bucketIn(SITE)).toEqual(['AWS::S3::Bucket', NAME]);
  expect(bucketIn(siteNamed(NAME))).toEqual(bucketIn(SITE));
});

test('the bucket behind it is private, is no website, and lets that distribution alone read', () => {
  const stack = stackOf(SITE);
  const bucket = stack.SiteBucketForwwwDotexampleDotcom;
  expect(bucket).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate' });
  expect(bucket?.Properties).toMatchObject({
    BucketName: NAME,
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  });
  expect(bucket?.Properties).not.toHaveProperty('WebsiteConfiguration');
  expect(stack.SiteBucketPolicyForwwwDotexampleDotcom?.Properties.PolicyDocument).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'DistributionRead',
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Resource: { 'Fn::Sub': `\${SiteBucketForwwwDotexampleDotcom.Arn}/*` },
        Condition: {
          StringEquals: {
            'AWS:SourceArn': {
              'Fn::Sub': `arn:\${AWS::Partition}:cloudfront::\${AWS::AccountId}:distribution/\${DistributionForwwwDotexampleDotcom}`,
            },
          },
        },
      },
    ],
  });
});

test('the distribution goes with the stack, or its name would be taken when the next one comes', () => {
  expect(stackOf(SITE)[distributionId(NAME)]).not.toHaveProperty('DeletionPolicy');
});

const configOf = (site: Site) =>
  stackOf(site)[distributionId(NAME)]?.Properties.DistributionConfig as Record<string, unknown>;

test('it signs what it asks of the bucket that it asks', () => {
  expect(configOf(SITE).Origins).toEqual([
    expect.objectContaining({
      DomainName: { 'Fn::GetAtt': ['SiteBucketForwwwDotexampleDotcom', 'RegionalDomainName'] },
      OriginAccessControlId: { 'Fn::GetAtt': ['EdgeAccess', 'Id'] },
      S3OriginConfig: { OriginAccessIdentity: '' },
    }),
  ]);
  expect(stackOf(SITE).EdgeAccess?.Properties.OriginAccessControlConfig).toMatchObject({
    OriginAccessControlOriginType: 's3',
    SigningBehavior: 'always',
    SigningProtocol: 'sigv4',
  });
});

test('a bucket that was there before is asked by its own name, and gets no policy', () => {
  const there = { ...SITE, secondary: { ...SITE.secondary, bucket: 'fallback', isExisting: true } };
  const [origin] = configOf(there).Origins as [{ DomainName: string }];
  expect(origin.DomainName).toBe('fallback.s3.eu-west-1.amazonaws.com');
  expect(Object.keys(stackOf(there)).filter((id) => /^SiteBucket/.test(id))).toEqual([]);
});

test.each([
  ['is made', null, { Ref: 'CertificateForwwwDotexampleDotcom' }],
  [
    'was there before',
    'arn:aws:acm:us-east-1:123456789012:certificate/1',
    'arn:aws:acm:us-east-1:123456789012:certificate/1',
  ],
])('a certificate that %s is the one that visitors get', (_name, certificateArn, expected) => {
  const site = overHttps(siteNamed(NAME), { certificateArn });
  expect(configOf(site).ViewerCertificate).toEqual({
    AcmCertificateArn: expected,
    MinimumProtocolVersion: 'TLSv1.2_2021',
    SslSupportMethod: 'sni-only',
  });
});

test('the terminal and the failover function find the name of each distribution', () => {
  const sites = [SITE, siteNamed('plain.example.com'), overHttps(siteNamed('shop.example.com'))];
  const found = Object.entries(outputs({ ...CONFIG, sites })).filter(([id]) =>
    id.startsWith('Distribution'),
  );
  expect(found.map(([id, { Value }]) => [id, Value])).toEqual([
    [distributionId(NAME), { 'Fn::GetAtt': [distributionId(NAME), 'DomainName'] }],
    [
      distributionId('shop.example.com'),
      { 'Fn::GetAtt': [distributionId('shop.example.com'), 'DomainName'] },
    ],
  ]);
  expect(secondaryDomains(sites)).toEqual({
    'Fn::Sub': `www.example.com=\${DistributionForwwwDotexampleDotcom.DomainName} shop.example.com=\${DistributionForshopDotexampleDotcom.DomainName}`,
  });
  expect(secondaryDomains([siteNamed('plain.example.com')])).toBe('');
});

test('without an HTTPS secondary there is nothing at the edge', () => {
  expect(JSON.stringify(stackOf(siteNamed(NAME)))).not.toContain('CloudFront');
});

test.each([
  ['as many as the environment of a function names', 60, 300_000, 0],
  ['more than it names', 70, 300_000, 1],
])('sites with an HTTPS secondary, %s', (_name, count, retryAfterMs, problems) => {
  const sites = Array.from({ length: count }, (_, index) =>
    overHttps(siteNamed(`shop-${index}.example.com`), { retryAfterMs }),
  );
  expect(stackProblems({ ...CONFIG, sites }, null)).toHaveLength(problems);
});

test('a time to come back for each of many sites is more than an account has policies for', () => {
  const sites = Array.from({ length: 21 }, (_, index) =>
    overHttps(siteNamed(`shop-${index}.example.com`), { retryAfterMs: 1_000 * (index + 1) }),
  );
  expect(stackProblems({ ...CONFIG, sites }, null)).toEqual([
    expect.stringContaining('21 different values of secondary.retryAfter'),
  ]);
});

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
test.each([requestCode(86_400), responseCode(86_400)])('a function is small: %#', (code) => {
  expect(Buffer.byteLength(code)).toBeLessThan(10_240);
  // Or the framework would take it for a variable of its own.
  expect(code).not.toContain('${');
});
