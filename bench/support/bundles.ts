import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { parse } from 'yaml';
import { parseConfig } from '../../lib/config/parse.ts';
import { configText, contentText } from '../../lib/stack/config-text.ts';
import { temporaryFile } from './temporary.ts';

/** The functions whose cold start counts: they stand between an outage and its end. */
export type FunctionName = 'probe' | 'failover';

const ROOT = join(import.meta.dirname, '../..');
const SITES_FILE = join(ROOT, 'test/stack/sites.yml');
/** What serverless-esbuild keeps for itself, and the texts that the framework resolves. */
const NOT_OF_ESBUILD = ['define', 'outputWorkFolder', 'skipRebuild'];

/** The function as serverless.yml has it bundled; answers with the path. */
export const bundleAsDeployed = (name: FunctionName): Promise<string> =>
  bundle(`${name}.js`, `export { handler } from './functions/${name}.ts';`, deployedOptions());

/** The same function after a module that makes every client, as esbuild bundles it when told nothing. */
export const bundleEagerly = (name: FunctionName): Promise<string> =>
  bundle(
    `${name}-eager.js`,
    `${EVERY_CLIENT}\nexport { handler } from './functions/${name}.ts';`,
    {},
  );

const CLIENTS = {
  CloudWatchClient: 'cloudwatch',
  DynamoDBClient: 'dynamodb',
  LambdaClient: 'lambda',
  Route53Client: 'route-53',
  S3Client: 's3',
  S3ControlClient: 's3-control',
  SNSClient: 'sns',
  SSMClient: 'ssm',
  STSClient: 'sts',
};

const EVERY_CLIENT = [
  ...Object.entries(CLIENTS).map(
    ([client, of]) => `import { ${client} } from '@aws-sdk/client-${of}';`,
  ),
  `export const clients = [${Object.keys(CLIENTS).map((client) => `new ${client}()`)}];`,
].join('\n');

async function bundle(name: string, entry: string, options: BuildOptions): Promise<string> {
  const outfile = temporaryFile(name, '');
  await build({
    ...options,
    stdin: { contents: entry, resolveDir: ROOT, loader: 'ts' },
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    outfile,
    define: {
      UNDERSTUDY_CONFIG: configText(configOf(SITES_FILE)),
      UNDERSTUDY_CONTENT: contentText({}),
    },
  });
  return outfile;
}

function deployedOptions(): BuildOptions {
  const { custom } = parse(readFileSync(join(ROOT, 'serverless.yml'), 'utf8'), {
    logLevel: 'silent',
  });
  const options = Object.entries(custom.esbuild);
  return Object.fromEntries(options.filter(([option]) => !NOT_OF_ESBUILD.includes(option)));
}

function configOf(file: string) {
  const parsed = parseConfig(readFileSync(file, 'utf8'), file);
  if (!parsed.ok) throw new Error(`${file} has ${parsed.problems.length} problems`);
  return parsed.config;
}
