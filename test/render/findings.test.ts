import type { Finding } from '../../lib/core/verify/finding.ts';
import { findingsText } from '../../lib/render/findings.ts';
import { SITE } from '../fixtures/snapshot.ts';

const FINDINGS: readonly Finding[] = [
  { id: 'dns.alike', outcome: 'pass', seen: 'agreed', why: 'Why.', mend: null },
  {
    id: 'records.ttl',
    outcome: 'warn',
    seen: 'TTL of 300 s',
    why: 'Resolvers go on answering with the broken primary until the TTL is over, however quick the failover is.',
    mend: 'Set the TTL of the PRIMARY record of www.example.com to 60.',
  },
  { id: 'bucket.ours', outcome: 'pass', seen: 'ours', why: 'Why.', mend: null },
  {
    id: 'bucket.not-blocked',
    outcome: 'fail',
    seen: 'public access is blocked',
    why: 'Every visitor gets 403.',
    mend: 'aws s3api delete-public-access-block --bucket www.example.com --region eu-west-1 --profile understudy',
  },
  {
    id: 'health-checks.readable',
    outcome: 'unknown',
    seen: 'throttled',
    why: 'It may be broken.',
    mend: 'Look again.',
  },
];

test('the worst comes first, with what to do about it; passes are counted', () => {
  expect(findingsText(SITE, FINDINGS)).toBe(`www.example.com: 1 fail, 1 unknown, 1 warn, 2 pass

FAIL  bucket.not-blocked
      seen  public access is blocked
      why   Every visitor gets 403.
      mend  aws s3api delete-public-access-block --bucket www.example.com --region eu-west-1 --profile understudy

UNKNOWN  health-checks.readable
      seen  throttled
      why   It may be broken.
      mend  Look again.

WARN  records.ttl
      seen  TTL of 300 s
      why   Resolvers go on answering with the broken primary until the
            TTL is over, however quick the failover is.
      mend  Set the TTL of the PRIMARY record of www.example.com to 60.

PASS  2
      dns.alike, bucket.ours`);
});

test('colours are for terminals that want them', () => {
  const [warning] = FINDINGS.filter(({ outcome }) => outcome === 'warn');
  const text = findingsText(SITE, warning === undefined ? [] : [warning], { color: true });
  expect(text).toContain('\u001b[33mWARN\u001b[0m  records.ttl');
  expect(findingsText(SITE, FINDINGS)).not.toContain('\u001b');
});

test('without findings nothing is claimed', () => {
  expect(findingsText(SITE, [])).toBe('www.example.com: nothing was looked at');
});
