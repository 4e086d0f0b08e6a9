import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromSites } from '../../serverless/from-sites.ts';

const folder = mkdtempSync(join(tmpdir(), 'understudy-from-sites-'));
mkdirSync(join(folder, 'site'));
writeFileSync(join(folder, 'site/index.html'), '<p>We will be back soon.');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What serverless.yml takes from a sites file with these lines before its site. */
function taken(lines: string, options: { readonly stage?: string } = {}) {
  const file = join(folder, 'sites.yml');
  writeFileSync(
    file,
    `${lines}
sites:
  - name: www.example.com
    hostedZone: example.com
    primary: { address: 203.0.113.10 }
    secondary: { region: eu-west-1 }
`,
  );
  const said: Readonly<Record<string, string>> = {
    'custom.sitesFile': file,
    'provider.stage': 'prod',
  };
  return fromSites({
    options,
    resolveConfigurationProperty: async (path) => said[path.join('.')],
  });
}

test.each([
  ['the stage of serverless.yml', {}, 'prod'],
  ['the stage that was asked for', { stage: 'pr-12' }, 'pr-12'],
])('a stack is tagged with %s, and with the tags of sites.yml', async (_name, options, stage) => {
  const { stackTags } = await taken('stack: { tags: { team: web } }', options);
  expect(stackTags).toEqual({ 'understudy:stage': stage, team: 'web' });
  expect((await taken('', options)).stackTags).toEqual({ 'understudy:stage': stage });
});

test.each([
  ['understudy and the stage', '', {}, 'understudy-prod'],
  [
    'the name that sites.yml gives and the stage',
    'stack: { name: web }',
    { stage: 'pr-1' },
    'web-pr-1',
  ],
])('a stack is called by %s', async (_name, lines, options, name) => {
  expect((await taken(lines, options)).stackName).toBe(name);
});

test('a name and a stage that are too long together are refused before anything is made', async () => {
  const lines = `stack: { name: ${'a'.repeat(24)} }`;
  await expect(taken(lines)).rejects.toThrow('at most 3 after the name aaaa');
  await expect(taken(lines, { stage: 'dev' })).resolves.toMatchObject({ region: 'eu-west-1' });
});

test('a change of the tags alone changes what is deployed, so that the framework does deploy', async () => {
  const one = await taken('stack: { tags: { team: web } }');
  const other = await taken('stack: { tags: { team: shop } }');
  expect(one.configText).not.toBe(other.configText);
});

test.each([
  ['the topic of the stack', '', { Ref: 'AlertTopic' }],
  [
    'the topic that sites.yml names',
    'alerts: { topic: arn:aws:sns:eu-west-1:123456789012:ops }',
    'arn:aws:sns:eu-west-1:123456789012:ops',
  ],
])('the functions publish to %s', async (_name, lines, arn) => {
  expect((await taken(lines)).topicArn).toEqual(arn);
});
