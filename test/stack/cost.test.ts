import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tally } from '../../lib/app/window/tally.ts';
import { estimate } from '../../lib/core/cost/estimate.ts';
import type { PriceName } from '../../lib/core/cost/prices.ts';
import { endpointOptions, metricsAlways } from '../../lib/core/cost/site-lines.ts';
import { MEMORY_MB } from '../../lib/core/cost/stack-lines.ts';
import { EXPECT_ANY } from '../../lib/core/probing/expect.ts';
import type { Primary } from '../../lib/core/site.ts';
import { epochMs, plusMs } from '../../lib/core/time.ts';
import { alarms } from '../../lib/stack/alarms.ts';
import { healthChecks } from '../../lib/stack/health-checks.ts';
import { healthyProbe } from '../support/probes.ts';
import { addresses, BEHIND_LOAD_BALANCER, CONFIG, siteNamed } from './sites.ts';

/* The estimate is made of numbers that other rooms decide: here they are held together. */

const NOON = epochMs(43_200_000);
const expecting = (change: Partial<Primary['expect']>): Partial<Primary> => ({
  expect: { ...EXPECT_ANY, ...change },
});
const SECURE: Partial<Primary> = { protocol: 'https', port: 443 };

const KINDS: readonly (readonly [string, Partial<Primary>])[] = [
  ['http', {}],
  ['http with a text', expecting({ contains: 'ok' })],
  ['http with a text that Route 53 does not take', expecting({ contains: 'x'.repeat(256) })],
  ['https', SECURE],
  ['https with a text', { ...SECURE, ...expecting({ contains: 'ok' }) }],
  [
    'https with answers that Route 53 takes for failures',
    { ...SECURE, ...expecting({ status: [{ from: 401, to: 401 }] }) },
  ],
  ['tcp', { protocol: 'tcp', port: 5432 }],
  ['three addresses', addresses(3)],
  ['a load balancer', BEHIND_LOAD_BALANCER],
];

test.each(KINDS)('the estimate bills the health checks that the stack makes: %s', (_name, kind) => {
  const site = siteNamed('www.example.com', kind);
  const checks = Object.values(healthChecks(site)).map(
    ({ Properties }) => Properties.HealthCheckConfig as Check,
  );
  const isSwitch = ({ Inverted }: Check) => Inverted === true;
  const isCalculated = ({ Type }: Check) => Type === 'CALCULATED';
  const outside = checks.filter((check) => !isSwitch(check) && !isCalculated(check));
  expect(unitsIn(site)).toEqual({
    checksInAws: checks.filter(isSwitch).length,
    checkOptionsInAws: optionsOf(checks.filter(isSwitch)),
    checksOutside: outside.length,
    checkOptionsOutside: optionsOf(outside),
    checksCalculated: checks.filter(isCalculated).length,
  });
});

test.each(KINDS)('it counts the metrics that a good day writes: %s', (_name, kind) => {
  const { primary, ...site } = siteNamed('www.example.com', kind);
  const tally = new Tally({ ...site, primary });
  const certificate = {
    issuer: 'An authority',
    validFrom: NOON,
    validTo: plusMs(NOON, 86_400_000),
  };
  const isSecure = primary.protocol === 'https';
  tally.add('203.0.113.10', {
    ...healthyProbe({ at: NOON }),
    ...(isSecure ? { certificate } : {}),
  });
  tally.status = 'healthy';
  expect(metricsAlways(primary)).toBe(tally.metrics(NOON).length);
});

test('it counts the alarms of the stack and of sites over HTTPS', () => {
  const sites = [siteNamed('www.example.com', SECURE), siteNamed('plain.example.com')];
  const config = { ...CONFIG, sites };
  const { stack, sites: each } = estimate(config);
  const counted = [...stack, ...each.flatMap(({ lines }) => lines)]
    .filter(({ price }) => price === 'alarms')
    .reduce((sum, { units }) => sum + units, 0);
  expect(counted).toBe(Object.keys(alarms(config)).length);
});

test('it takes the memory that serverless.yml gives', () => {
  const text = readFileSync(join(__dirname, '../../serverless.yml'), 'utf8');
  const [provider = '', functions = ''] = text.split(/^functions:$/m);
  const memoryIn = (part: string) => Number(/memorySize: (\d+)/.exec(part)?.[1] ?? Number.NaN);
  const ofFunction = (name: string): number => {
    const [, body = ''] = new RegExp(`^  ${name}:\n((?:    .*\n|\n)*)`, 'm').exec(functions) ?? [];
    return memoryIn(body) || memoryIn(provider);
  };
  expect({ probe: ofFunction('probe'), failover: ofFunction('failover') }).toEqual(MEMORY_MB);
});

type Check = {
  readonly Type: string;
  readonly Inverted?: boolean;
  readonly RequestInterval?: number;
};

/** https://aws.amazon.com/route53/pricing/: HTTPS, a text to look for and the fast interval. */
const optionsOf = (checks: readonly Check[]): number =>
  checks
    .map(
      ({ Type, RequestInterval }) =>
        Number(Type.startsWith('HTTPS')) +
        Number(Type.endsWith('_STR_MATCH')) +
        Number(RequestInterval === 10),
    )
    .reduce((sum, count) => sum + count, 0);

const CHECK_PRICES = [
  'checksInAws',
  'checkOptionsInAws',
  'checksOutside',
  'checkOptionsOutside',
  'checksCalculated',
] as const satisfies readonly PriceName[];

function unitsIn(site: ReturnType<typeof siteNamed>) {
  const [{ lines } = { lines: [] }] = estimate({ ...CONFIG, sites: [site] }).sites;
  const units = (price: PriceName) =>
    lines.filter((line) => line.price === price).reduce((sum, line) => sum + line.units, 0);
  return Object.fromEntries(CHECK_PRICES.map((price) => [price, units(price)]));
}

test('what the options are called is what is billed', () => {
  const { primary } = siteNamed('www.example.com', { ...SECURE, ...expecting({ contains: 'ok' }) });
  expect(endpointOptions(primary)).toEqual(['HTTPS', 'text in the answer', 'every 10 s']);
});
