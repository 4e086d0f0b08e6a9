import fc from 'fast-check';
import { type AdoptChoices, NO_CHOICES } from '../../../lib/core/adopt/choices.ts';
import type { Plan } from '../../../lib/core/adopt/plan.ts';
import { planAdoption } from '../../../lib/core/adopt/plan-adoption.ts';
import { planRelease } from '../../../lib/core/adopt/plan-release.ts';
import { areSameRecords } from '../../../lib/core/adopt/record-sets.ts';
import type { SiteSeen, ZoneSeen } from '../../../lib/core/adopt/seen.ts';
import type { Front } from '../../../lib/core/site.ts';
import type { RecordSet } from '../../../lib/core/verify/snapshot.ts';
import { applyChanges, refusalsOf } from '../../../lib/local/zone-rules.ts';
import { PRIMARY_RECORD, SECONDARY_RECORD } from '../../fixtures/snapshot.ts';
import { at, behindLoadBalancer, siteNamed } from '../../support/sites.ts';
import { CLOUDFRONT, OTHERS, plain, siteSeen, stackChecks, zoneSeen } from './zone-world.ts';

const WWW = 'www.example.com';
const APEX = 'example.com';
const LB_ALIAS = {
  dnsName: 'lb.example.net',
  hostedZoneId: 'Z32O12XQLNTSW2',
  evaluateTargetHealth: false,
};
const IPV6 = ['2001:db8::10'];

const anyTtl = fc.constantFrom(20, 60, 300, 86_400);
const aValues = fc.constantFrom(
  ['203.0.113.10'],
  ['203.0.113.10'],
  ['203.0.113.10', '203.0.113.11'],
);
const alias = (target: typeof LB_ALIAS) => ({ ttlSeconds: null, values: [], alias: target });

type Situation = { readonly records: readonly RecordSet[] };
const one = (change: Partial<RecordSet>): Situation => ({ records: [plain(change)] });

/** What may stand at the name for A: right and wrong, plain and paired, and all that is refused. */
const aRecords: fc.Arbitrary<Situation> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(anyTtl, aValues).map(([ttlSeconds, values]) => one({ ttlSeconds, values })),
  },
  {
    weight: 2,
    arbitrary: fc
      .boolean()
      .map((evaluateTargetHealth) => one(alias({ ...LB_ALIAS, evaluateTargetHealth }))),
  },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        anyTtl,
        aValues,
        fc.constantFrom('parent', 'by-hand'),
        fc.constantFrom('primary', 'secondary', 'one'),
        fc.constantFrom(SECONDARY_RECORD.alias, CLOUDFRONT, LB_ALIAS),
        fc.boolean(),
      )
      .map(([ttlSeconds, values, healthCheckId, setIdentifier, target, hasSecondary]) => ({
        records: [
          { ...PRIMARY_RECORD, ttlSeconds, values, healthCheckId, setIdentifier },
          ...(hasSecondary ? [{ ...SECONDARY_RECORD, alias: target, setIdentifier: 'two' }] : []),
        ],
      })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { records: [] },
      { records: [SECONDARY_RECORD] },
      one({ values: ['192.0.2.99'] }),
      one({ type: 'CNAME', values: ['lb.example.net'] }),
      one(alias(CLOUDFRONT)),
      ...(
        ['weighted', 'latency', 'geolocation', 'geoproximity', 'multivalue', 'cidr'] as const
      ).map((routing) => one({ routing, setIdentifier: 'a' })),
    ),
  },
);

const aaaaRecords: fc.Arbitrary<Situation> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ records: [] }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      one({ type: 'AAAA', values: IPV6 }),
      one({ type: 'AAAA', values: ['2001:db8::99'] }),
    ),
  },
  { weight: 1, arbitrary: fc.constant(one({ type: 'AAAA', ...alias(LB_ALIAS) })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('parent', 'by-hand').map((healthCheckId) => ({
      records: [
        { ...PRIMARY_RECORD, type: 'AAAA', values: IPV6, healthCheckId },
        { ...SECONDARY_RECORD, type: 'AAAA', alias: CLOUDFRONT },
      ],
    })),
  },
);

