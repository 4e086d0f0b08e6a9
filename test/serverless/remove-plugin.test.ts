import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordSet } from '../../lib/core/verify/snapshot.ts';
import type { ReadRecords } from '../../lib/core/world.ts';
import { type OpenRoute53, type Removed, RemovePlugin } from '../../serverless/remove-plugin.ts';
import { startRoute53 } from '../contract/route53-server.ts';
import { stackChecks } from '../core/adopt/zone-world.ts';
import { PRIMARY_RECORD } from '../fixtures/snapshot.ts';
import { answerInTurn } from '../io/aws-loopback.ts';
import { BEHIND_LOAD_BALANCER, siteNamed } from '../stack/sites.ts';

const DOMAIN = 'understudy-prod-switch-123456789012-eu-west-1.s3.eu-west-1.amazonaws.com';
const CHECKS = stackChecks(siteNamed('www.example.com', BEHIND_LOAD_BALANCER)).map((check) => ({
  ...check,
  domainName: DOMAIN,
}));
const HANGING: RecordSet = { ...PRIMARY_RECORD, healthCheckId: 'switch' };

const site = (name: string, zone = 'example.com') => `
  - name: ${name}
    hostedZone: ${zone}
    primary: { loadBalancer: my-alb-123.eu-central-1.elb.amazonaws.com, protocol: http }
    secondary: { region: eu-west-1, content: ./site }
`;
const RELEASE =
  "www.example.com: its PRIMARY A record hangs on health check switch, which watches this stack's switch; release it first: npm start -- release-records www.example.com";
