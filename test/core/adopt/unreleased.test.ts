import type { ReleaseSeen } from '../../../lib/core/adopt/unreleased.ts';
import { unreleasedOf } from '../../../lib/core/adopt/unreleased.ts';
import { PRIMARY_RECORD, SECONDARY_RECORD, SITE } from '../../fixtures/snapshot.ts';
import { BEHIND_LOAD_BALANCER, siteNamed } from '../../stack/sites.ts';
import { PAIR, plain, SWITCH_DOMAIN, stackChecks } from './zone-world.ts';

const HANGING = { site: SITE.name, kind: 'hanging' } as const;
const PRIMARY = { type: 'A', failover: 'PRIMARY', checkId: 'parent' } as const;

const seen = (change: Partial<ReleaseSeen> = {}): ReleaseSeen => ({
  records: { ok: true, value: PAIR },
  checks: { ok: true, value: stackChecks(SITE) },
  switchDomain: SWITCH_DOMAIN,
  ...change,
});
const records = (...value: Extract<ReleaseSeen['records'], { ok: true }>['value']) => ({
  records: { ok: true, value } as const,
});
const DENIED = { ok: false, why: 'denied' } as const;

test.each([
  ['the adopted pair', {}, [PRIMARY]],
  [
    'a pair whose addresses sites.yml has no longer',
    {
      checks: {
        ok: true,
        value: stackChecks(
          siteNamed(SITE.name, { where: { kind: 'addresses', addresses: ['::1'] } }),
        ),
      },
    } as const,
    [PRIMARY],
  ],
  [
    'a load balancer, by the switch check alone',
    {
      ...records({ ...PRIMARY_RECORD, healthCheckId: 'switch' }),
      checks: { ok: true, value: stackChecks(siteNamed(SITE.name, BEHIND_LOAD_BALANCER)) },
    } as const,
    [{ ...PRIMARY, checkId: 'switch' }],
  ],
  [
    'both halves and both families',
    records(
      PRIMARY_RECORD,
      { ...PRIMARY_RECORD, type: 'AAAA' },
      { ...SECONDARY_RECORD, healthCheckId: 'switch' },
    ),
    [
      PRIMARY,
      { ...PRIMARY, type: 'AAAA' },
      { type: 'A', failover: 'SECONDARY', checkId: 'switch' },
    ],
  ],
  [
    'a switch bucket that Route 53 tells in capitals',
    { switchDomain: SWITCH_DOMAIN.toUpperCase() },
    [PRIMARY],
  ],
] as const)('%s hangs on the stack', (_name, change, hanging) => {
  expect(unreleasedOf(SITE.name, seen(change))).toEqual({ ...HANGING, records: hanging });
});

test.each([
  ['a plain record', records(plain())],
  ['no record', records()],
  ['a record at another name', records({ ...PRIMARY_RECORD, name: 'other.example.com' })],
  ['a check of the stack of another stage', { switchDomain: 'other.s3.eu-west-1.amazonaws.com' }],
  ['a check that is gone', { checks: { ok: true, value: [] } }],
  ['the check on the endpoint alone', records({ ...PRIMARY_RECORD, healthCheckId: 'endpoint' })],
  ['a plain record, whatever the checks are', { ...records(plain()), checks: DENIED }],
] as const)('%s does not hang on the stack', (_name, change) => {
  expect(unreleasedOf(SITE.name, seen(change))).toBeNull();
});

test.each([
  ['the records', { records: DENIED }],
  ['the health checks, while a record has one', { checks: DENIED }],
] as const)('a site is not released as long as %s cannot be seen', (_name, change) => {
  const unseen = { site: SITE.name, kind: 'unseen', why: 'denied' };
  expect(unreleasedOf(SITE.name, seen(change))).toEqual(unseen);
});
