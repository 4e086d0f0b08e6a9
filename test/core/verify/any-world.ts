import fc from 'fast-check';
import { NOBODY_IS_TOLD } from '../../../lib/core/alerts/alerts.ts';
import { epochMs } from '../../../lib/core/time.ts';
import type { Look } from '../../../lib/core/verify/finding.ts';
import type { Certificate, Page, Snapshot } from '../../../lib/core/verify/snapshot.ts';
import { cloudFrontPolicy, PAGE_503 } from '../../fixtures/https-site.ts';
import {
  ALERTING,
  BUCKET,
  DEEP_PAGE,
  EXPECTED,
  healthySnapshot,
  MONITOR_SEEN,
  OBJECTS,
  PAGE,
  PRIMARY_PAGE,
  publicReadPolicy,
} from '../../fixtures/snapshot.ts';
import { anyAlerting } from './any-alerting.ts';
import { anyAnswers, anyHealthChecks, anyRecords, anyRecordsBeside } from './any-route53.ts';
import { anySite } from './any-site.ts';
import type { World } from './breaks.ts';
import { look, mostly } from './mostly.ts';

/** Everything that is verified, healthy for the most part and broken in any combination. */
export const anyWorld = (): fc.Arbitrary<World> =>
  fc.record({ site: anySite(), snapshot: anySnapshot() });

const anySnapshot = (): fc.Arbitrary<Snapshot> => fc.record(SNAPSHOT_PARTS);

const { takenAt } = healthySnapshot();

const anyPage = (page: Page): fc.Arbitrary<Page> =>
  fc.record({
    url: fc.constant(page.url),
    address: fc.constant(page.address),
    status: mostly(page.status, 200, 301, 403, 404, 503),
    headers: mostly<Page['headers']>(
      page.headers,
      {},
      { location: 'https://203.0.113.10/', 'content-encoding': 'br' },
      { 'strict-transport-security': 'max-age=31536000', 'content-type': 'text/plain' },
      { ...page.headers, 'cache-control': 'max-age=86400' },
    ),
    body: mostly(
      page.body,
      '',
      'NoSuchBucket',
      '© 2026 ok',
      '<script src="/app.js"></script><a href="http://203.0.113.10/">ok</a>',
      `${'x'.repeat(5_119)}ok`,
    ),
    totalMs: mostly(page.totalMs, 9_000),
  });

const anyCertificate = (): fc.Arbitrary<Look<Certificate> | null> => {
  const DAY_MS = 86_400_000;
  return fc.oneof(
    fc.constant(null),
    look(
      fc.record({
        names: fc.constantFrom(['www.example.com'], []),
        validFrom: fc.constant(epochMs(takenAt - DAY_MS)),
        validTo: fc.constantFrom(-1, 1, 10, 90).map((days) => epochMs(takenAt + days * DAY_MS)),
        problem: fc.constantFrom(null, 'CERT_HAS_EXPIRED', 'SOMETHING_NEW'),
      }),
    ),
  );
};

const BUCKET_PARTS = {
  region: mostly('eu-west-1', 'us-east-1', null),
  website: mostly<typeof BUCKET.website>(
    BUCKET.website,
    null,
    { index: null, error: null, redirectsAllTo: null },
    { index: 'index.html', error: null, redirectsAllTo: 'other.example.com' },
  ),
  isPublicAccessBlocked: mostly(false, true),
  policy: mostly(
    BUCKET.policy,
    null,
    'not json',
    '{}',
    publicReadPolicy({ Effect: 'Deny' }),
    cloudFrontPolicy(),
    cloudFrontPolicy({ Condition: undefined, Action: 's3:*' }),
  ),
  isBlockedByAccount: look(mostly(false, true)),
  isRequesterPays: look(mostly(false, true)),
  isVersioned: look(mostly(true, false)),
  encryption: look(mostly('s3', 'kms')),
};

const SNAPSHOT_PARTS: { readonly [K in keyof Snapshot]: fc.Arbitrary<Snapshot[K]> } = {
  takenAt: fc.constant(takenAt),
  expected: fc.record({
    siteNames: mostly(EXPECTED.siteNames, ['www.example.com'], []),
    alerts: mostly(EXPECTED.alerts, {
      ...NOBODY_IS_TOLD,
      slack: { kind: 'webhook' as const, parameter: '/slack' },
      amazonQ: true,
      escalation: { afterMs: 900_000, topicArn: null, email: ['boss@example.com'] },
      deadManParameter: '/dead-man-url',
    }),
    switchDomain: mostly(EXPECTED.switchDomain, null),
    content: mostly(EXPECTED.content, null, { ok: false, why: 'no folder' } as const, {
      ok: true,
      value: [{ key: 'index.html', md5: '0', bytes: 2_000_000 }],
    }),
    configDigest: mostly(EXPECTED.configDigest, null, 'digest-2'),
  }),
  zone: look(
    fc.record({
      id: fc.constant('Z0EXAMPLE'),
      name: fc.constant('example.com'),
      nameServers: mostly(['ns-1.example.net', 'ns-2.example.net'], ['ns-1.example.net'], []),
      acceleratedRecovery: mostly(true, false, null),
    }),
  ),
  zoneServerAddresses: look(mostly(['192.0.2.1', '192.0.2.2'], ['192.0.2.9'], [])),
  records: look(anyRecords()),
  beside: look(anyRecordsBeside()),
  healthChecks: look(anyHealthChecks()),
  bucket: look(fc.record(BUCKET_PARTS)),
  objects: fc.option(look(mostly(OBJECTS, [], [{ key: 'other.html', etag: 'x-2', bytes: 1 }]))),
  distribution: fc.oneof(
    fc.constant(null),
    look(mostly('d1.cloudfront.net', null, 'D2.cloudfront.net')),
  ),
  page: look(fc.oneof(anyPage(PAGE), anyPage(PAGE_503))),
  deepPage: fc.option(look(anyPage(DEEP_PAGE))),
  securePage: fc.option(look(anyPage(PAGE))),
  primaryPage: fc.option(look(anyPage(PRIMARY_PAGE))),
  certificates: fc.record({ primary: anyCertificate(), secondary: anyCertificate() }),
  alerting: fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 5, arbitrary: fc.oneof(fc.constant(ALERTING), anyAlerting()) },
  ),
  monitor: fc.option(
    look(
      fc.record({
        health: mostly('healthy', 'unhealthy', 'unknown'),
        lastWindowAt: mostly(MONITOR_SEEN.lastWindowAt, null, epochMs(0)),
        configDigest: mostly(MONITOR_SEEN.configDigest, null, 'digest-2'),
      }),
    ),
    { freq: 6 },
  ),
  lastDrill: fc.option(look(fc.constant(null))),
  switched: mostly('primary', 'secondary', 'unknown'),
  dns: look(anyAnswers()),
  publicResolvers: anyAnswers(),
  primaryAddresses: mostly(['203.0.113.10'], ['203.0.113.10', '2001:db8::10'], []),
  secondaryAddresses: mostly(['198.51.100.20'], ['198.51.100.20', '2001:db8::20'], []),
};