const serviceRecords = fc.constantFrom<Situation>(
  { records: [] },
  { records: [] },
  one({ type: 'HTTPS', values: ['1 . alpn="h2"'] }),
  one({ type: 'HTTPS', values: ['1 . ipv4hint=203.0.113.10'] }),
  one({ type: 'SVCB', values: ['1 . alpn="h2"'] }),
);

const anyBeside = fc.constantFrom(undefined, 'drop', 'drop', 'pair', 'keep');
const anyChoices: fc.Arbitrary<AdoptChoices> = fc
  .tuple(anyBeside, anyBeside, anyBeside, fc.constantFrom(null, CLOUDFRONT.dnsName))
  .map(([AAAA, HTTPS, SVCB, cloudfront]) => ({
    ...NO_CHOICES,
    beside: {
      ...(AAAA === undefined ? {} : { AAAA }),
      ...(HTTPS === undefined ? {} : { HTTPS }),
      ...(SVCB === undefined ? {} : { SVCB }),
    },
    cloudfront,
  }));

const primaries = fc.constantFrom(
  at('203.0.113.10'),
  at('203.0.113.10', ...IPV6),
  at('203.0.113.10', '203.0.113.11', ...IPV6),
  behindLoadBalancer,
);

const CLOUDFRONT_FRONT: Front = { kind: 'cloudfront', certificateArn: null, retryAfterMs: 300_000 };

/** What stands before the bucket, and what the stack says of it. */
const fronts: fc.Arbitrary<Pick<SiteSeen, 'distribution'> & { readonly front: Front }> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constant({ front: { kind: 'website' }, distribution: null } as const),
  },
  {
    weight: 4,
    arbitrary: fc.constant({
      front: CLOUDFRONT_FRONT,
      distribution: { ok: true, value: CLOUDFRONT.dnsName },
    } as const),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<SiteSeen['distribution']>(
        { ok: true, value: 'd2.cloudfront.net' },
        { ok: true, value: null },
        { ok: false, why: 'denied' },
      )
      .map((distribution) => ({ front: CLOUDFRONT_FRONT, distribution })),
  },
);

const anyZone: fc.Arbitrary<ZoneSeen> = fc
  .tuple(
    fc.array(fc.tuple(aRecords, aaaaRecords, serviceRecords, primaries, fronts), {
      minLength: 1,
      maxLength: 2,
    }),
    fc.constantFrom('stack', 'stack', 'stack', 'none', 'two'),
    fc.constantFrom('primary', 'primary', 'primary', 'secondary'),
  )
  .map(([places, deployed, switched]) => {
    const sites = places.map(([, , , where, { front }], index) => {
      const site = siteNamed(index === 0 ? WWW : APEX, {}, where);
      return { ...site, secondary: { ...site.secondary, front } };
    });
    const records = places.flatMap(([a, aaaa, service], index) =>
      [...a.records, ...aaaa.records, ...service.records].map((record) => ({
        ...record,
        name: index === 0 ? WWW : APEX,
      })),
    );
    const checks = sites.flatMap((site, index) => [
      ...(deployed === 'none' ? [] : stackChecks(site, index === 0 ? '' : 'apex-')),
      ...(deployed === 'two' ? stackChecks(site, `old-${index}-`) : []),
    ]);
    return zoneSeen([...OTHERS, ...records], {
      sites: sites.map((site, index) =>
        siteSeen(site, {
          switched: switched as 'primary' | 'secondary',
          distribution: places[index]?.[4].distribution ?? null,
        }),
      ),
      checks,
    });
  })
  .filter(isPossible);

/** Only zones that Route 53 could hold: the last of the records never stood alone. */
function isPossible(seen: ZoneSeen): boolean {
  const others = seen.records.slice(0, OTHERS.length);
  const creates = seen.records
    .slice(OTHERS.length)
    .map((record) => ({ action: 'CREATE' as const, record }));
  return creates.length === 0 || refusalsOf(factsOf(seen, others), creates).length === 0;
}

const factsOf = ({ zone, checks }: ZoneSeen, records: readonly RecordSet[]) => ({
  zoneName: zone.name,
  records,
  healthCheckIds: [...checks.map(({ id }) => id), 'parent', 'by-hand'],
});

const isCarriedOut = ({ blocks, changes }: Plan) => blocks.length === 0 && changes.length > 0;