const FORCE_HANGING = expect.stringMatching(/^To remove the stack all the same, add --force:/);
const FORCE_UNSEEN = expect.stringMatching(/^Mend what kept it from being seen .* add --force\.$/);
const unseen = (name: string, why: string) =>
  `${name}: whether its records hang on this stack could not be seen: ${why}`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-plugin-'));
  writeSites(site('www.example.com'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const writeSites = (sites: string, file = 'sites.yml') =>
  writeFileSync(join(folder, file), `sites:${sites}`);

type Provider = ReturnType<Removed['getProvider']>;

const PROVIDER: Provider = {
  getAwsSdkV3Config: async () => ({
    credentials: { accessKeyId: 'FROMTHEPROFILE', secretAccessKey: 'x' },
  }),
  getAccountId: async () => '123456789012',
  getRegion: () => 'eu-west-1',
  getStage: () => 'prod',
};

/** A removal up to the hook, with what it wrote, and the lines that it was refused with. */
async function remove(
  hook: 'before' | 'after',
  open?: OpenRoute53,
  {
    options = {},
    provider = {},
    sitesFile = undefined as string | undefined,
  }: { options?: { force?: boolean }; provider?: Partial<Provider>; sitesFile?: string } = {},
) {
  const lines: string[] = [];
  const say = (text: string) => void lines.push(text);
  const framework: Removed & { readonly provider: Provider } = {
    serviceDir: folder,
    service: sitesFile === undefined ? {} : { custom: { sitesFile } },
    // As the framework's own, which is nothing without its `this`.
    provider: { ...PROVIDER, ...provider },
    getProvider() {
      return this.provider;
    },
  };
  const plugin = new RemovePlugin(framework, options, { log: { notice: say, error: say } }, open);
  const refused = await plugin.hooks[`${hook}:remove:remove`]().then(
    () => null,
    (error: Error) => error.stack?.split('\n') ?? [],
  );
  return { lines, refused };
}

/** Route 53 with these records, zone by zone, and the checks of the stack. */
function route53(readRecords: ReadRecords) {
  const done: string[] = [];
  const open: OpenRoute53 = async () => ({
    deps: {
      readZone: async (name) => {
        done.push(name);
        return { id: name, name, nameServers: [], acceleratedRecovery: null };
      },
      readRecords,
      listHealthChecks: async () => CHECKS,
    },
    close: () => void done.push('closed'),
  });
  return { open, done };
}

test('a stack that no record hangs on is removed without a word', async () => {
  const { open, done } = route53(async () => []);
  expect(await remove('before', open)).toEqual({ lines: [], refused: null });
  expect(done).toEqual(['example.com', 'closed']);
});

test('a site that hangs on the stack keeps it, and is told how it is released', async () => {
  const { open } = route53(async () => [HANGING]);
  const { refused } = await remove('before', open);
  expect(refused).toEqual(['the stack is not removed:', `${RELEASE} --apply`, FORCE_HANGING]);
});

test('another stage and another sites file are in the command', async () => {
  writeSites(site('www.example.com'), 'mine.yml');
  const checks = CHECKS.map((check) => ({ ...check, domainName: DOMAIN.replace('prod', 'test') }));
  const { open } = route53(async () => [HANGING]);
  const opened: OpenRoute53 = async (provider, sites) => {
    const { deps, close } = await open(provider, sites);
    return { deps: { ...deps, listHealthChecks: async () => checks }, close };
  };
  const setting = { provider: { getStage: () => 'test' }, sitesFile: 'mine.yml' };
  const { refused } = await remove('before', opened, setting);
  expect(refused?.[1]).toBe(`${RELEASE} --file mine.yml --stage test --apply`);
});

test('each zone is read once, and one that cannot be read hides its own sites only', async () => {
  writeSites(
    site('www.example.com') + site('shop.example.com') + site('www.example.org', 'example.org'),
  );
  const { open, done } = route53(async (zone) => {
    if (zone === 'example.org') throw new Error('denied');
    return [HANGING];
  });
  expect((await remove('before', open)).refused?.slice(1)).toEqual([
    `${RELEASE} --apply`,
    unseen('www.example.org', 'denied'),
    FORCE_UNSEEN,
  ]);
  expect(done).toEqual(['example.com', 'example.org', 'closed']);
});

test('without an account nothing is known of any site', async () => {
  const { open } = route53(async () => []);
  const provider = { getAccountId: () => Promise.reject(new Error('no credentials')) };
  expect((await remove('before', open, { provider })).refused?.slice(1)).toEqual([
    unseen('www.example.com', 'no credentials'),
    FORCE_UNSEEN,
  ]);
});

test('--force removes without a look, and says what that means', async () => {
  const { open, done } = route53(async () => [HANGING]);
  expect(await remove('before', open, { options: { force: true } })).toEqual({
    lines: [expect.stringMatching(/^Removing by --force, without a look at the records/)],
    refused: null,
  });
  expect(done).toEqual([]);
});

test('after the removal it says what stays, equal names once', async () => {
  const addresses = 'primary: { address: [203.0.113.10, 203.0.113.11], protocol: http }';
  writeSites(site('www.example.com').replace(/primary: .*/, addresses));
  const { lines } = await remove('after');
  expect(lines.slice(1)).toEqual([
    '  state table: understudy-prod-state',
    '  buckets: understudy-prod-switch-123456789012-eu-west-1, www.example.com',
    '  health checks: www.example.com endpoint 203.0.113.10, www.example.com endpoint 203.0.113.11, 2 × www.example.com switch, www.example.com site',
    expect.stringContaining('Health checks are billed until they are deleted.'),
    expect.stringContaining('deletion protection'),
  ]);
});

/** With Route 53 at this endpoint for as long as it lasts. */
async function at<T>(endpoint: string, act: () => Promise<T>): Promise<T> {
  const before = process.env.AWS_ENDPOINT_URL_ROUTE_53;
  process.env.AWS_ENDPOINT_URL_ROUTE_53 = endpoint;
  try {
    return await act();
  } finally {
    if (before === undefined) delete process.env.AWS_ENDPOINT_URL_ROUTE_53;
    else process.env.AWS_ENDPOINT_URL_ROUTE_53 = before;
  }
}

test('Route 53 itself is asked, and nothing is changed', async () => {
  const zone = { id: 'Z0', name: 'example.com', nameServers: [], acceleratedRecovery: null };
  const server = await startRoute53({ zone, checks: CHECKS }, [HANGING], {
    healthCheckIds: ['switch'],
  });
  const { refused } = await at(server.client.endpoint, () => remove('before'));
  await server.close();
  expect(refused?.[1]).toBe(`${RELEASE} --apply`);
  expect(server.calls.filter((call) => !call.startsWith('GET '))).toEqual([]);
});

test('the credentials are those of the framework; a permission that lacks is named', async () => {
  const body =
    '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>';
  const server = await answerInTurn([
    { status: 403, body },
    { status: 403, body },
  ]);
  const { refused } = await at(server.client.endpoint, () => remove('before'));
  await server.close();
  for (const { headers } of server.requests)
    expect(headers.authorization).toContain('Credential=FROMTHEPROFILE/');
  expect(refused?.[1]).toContain(
    'route53:ListHostedZonesByName on zones named example.com was denied',
  );
  expect(refused).toHaveLength(3);
});
