import type { Site } from '../../../lib/core/site.ts';
import type { Bucket, Page, RecordSet, Snapshot } from '../../../lib/core/verify/snapshot.ts';
import { secondaryReady, verify } from '../../../lib/core/verify/verify.ts';
import {
  CERTIFICATE,
  cloudFrontPolicy,
  DISTRIBUTION,
  HTTPS_SECONDARY_RECORD,
  HTTPS_SITE,
  httpsSnapshot,
  PAGE_503,
  PRIVATE_BUCKET,
  TO_DISTRIBUTION,
} from '../../fixtures/https-site.ts';
import { BUCKET, PRIMARY_PAGE, PRIMARY_RECORD, SECONDARY_RECORD } from '../../fixtures/snapshot.ts';

const findings = (change: Partial<Snapshot> = {}, site: Site = HTTPS_SITE) =>
  verify(site, httpsSnapshot(change));
const trouble = (...asked: Parameters<typeof findings>): string[] =>
  findings(...asked)
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ id, outcome }) => `${id} ${outcome}`);
const mendOf = (id: string, change: Partial<Snapshot>): string =>
  findings(change).find((finding) => finding.id === id)?.mend ?? '';
const page = (change: Partial<Page>): Partial<Snapshot> => ({
  page: { ok: true, value: { ...PAGE_503, ...change } },
});
const headers = (change: Readonly<Record<string, string>>) =>
  page({ headers: { ...PAGE_503.headers, ...change } });
const deep = (change: Partial<Page>): Partial<Snapshot> => ({
  deepPage: { ok: true, value: { ...PAGE_503, ...change } },
});
const bucket = (change: Partial<Bucket>): Partial<Snapshot> => ({
  bucket: { ok: true, value: { ...PRIVATE_BUCKET, ...change } },
});
const policy = (...parts: Parameters<typeof cloudFrontPolicy>) =>
  bucket({ policy: cloudFrontPolicy(...parts) });
const secondary = (record: RecordSet): Partial<Snapshot> => ({
  records: { ok: true, value: [PRIMARY_RECORD, record] },
});
const DENIED = { ok: false, why: 'access denied' } as const;

