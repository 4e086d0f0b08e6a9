import type { RecordSet } from '../../lib/core/verify/snapshot.ts';
import { FrontPlugin, type FrontWorld } from '../../serverless/front-plugin.ts';
import { PRIMARY_RECORD, SECONDARY_RECORD } from '../fixtures/snapshot.ts';
import { outputsOf, PROVIDER, sitesFolder, siteYaml } from './sites-folder.ts';

const NAME = 'www.example.com';
const DOMAIN = 'd111111abcdef8.cloudfront.net';
const TO_DISTRIBUTION: RecordSet = {
  ...SECONDARY_RECORD,
  alias: { dnsName: DOMAIN, hostedZoneId: 'Z2FDTNDATAQYW2', evaluateTargetHealth: false },
};

const HOOKS = { deploy: 'before:deploy:deploy', remove: 'before:remove:remove' } as const;

const folder = sitesFolder();
afterAll(folder.remove);

type Scene = {
  readonly sites: readonly string[];
  readonly outputs: ReadonlyMap<string, string>;
  readonly records?: readonly RecordSet[] | Error;
  readonly options?: { readonly force?: boolean; readonly 'leave-records'?: boolean };
};

/** A deployment or a removal up to the hook: the lines that it was refused with, and what was read. */
async function run(act: 'deploy' | 'remove', scene: Scene) {
  folder.write(...scene.sites);
  const read: string[] = [];
  const { records = [] } = scene;
  const world: FrontWorld = {
    readOutputs: async (_provider, stack) => {
      read.push(stack);
      return scene.outputs;
    },
    openRoute53: async () => ({
      deps: {
        readZone: async (name) => {
          read.push(name);
          return { id: name, name, nameServers: [], acceleratedRecovery: null };
        },
        readRecords: async () => {
          if (records instanceof Error) throw records;
          return records;
        },
        listZones: async () => ['example.com'],
      },
      close: () => void read.push('closed'),
    }),
  };
  const framework = {
    serviceDir: folder.path,
    service: { provider: { stackName: 'understudy-prod' } },
    getProvider: () => PROVIDER,
  };
  const plugin = new FrontPlugin(framework, scene.options ?? {}, {}, world);
  const refused = await plugin.hooks[HOOKS[act]]().then(
    () => null,
    (error: Error) => error.stack?.split('\n') ?? [],
  );
  return { refused, read };
}

const PLAIN = siteYaml(NAME);
const SECURE = siteYaml(NAME, 'https: true');
const HAS_DISTRIBUTION = outputsOf({ [NAME]: DOMAIN });
const HAS_WEBSITE = outputsOf({ [NAME]: null });
const PAIR = [PRIMARY_RECORD, TO_DISTRIBUTION];

test.each([
  ['the first one', outputsOf({}), SECURE],
  ['another one of the same', HAS_DISTRIBUTION, SECURE],
  ['another one of a website', HAS_WEBSITE, PLAIN],
])('a deployment that takes nothing away reads no record: %s', async (_name, outputs, site) => {
  const { refused, read } = await run('deploy', { sites: [site], outputs, records: PAIR });
  expect(refused).toBeNull();
  expect(read).toEqual(['understudy-prod']);
});

test('HTTPS is not turned off while the SECONDARY leads to the distribution', async () => {
  const scene = { sites: [PLAIN], outputs: HAS_DISTRIBUTION, records: PAIR };
  const { refused, read } = await run('deploy', scene);
  expect(refused).toEqual([
    'the stack is not deployed:',
    `www.example.com: its SECONDARY A record leads to ${DOMAIN}, which this would delete; release it first: npm start -- release-records www.example.com --apply, then deploy, and adopt the site again`,
    'To deploy all the same, add --leave-records: a failover then shows visitors an error.',
  ]);
  expect(read).toEqual(['understudy-prod', 'example.com', 'closed']);
});

test('HTTPS is not turned on while the SECONDARY leads to the website', async () => {
  const records = [PRIMARY_RECORD, SECONDARY_RECORD];
  const { refused } = await run('deploy', { sites: [SECURE], outputs: HAS_WEBSITE, records });
  expect(refused?.[1]).toMatch(
    /its SECONDARY A record leads to the S3 website of its bucket, which this would make private; release it first: /,
  );
});

test('a site is not taken out of sites.yml while its SECONDARY leads to the distribution', async () => {
  const other = siteYaml('shop.example.com');
  const scene = { sites: [other], outputs: HAS_DISTRIBUTION, records: PAIR };
  expect((await run('deploy', scene)).refused?.[1]).toContain(
    'put the site back into sites.yml, then release its records: ',
  );
});

test('once the records are released, it is deployed', async () => {
  const records = [{ ...PRIMARY_RECORD, failover: null, healthCheckId: null }];
  const scene = { sites: [PLAIN], outputs: HAS_DISTRIBUTION, records };
  expect((await run('deploy', scene)).refused).toBeNull();
});

test('what could not be seen is told, and is no leave to go on', async () => {
  const scene = { sites: [PLAIN], outputs: HAS_DISTRIBUTION, records: new Error('denied') };
  expect((await run('deploy', scene)).refused?.slice(1)).toEqual([
    `www.example.com: whether a record leads to ${DOMAIN} could not be seen: denied`,
    'Mend what kept it from being seen and deploy again; if you know that no record leads there, add --leave-records.',
  ]);
});

test('a removal waits for the records, too', async () => {
  const scene = { sites: [SECURE], outputs: HAS_DISTRIBUTION, records: PAIR };
  const { refused } = await run('remove', scene);
  expect(refused).toEqual([
    'the stack is not removed:',
    expect.stringMatching(/which this would delete; release it first: .* --apply$/),
    'To remove all the same, add --force: a failover then shows visitors an error.',
  ]);
});

test.each([
  ['deploy', { 'leave-records': true }],
  ['remove', { force: true }],
] as const)('who knows better may %s all the same, and nothing is read', async (act, options) => {
  const scene = { sites: [PLAIN], outputs: HAS_DISTRIBUTION, records: PAIR, options };
  expect(await run(act, scene)).toEqual({ refused: null, read: [] });
});
