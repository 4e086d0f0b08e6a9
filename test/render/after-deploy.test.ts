import { verify } from '../../lib/core/verify/verify.ts';
import { afterDeployLines } from '../../lib/render/after-deploy.ts';
import { HTTPS_SITE, httpsSnapshot } from '../fixtures/https-site.ts';
import { healthySnapshot, PRIMARY_RECORD, SECONDARY_RECORD, SITE } from '../fixtures/snapshot.ts';

const linesFor = (snapshot: ReturnType<typeof healthySnapshot>, site = SITE): readonly string[] =>
  afterDeployLines([{ site: site.name, findings: verify(site, snapshot) }]).slice(1);
const ADOPT = 'npm start -- adopt www.example.com';

test('where everything has passed a rehearsal is next', () => {
  expect(linesFor(healthySnapshot())).toEqual([
    'Everything that a failover rests on has passed. Rehearse it: npm start -- drill www.example.com',
  ]);
});

test('a record that was never adopted is next, and what hangs on it is not told beside it', () => {
  const plain = { ...PRIMARY_RECORD, routing: 'simple', failover: null } as const;
  const records = { ok: true, value: [plain] } as const;
  expect(linesFor(healthySnapshot({ records }))).toEqual([`Next: adopt the record: ${ADOPT}`]);
});

test('a pair that leads past the distribution which the deploy has put there is to be adopted anew', () => {
  const records = { ok: true, value: [PRIMARY_RECORD, SECONDARY_RECORD] } as const;
  expect(linesFor(httpsSnapshot({ records }), HTTPS_SITE)).toEqual([
    `Next: adopt the record anew (an alias to s3-website-eu-west-1.amazonaws.com, not to CloudFront): ${ADOPT}`,
  ]);
});

test('any other wrong target is told as it is', () => {
  const elsewhere = { ...SECONDARY_RECORD, alias: null, values: ['192.0.2.1'] };
  const records = { ok: true, value: [PRIMARY_RECORD, elsewhere] } as const;
  expect(linesFor(healthySnapshot({ records }))).toEqual([
    'www.example.com: records.secondary-target: the SECONDARY record is not an alias',
    'npm start -- verify shows the rest, and how each is mended.',
  ]);
});