describe('of a site with an HTTPS secondary all is well when', () => {
  test.each<[string, Partial<Snapshot>]>([
    ['everything is as the stack makes it', {}],
    [
      'the bucket may list for CloudFront under no other name',
      policy({ Action: ['s3:GetObject'] }),
    ],
    [
      'the policy names the account beside the distribution',
      policy({
        Condition: {
          ArnLike: { 'aws:SourceArn': 'arn:aws:cloudfront::123456789012:distribution/*' },
          StringEquals: { 'aws:SourceAccount': '123456789012' },
        },
      }),
    ],
    [
      'the policy denies plain HTTP',
      policy(
        {},
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: '*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ),
    ],
    [
      'the account blocks public access in place of the bucket',
      bucket({ isPublicAccessBlocked: false, isBlockedByAccount: { ok: true, value: true } }),
    ],
    ['retry-after is a date', headers({ 'retry-after': 'Mon, 23 Nov 2026 10:00:00 GMT' })],
    [
      'CloudFront names the distribution in capitals',
      { distribution: found('D111111ABCDEF8.cloudfront.net') },
    ],
  ])('%s', (_name, change) => {
    expect(trouble(change)).toEqual([]);
  });
});

describe('of a site with an HTTPS secondary', () => {
  test.each<[string, Partial<Snapshot>, string[]]>([
    [
      'a page with 200 may be indexed',
      page({ status: 200 }),
      ['website.unavailable warn', 'website.noindex warn'],
    ],
    ['a page without retry-after', headers({ 'retry-after': '' }), ['website.unavailable warn']],
    [
      'a page whose retry-after says nothing',
      headers({ 'retry-after': 'soon' }),
      ['website.unavailable warn'],
    ],
    [
      'a page that may be kept',
      headers({ 'cache-control': 'max-age=60' }),
      ['website.unavailable warn'],
    ],
    [
      "an error of CloudFront's own",
      headers({ 'understudy-target': '' }),
      ['website.answers fail'],
    ],
    ['a 403', page({ status: 403 }), ['website.answers fail']],
    ['a 502', page({ status: 502 }), ['website.answers fail']],
    ['another page', page({ body: '<p>Service Unavailable' }), ['website.content fail']],
    [
      'an XML error with 503',
      headers({ 'content-type': 'application/xml' }),
      ['website.html fail'],
    ],
    [
      'a redirect',
      page({ status: 301, headers: { location: 'http://www.example.com/' } }),
      ['website.no-redirect fail'],
    ],
    ['a deep link with 404', deep({ status: 404 }), ['website.deep-link warn']],
    [
      'a deep link with an error of S3',
      deep({ status: 403, body: '<Code>AccessDenied</Code>' }),
      ['website.deep-link warn'],
    ],
    [
      'a bad certificate',
      {
        certificates: {
          primary: null,
          secondary: { ok: true, value: { ...CERTIFICATE, problem: 'CERT_HAS_EXPIRED' } },
        },
      },
      ['tls.secondary-valid fail'],
    ],
    ['a bucket without a policy', bucket({ policy: null }), ['bucket.cloudfront-read fail']],
    ['a policy that is none', bucket({ policy: 'x' }), ['bucket.cloudfront-read unknown']],
    [
      'a policy for another bucket',
      policy({ Resource: 'arn:aws:s3:::other/*' }),
      ['bucket.cloudfront-read fail'],
    ],
    [
      'a policy for another service',
      policy({ Principal: { Service: 'logging.s3.amazonaws.com' } }),
      ['bucket.cloudfront-read fail'],
    ],
    [
      'a policy for whatever distribution',
      policy({ Condition: undefined }),
      ['bucket.cloudfront-read warn'],
    ],
    [
      'a policy that excludes a distribution',
      policy({
        Condition: {
          StringNotEquals: { 'aws:SourceArn': 'arn:aws:cloudfront::123456789012:distribution/E1' },
        },
      }),
      ['bucket.cloudfront-read fail'],
    ],
    [
      'a policy for something else than a distribution',
      policy({ Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:s3:::x' } } }),
      ['bucket.cloudfront-read fail'],
    ],
    [
      'a policy with another condition',
      policy({ Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }),
      ['bucket.cloudfront-read fail'],
    ],
    [
      'a policy that denies everybody',
      policy({}, { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }),
      ['bucket.cloudfront-read fail'],
    ],
    [
      'a bucket that everybody may read',
      policy({}, { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }),
      ['bucket.only-cloudfront warn'],
    ],
    [
      'a bucket that everybody may write',
      policy({}, { Effect: 'Allow', Principal: '*', Action: 's3:PutObject', Resource: '*' }),
      ['bucket.only-cloudfront fail'],
    ],
    [
      'a bucket that CloudFront may write',
      policy({ Action: ['s3:GetObject', 's3:PutObject'] }),
      ['bucket.only-cloudfront warn'],
    ],
    [
      'a bucket whose public access is not blocked',
      bucket({ isPublicAccessBlocked: false }),
      ['bucket.private warn'],
    ],
    [
      'a bucket under KMS',
      bucket({ encryption: { ok: true, value: 'kms' } }),
      ['bucket.encryption warn'],
    ],
    [
      'a page without the files that it names',
      page({ body: 'understudy-fallback <script src="/gone.js"></script>' }),
      ['bucket.assets warn'],
    ],
    [
      'a SECONDARY that leads to the S3 website',
      secondary(SECONDARY_RECORD),
      ['records.secondary-target fail'],
    ],
    [
      'a SECONDARY that is no alias',
      secondary({ ...SECONDARY_RECORD, alias: null, values: ['192.0.2.1'] }),
      ['records.secondary-target fail'],
    ],
    [
      'a SECONDARY in another zone than that of CloudFront',
      secondary({
        ...HTTPS_SECONDARY_RECORD,
        alias: { ...TO_DISTRIBUTION, hostedZoneId: 'Z0OTHER' },
      }),
      ['records.secondary-target fail'],
    ],
    [
      'a policy that denies CloudFront',
      policy({ Effect: 'Deny' }),
      ['bucket.cloudfront-read fail'],
    ],
    [
      'a SECONDARY that leads to another distribution',
      { distribution: found('d2.cloudfront.net') },
      ['records.secondary-target fail'],
    ],
    [
      'no distribution in the stack',
      { distribution: found(null) },
      ['records.secondary-target fail'],
    ],
    [
      'a stack that nobody could ask',
      { distribution: DENIED },
      ['records.secondary-target unknown'],
    ],
    [
      'CloudFront on both sides',
      {
        records: {
          ok: true,
          value: [
            {
              ...HTTPS_SECONDARY_RECORD,
              failover: 'PRIMARY',
              setIdentifier: 'primary',
              healthCheckId: 'parent',
            },
            HTTPS_SECONDARY_RECORD,
          ],
        },
      },
      ['records.primary-value fail', 'records.one-cloudfront fail'],
    ],
  ])('%s', (_name, change, expected) => {
    expect(trouble(change)).toEqual(expected);
  });
});

describe('whether the HTTPS secondary may serve', () => {
  test.each<[string, Partial<Snapshot>, string]>([
    ['as it should be', {}, 'healthy'],
    ['with a page that is only to be mended', page({ status: 200 }), 'healthy'],
    [
      'with an error of CloudFront in place of the page',
      headers({ 'understudy-target': '' }),
      'unhealthy',
    ],
    ['while the bucket keeps CloudFront out', bucket({ policy: null }), 'unhealthy'],
    [
      'while nobody could fetch the page',
      { page: { ok: false, why: 'CERT_HAS_EXPIRED' } },
      'unknown',
    ],
  ])('%s', (_name, change, status) => {
    expect(secondaryReady(findings(change))).toBe(status);
  });
});

test('the mend of a missing policy is one that passes, once the shell has put the ARN in', () => {
  const mend = mendOf('bucket.cloudfront-read', bucket({ policy: null }));
  expect(mend).toContain(`DomainName=='${DISTRIBUTION}'`);
  const pasted = /--policy '(.*)'$/.exec(
    mend.replace(`'"$ARN"'`, 'arn:aws:cloudfront::123456789012:distribution/E1EXAMPLE'),
  )?.[1];
  expect(trouble(bucket({ policy: pasted ?? '' }))).toEqual([]);
});

test('what matters to an S3 website alone is not asked of a private bucket, and the other way round', () => {
  const idsOf = (snapshot: Partial<Snapshot>, site: Site) =>
    findings(snapshot, site).map(({ id }) => id);
  const website = {
    ...HTTPS_SITE,
    secondary: { ...HTTPS_SITE.secondary, front: { kind: 'website' } },
  } as const;
  const ofPrivate = idsOf({}, HTTPS_SITE);
  const ofPublic = idsOf({ bucket: { ok: true, value: BUCKET } }, website);
  const only = [
    'bucket.website',
    'bucket.error-document',
    'bucket.no-redirect',
    'bucket.not-blocked',
    'bucket.account-not-blocked',
    'bucket.public-read',
    'bucket.nothing-more',
  ];
  expect(ofPrivate.filter((id) => only.includes(id))).toEqual([]);
  expect(only.filter((id) => !ofPublic.includes(id))).toEqual([]);
  const behind = [
    'bucket.cloudfront-read',
    'bucket.only-cloudfront',
    'bucket.private',
    'website.unavailable',
  ];
  expect(behind.filter((id) => !ofPrivate.includes(id))).toEqual([]);
  expect(ofPublic.filter((id) => behind.includes(id))).toEqual([]);
});

test('an HTTPS primary may send HSTS', () => {
  const https = trouble(hsts(), overHttps()).filter((id) => !id.startsWith('health-checks.'));
  expect(https).toEqual([]);
});

test('without the records, as on the recovery path, the distribution of the stack speaks HTTPS all the same', () => {
  const records = { ok: false, why: 'not looked at' } as const;
  const seen = verify(overHttps(), httpsSnapshot({ ...hsts(), records }));
  const https = seen.filter(({ id }) => id === 'website.https' || id === 'website.hsts');
  expect(https.map(({ outcome }) => outcome)).toEqual(['pass', 'pass']);
});

test('an HTTPS site whose SECONDARY still leads to the S3 website is told to be adopted', () => {
  const seen = verify(overHttps(), httpsSnapshot({ ...hsts(), ...secondary(SECONDARY_RECORD) }));
  const https = seen.filter(({ id }) => id === 'website.https' || id === 'website.hsts');
  expect(https.map(({ outcome }) => outcome)).toEqual(['fail', 'fail']);
  for (const { mend } of https) expect(mend).toContain('npm start -- adopt www.example.com');
});

test.each([
  ['the stack makes is made anew by deploying', null, 'npx sls deploy'],
  [
    'sites.yml names is replaced there',
    'arn:aws:acm:us-east-1:123456789012:certificate/1',
    'secondary.certificate',
  ],
])('a certificate that %s', (_name, certificateArn, expected) => {
  const front = { kind: 'cloudfront', certificateArn, retryAfterMs: 300_000 } as const;
  const site = { ...HTTPS_SITE, secondary: { ...HTTPS_SITE.secondary, front } };
  const bad = { ok: true, value: { ...CERTIFICATE, problem: 'CERT_HAS_EXPIRED' } } as const;
  const seen = verify(site, httpsSnapshot({ certificates: { primary: null, secondary: bad } }));
  expect(seen.find(({ id }) => id === 'tls.secondary-valid')?.mend).toContain(expected);
});

test('a page that could not be fetched is asked for by hand at the distribution, not at S3', () => {
  const change = { page: { ok: false, why: 'timeout' } } as const;
  expect(mendOf('website.readable', change)).toBe(
    `curl -sS -i --connect-to www.example.com:443:${DISTRIBUTION}:443 https://www.example.com/`,
  );
});

function hsts(): Partial<Snapshot> {
  const sent = { ...PRIMARY_PAGE.headers, 'strict-transport-security': 'max-age=31536000' };
  return {
    primaryPage: { ok: true, value: { ...PRIMARY_PAGE, headers: sent } },
    certificates: {
      primary: { ok: true, value: CERTIFICATE },
      secondary: { ok: true, value: CERTIFICATE },
    },
  };
}

function overHttps(): Site {
  return { ...HTTPS_SITE, primary: { ...HTTPS_SITE.primary, protocol: 'https', port: 443 } };
}

function found(value: string | null): Snapshot['distribution'] {
  return { ok: true, value };
}
