import type { AdoptOrder } from '../../lib/app/adopt/adopt.ts';
import { type AdoptChoices, NO_CHOICES } from '../../lib/core/adopt/choices.ts';
import type { Finding } from '../../lib/core/verify/finding.ts';
import type { RecordSet } from '../../lib/core/verify/snapshot.ts';
import { verify } from '../../lib/core/verify/verify.ts';
import { checkers } from '../core/adopt/zone-world.ts';
import { healthySnapshot } from '../fixtures/snapshot.ts';
import { type Beginning, makeAdoptWorld } from './adopt-world.ts';
import { describeOn, type EmulatedClient } from './on.ts';

jest.setTimeout(60_000);

const DNS_NAME = 'my-alb-123.eu-central-1.elb.amazonaws.com';
const DISTRIBUTION = 'd111111abcdef8.cloudfront.net';
/** https://docs.aws.amazon.com/general/latest/gr/elb.html: load balancers of Frankfurt. */
const ZONE_ID = 'Z215JYRZR1TBD5';
const ADDRESSES = ['198.51.100.1', '198.51.100.2'];

const aliasAt = (
  name: string,
  type: 'A' | 'AAAA',
  dnsName = DNS_NAME,
  evaluateTargetHealth = true,
): RecordSet => ({
  name,
  type,
  ttlSeconds: null,
  values: [],
  alias: { dnsName, hostedZoneId: ZONE_ID, evaluateTargetHealth },
  routing: 'simple',
  failover: null,
  setIdentifier: null,
  healthCheckId: null,
});
const adopt = (choices: Partial<AdoptChoices> = {}): AdoptOrder => ({
  kind: 'adopt',
  choices: { ...NO_CHOICES, ...choices },
});
const RELEASE: AdoptOrder = { kind: 'release', overrides: [] };

const IPV6 = {
  [DNS_NAME]: ['2001:db8::1'],
  [`dualstack.${DNS_NAME}`]: ['2001:db8::1'],
  [DISTRIBUTION]: ['2001:db8::90'],
};
const makeWorld = (
  options: EmulatedClient,
  records: (name: string) => readonly RecordSet[],
  aliasIpv6Addresses: Beginning['aliasIpv6Addresses'] = IPV6,
) =>
  makeAdoptWorld(options, {
    where: { kind: 'load-balancer', dnsName: DNS_NAME },
    records,
    aliasAddresses: {
      [DNS_NAME]: ADDRESSES,
      [`dualstack.${DNS_NAME}`]: ADDRESSES,
      [DISTRIBUTION]: ['198.51.100.90'],
    },
    aliasIpv6Addresses,
  });
type World = Awaited<ReturnType<typeof makeWorld>>;

/** What a verification has to say of the records and the health checks that the emulator has now. */
async function troubleIn({ site, deps, records, switchId }: World): Promise<readonly string[]> {
  const healthChecks = (await deps.listHealthChecks())
    .filter(({ id }) => id === switchId)
    .map((check) => ({ ...check, checkers: checkers(0, 16) }));
  const findings: readonly Finding[] = verify(
    site,
    healthySnapshot({
      records: { ok: true, value: await records() },
      healthChecks: { ok: true, value: healthChecks },
    }),
  );
  return findings
    .filter(({ id, outcome }) => /^(records|health-checks)\./.test(id) && outcome !== 'pass')
    .map(({ id, outcome, seen }) => `${id} ${outcome}: ${seen}`);
}

/** `A PRIMARY my-alb… evaluated, checked` */
const shown = ({ type, failover, alias, healthCheckId }: RecordSet): string =>
  [
    `${type} ${failover ?? 'plain'} ${alias?.dnsName} in ${alias?.hostedZoneId}`,
    ...(alias?.evaluateTargetHealth ? ['evaluated'] : []),
    ...(healthCheckId === null ? [] : ['checked']),
  ].join(', ');
const shownIn = async ({ records }: World) => (await records()).map(shown).toSorted();

const SECONDARY = 'A SECONDARY s3-website-eu-west-1.amazonaws.com in Z1BKCTXD74EZPE, evaluated';

