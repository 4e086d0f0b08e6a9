import type { SideTemplate } from '../../lib/app/deploying/side-stack.ts';
import { CertificatesPlugin, type Certified } from '../../serverless/certificates-plugin.ts';
import type { CertificatesWorld } from '../../serverless/certificates-world.ts';
import { outputsOf, PROVIDER, sitesFolder, siteYaml } from './sites-folder.ts';

const NAME = 'www.example.com';
const ID = 'CertificateForwwwDotexampleDotcom';
const SECURE = siteYaml(NAME, 'https: true');
const PLAIN = siteYaml(NAME);
const OWN = siteYaml(
  NAME,
  'https: true, certificate: "arn:aws:acm:us-east-1:123456789012:certificate/1"',
);
const STACK = 'understudy-prod-eu-west-1-certificates';

const folder = sitesFolder();
afterAll(folder.remove);

type Scene = {
  readonly site: string;
  /** Of the deployed stack. */
  readonly outputs?: ReadonlyMap<string, string>;
  /** The certificates that are there. */
  readonly made?: readonly string[];
  readonly cannot?: string;
};

/** The plugin over a stack of certificates, with everything that was done and said. */
function plugin({ site, outputs = outputsOf({}), made, cannot }: Scene) {
  folder.write(site);
  const done: string[] = [];
  let held: SideTemplate | null = made === undefined ? null : templateOf(made);
  const write = (how: string) => async (template: SideTemplate) => {
    if (cannot !== undefined) throw new Error(cannot);
    done.push(`${how} ${Object.keys(template.Resources)}`);
    held = template;
  };
  const world: CertificatesWorld = {
    readOutputs: async () => outputs,
    openStack: async (_provider, { name, region }, tags) => {
      done.push(`open ${name} in ${region} ${JSON.stringify(tags)}`);
      return {
        stack: {
          read: async () =>
            held === null
              ? null
              : {
                  status: 'CREATE_COMPLETE',
                  outputs: new Map(Object.keys(held.Outputs).map((id) => [id, `arn of ${id}`])),
                },
          readTemplate: async () => held ?? templateOf([]),
          create: write('create'),
          update: write('update'),
          remove: async () => {
            if (cannot !== undefined) throw new Error(cannot);
            done.push('remove');
            held = null;
          },
          readFailure: async () => null,
        },
        close: () => void done.push('closed'),
      };
    },
    openRoute53: async () => ({
      deps: {
        readZone: async (name) => ({
          id: `id of ${name}`,
          name,
          nameServers: [],
          acceleratedRecovery: null,
        }),
      },
      close: () => undefined,
    }),
    monotonicMs: () => 0,
    sleep: async () => undefined,
  };
  const framework: Certified = {
    serviceDir: folder.path,
    service: { provider: { stackName: 'understudy-prod', stackTags: { team: 'web' } } },
    getProvider: () => PROVIDER,
  };
  const say = (text: string) => void done.push(text);
  const { hooks } = new CertificatesPlugin(
    framework,
    {},
    { log: { notice: say, error: say } },
    world,
  );
  const deploy = async () => {
    await hooks['before:deploy:deploy']();
    await hooks['before:aws:deploy:deploy:updateStack']();
    done.push('deployed');
    await hooks['after:deploy:deploy']();
  };
  const remove = async () => {
    await hooks['before:remove:remove']();
    done.push('removed');
    await hooks['after:remove:remove']();
  };
  return { deploy, remove, done, parameters: () => framework.service.provider.stackParameters };
}

const templateOf = (names: readonly string[]): SideTemplate => ({
  Resources: Object.fromEntries(names.map((name) => [name, {}])),
  Outputs: Object.fromEntries(names.map((name) => [name, {}])),
});
const OPEN = `open ${STACK} in us-east-1 {"team":"web"}`;

test('the first deployment makes the certificate, and then hands its ARN to the stack', async () => {
  const { deploy, done, parameters } = plugin({ site: SECURE });
  await deploy();
  expect(done).toEqual([OPEN, `create ${ID}`, 'closed', 'deployed']);
  expect(parameters()).toEqual([{ ParameterKey: ID, ParameterValue: `arn of ${ID}` }]);
});

test('a certificate that no site needs any more goes once the stack has let go of it', async () => {
  const { deploy, done, parameters } = plugin({
    site: SECURE,
    outputs: outputsOf({ [NAME]: 'd1', 'shop.example.com': 'd2' }),
    made: ['Old', ID],
  });
  await deploy();
  expect(done.filter((deed) => deed !== OPEN && deed !== 'closed')).toEqual([
    `update Old,${ID}`,
    'deployed',
    `update ${ID}`,
  ]);
  expect(parameters()?.map(({ ParameterKey }) => ParameterKey)).toEqual([ID]);
});

test('when HTTPS is turned off, the stack of the certificates goes after the distribution', async () => {
  const { deploy, done, parameters } = plugin({
    site: PLAIN,
    outputs: outputsOf({ [NAME]: 'd1' }),
    made: [ID],
  });
  await deploy();
  expect(done).toEqual(['deployed', OPEN, 'remove', 'closed']);
  expect(parameters()).toBeUndefined();
});

test.each([
  ['a website', PLAIN],
  ['a certificate of its own', OWN],
])('the other region is not touched for %s', async (_name, site) => {
  const { deploy, remove, done } = plugin({ site });
  await deploy();
  await remove();
  expect(done).toEqual(['deployed', 'removed']);
});

test('a removal takes the certificates along, the last of all', async () => {
  const { remove, done } = plugin({
    site: SECURE,
    outputs: outputsOf({ [NAME]: 'd1' }),
    made: [ID],
  });
  await remove();
  expect(done).toEqual(['removed', OPEN, 'remove', 'closed']);
});

test('a certificate that cannot be made ends the deployment before it begins', async () => {
  const { deploy, done } = plugin({ site: SECURE, cannot: 'CreateStack was denied' });
  await expect(deploy()).rejects.toThrow('CreateStack was denied');
  expect(done).toEqual([OPEN, 'closed']);
});

test('one that cannot be taken away does not undo a removal', async () => {
  const { remove, done } = plugin({
    site: SECURE,
    outputs: outputsOf({ [NAME]: 'd1' }),
    made: [ID],
    cannot: 'DeleteStack was denied',
  });
  await remove();
  expect(done.slice(-2)).toEqual([
    'DeleteStack was denied',
    'The certificates that nobody needs any more stay in us-east-1; they cost nothing.',
  ]);
});
