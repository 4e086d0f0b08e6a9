import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const BIN = join(ROOT, 'node_modules/.bin');
const PACKAGE_TIMEOUT_MS = 110_000;

/** A folder of its own for one packaging, and the way to leave nothing behind. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'understudy-package-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * A real `sls package`, with nothing of this machine's AWS: no variables, no credentials, and a home
 * that is empty.
 */
export function slsPackage(folder: string, sitesFile: string) {
  const work = relative(ROOT, join(folder, 'work'));
  const { status, stdout, stderr } = spawnSync(
    join(BIN, 'sls'),
    [
      'package',
      ...['--package', join(folder, 'package')],
      ...['--param', `sitesFile=${sitesFile}`, '--param', `workFolder=${work}`],
    ],
    {
      cwd: ROOT,
      env: {
        PATH: [BIN, process.env.PATH].join(delimiter),
        HOME: join(folder, 'home'),
        TMPDIR: folder,
      },
      encoding: 'utf8',
      timeout: PACKAGE_TIMEOUT_MS,
    },
  );
  return { status, said: stdout + stderr, package: join(folder, 'package') };
}

/** Loads a bundle as Lambda would and tells what it exports. */
export function exportsOf(bundle: string, environment: Readonly<Record<string, string>>): string {
  const { stdout, stderr } = spawnSync(
    join(BIN, 'node'),
    ['-p', `Object.keys(require(${JSON.stringify(bundle)})).join()`],
    { env: { PATH: process.env.PATH, AWS_REGION: 'eu-west-1', ...environment }, encoding: 'utf8' },
  );
  return (stdout + stderr).trim();
}

/**
 * Invokes the handler of a bundle and answers with the headers of the first request that it sends. Nobody
 * listens where it would go.
 */
export function firstCallOf(
  bundle: string,
  event: object,
  environment: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { stdout, stderr } = spawnSync(
    join(BIN, 'node'),
    ['-e', TELL_FIRST_CALL, bundle, JSON.stringify(event)],
    {
      env: {
        PATH: process.env.PATH,
        AWS_REGION: 'eu-west-1',
        AWS_ENDPOINT_URL: 'https://127.0.0.1:9',
        ...environment,
      },
      encoding: 'utf8',
      timeout: INVOKE_TIMEOUT_MS,
    },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

const INVOKE_TIMEOUT_MS = 20_000;

const TELL_FIRST_CALL = `
  require('node:diagnostics_channel').subscribe('http.client.request.start', ({ request }) => {
    process.stdout.write(JSON.stringify(request.getHeaders()));
    process.exit(0);
  });
  const context = { awsRequestId: 'a-request', getRemainingTimeInMillis: () => 60_000 };
  require(process.argv[1]).handler(JSON.parse(process.argv[2]), context);
`;