describeOn('moto', (options) => {
  test('an alias to a load balancer is adopted, verified, and released as it was', async () => {
    const world = await makeWorld(options, (name) => [aliasAt(name, 'A')]);
    expect((await world.run(world.deps, adopt())).outcome.kind).toBe('applied');
    expect(await shownIn(world)).toEqual([
      `A PRIMARY ${DNS_NAME} in ${ZONE_ID}, evaluated, checked`,
      SECONDARY,
    ]);
    expect((await world.records()).flatMap(({ healthCheckId }) => healthCheckId ?? [])).toEqual([
      world.switchId,
    ]);
    expect(await troubleIn(world)).toEqual([]);
    expect((await world.run(world.deps, adopt())).outcome.kind).toBe('nothing-to-do');

    expect((await world.run(world.deps, RELEASE)).outcome.kind).toBe('applied');
    expect(await world.records()).toEqual(world.plain);
  });

  test('one as the console writes it, which does not ask for health, is put back to the letter', async () => {
    const world = await makeWorld(options, (name) => [
      aliasAt(name, 'A', `dualstack.${DNS_NAME}`, false),
    ]);
    expect((await world.run(world.deps, adopt())).outcome.kind).toBe('applied');
    expect(await shownIn(world)).toEqual([
      `A PRIMARY dualstack.${DNS_NAME} in ${ZONE_ID}, evaluated, checked`,
      SECONDARY,
    ]);
    expect(await troubleIn(world)).toEqual([]);
    const backup = await world.readLatestBackup(world.site.name);
    if (backup === null) throw new Error('nothing was saved');
    const back = await world.run(world.deps, { kind: 'rollback', backup, overrides: [] });
    expect(back.outcome.kind).toBe('applied');
    expect(await world.records()).toEqual(world.plain);
  });

  test('an AAAA alias beside it waits for somebody to decide, and can be dropped and put back', async () => {
    const world = await makeWorld(options, (name) => [
      aliasAt(name, 'A', `dualstack.${DNS_NAME}`),
      aliasAt(name, 'AAAA', `dualstack.${DNS_NAME}`),
    ]);
    const { plan, outcome } = await world.run(world.deps, adopt());
    expect([outcome.kind, plan.blocks.map(({ id }) => id)]).toEqual(['blocked', ['beside']]);
    expect(await world.records()).toEqual(world.plain);

    const dropped = await world.run(world.deps, adopt({ beside: { AAAA: 'drop' } }));
    expect(dropped.outcome.kind).toBe('applied');
    expect((await world.records()).map(({ type }) => type)).toEqual(['A', 'A']);
    expect(await troubleIn(world)).toEqual([]);
    const backup = await world.readLatestBackup(world.site.name);
    if (backup === null) throw new Error('nothing was saved');
    await world.run(world.deps, { kind: 'rollback', backup, overrides: [] });
    expect((await shownIn(world)).toSorted()).toEqual(world.plain.map(shown).toSorted());
  });

  test.each([
    ['has IPv6, too', IPV6],
    ['has none', { [DISTRIBUTION]: IPV6[DISTRIBUTION] ?? [] }],
  ])(
    'an AAAA alias beside it becomes a pair with CloudFront, and plain again, where the load balancer %s',
    async (_name, addresses) => {
      const world = await makeWorld(
        options,
        (name) => [aliasAt(name, 'A'), aliasAt(name, 'AAAA')],
        addresses,
      );
      const choices = { beside: { AAAA: 'pair' }, cloudfront: DISTRIBUTION } as const;
      expect((await world.run(world.deps, adopt(choices))).outcome.kind).toBe('applied');
      expect(await shownIn(world)).toEqual(
        ['A', 'AAAA'].flatMap((type) => [
          `${type} PRIMARY ${DNS_NAME} in ${ZONE_ID}, evaluated, checked`,
          `${type} SECONDARY ${DISTRIBUTION} in Z2FDTNDATAQYW2`,
        ]),
      );
      expect(await troubleIn(world)).toEqual([]);
      expect((await world.run(world.deps, RELEASE)).outcome.kind).toBe('applied');
      expect(await shownIn(world)).toEqual(world.plain.map(shown).toSorted());
    },
  );

  test('an alias to another load balancer is left alone', async () => {
    const world = await makeWorld(options, (name) => [
      aliasAt(name, 'A', 'other-456.eu-central-1.elb.amazonaws.com'),
    ]);
    const { plan, outcome } = await world.run(world.deps, adopt());
    expect([outcome.kind, plan.blocks.map(({ id }) => id)]).toEqual([
      'blocked',
      ['alias-elsewhere'],
    ]);
    expect(await world.records()).toEqual(world.plain);
  });
});