describe('for any zone and any choices', () => {
  let carriedOut = 0;
  beforeEach(() => {
    carriedOut = 0;
  });
  /** Most zones are blocked, as they should be; those that are not must be many enough to mean something. */
  const forAny = (
    plan: (seen: ZoneSeen, chosen: AdoptChoices) => Plan,
    hold: (seen: ZoneSeen, plan: Plan, chosen: AdoptChoices) => void,
  ) => {
    fc.assert(
      fc.property(anyZone, anyChoices, (seen, chosen) => {
        const made = plan(seen, chosen);
        if (!isCarriedOut(made)) return;
        carriedOut += 1;
        hold(seen, made, chosen);
      }),
      { numRuns: 3_000 },
    );
    expect(carriedOut).toBeGreaterThan(100);
  };
  const plans = [
    ['adoption', planAdoption],
    ['release', (seen: ZoneSeen) => planRelease(seen, [])],
  ] as const;

  test.each(plans)(
    'Route 53 takes the batch of an %s, and its inverse restores every record',
    (_name, plan) => {
      forAny(plan, (seen, { changes, inverse }) => {
        expect(refusalsOf(factsOf(seen, seen.records), changes)).toEqual([]);
        const after = applyChanges(seen.records, changes);
        expect(refusalsOf(factsOf(seen, after), inverse)).toEqual([]);
        expect(areSameRecords(applyChanges(after, inverse), seen.records)).toBe(true);
      });
    },
  );

  test.each(plans)('an %s touches no other name and no other type', (_name, plan) => {
    forAny(plan, ({ sites }, { changes }) => {
      const names = sites.map(({ site }) => site.name);
      for (const { record } of changes) {
        expect(names).toContain(record.name);
        expect(['A', 'AAAA', 'HTTPS', 'SVCB']).toContain(record.type);
      }
    });
  });

  test('an adoption leaves one pair of A records with the values from before, on the site check', () => {
    forAny(planAdoption, (seen, { changes }) => {
      const after = applyChanges(seen.records, changes);
      for (const { site, distribution } of seen.sites) {
        const of = (records: readonly RecordSet[]) =>
          records.filter(({ name, type }) => name === site.name && type === 'A');
        const pair = of(after);
        const [primary] = pair.filter(({ failover }) => failover === 'PRIMARY');
        const [secondary] = pair.filter(({ failover }) => failover === 'SECONDARY');
        const served = of(seen.records).find(({ failover }) => failover !== 'SECONDARY');
        expect(pair).toHaveLength(2);
        expect(primary?.values).toEqual(served?.values);
        expect(primary?.alias?.dnsName).toBe(served?.alias?.dnsName);
        expect(primary?.ttlSeconds ?? 0).toBeLessThanOrEqual(60);
        expect(primary?.healthCheckId).toMatch(/parent$|switch$/);
        expect(secondary?.alias?.dnsName).toMatch(/^s3-website-eu-west-1\.|\.cloudfront\.net$/);
        if (site.secondary.front.kind === 'cloudfront')
          expect(distribution).toEqual({ ok: true, value: secondary?.alias?.dnsName });
        expect(secondary?.healthCheckId).toBeNull();
        const beside = after.filter(({ name, type }) => name === site.name && type === 'AAAA');
        expect([0, 2]).toContain(beside.length);
      }
    });
  });

  test('planning again on the result says that nothing is to be done, and so does a release', () => {
    forAny(planAdoption, (seen, { changes }, chosen) => {
      const again = planAdoption({ ...seen, records: applyChanges(seen.records, changes) }, chosen);
      expect({ changes: again.changes, blocks: again.blocks }).toEqual({ changes: [], blocks: [] });
    });
    forAny(plans[1][1], (seen, { changes }) => {
      const again = planRelease({ ...seen, records: applyChanges(seen.records, changes) }, []);
      expect({ changes: again.changes, blocks: again.blocks }).toEqual({ changes: [], blocks: [] });
    });
  });

  test('a plan that is blocked by more than the day has no batch', () => {
    const DAY = ['switch-present', 'secondary-served'];
    fc.assert(
      fc.property(anyZone, anyChoices, (seen, chosen) => {
        const { blocks, changes, inverse } = planAdoption(seen, chosen);
        if (blocks.some(({ id }) => !DAY.includes(id)))
          expect([changes, inverse]).toEqual([[], []]);
        for (const { what, mend } of blocks) expect(what.length * mend.length).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });
});
