import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { answering, httpAnswer, serve } from '../support/servers.ts';
import type { Findings } from './children/ask.ts';

/**
 * The real thing, in processes of their own: what the table injects by its code is here brought about,
 * so that a kernel that says it otherwise is noticed.
 */
const CHILD_MS_MAX = 20_000;
const childScript = (name: string) => join(__dirname, `children/${name}.ts`);

test('with no file descriptors left, nothing is said about the target', async () => {
  const server = await serve(answering(() => httpAnswer('ok')));
  const limited = 'ulimit -n 128 && exec "$@"';
  const node = [process.execPath, childScript('no-descriptors'), `${server.port}`];
  const findings = await run('sh', ['-c', limited, 'sh', ...node]);
  await server.close();
  expect(findings).toEqual({
    before: 'healthy well new',
    without: 'inconclusive ours-no-sockets new',
    name: 'inconclusive ours-no-sockets new',
    after: 'healthy well new',
  });
});

const NAMESPACE = ['--user', '--map-root-user', '--net'];
const testInNamespace = canMakeNamespaces() ? test : test.skip;

testInNamespace(
  'in a network namespace of its own (Linux, unshare and ip): routes, ports and lost packets',
  async () => {
    const node = [process.execPath, childScript('in-namespace')];
    expect(await run('unshare', [...NAMESPACE, ...node])).toEqual({
      noRoute: 'inconclusive ours-no-route new',
      unreachable: 'unhealthy unreachable new',
      dropped: 'unhealthy connect-timeout new',
      noPorts: 'inconclusive ours-no-sockets new',
      halfOpen: 'unhealthy first-byte-timeout old',
    });
  },
);

function canMakeNamespaces(): boolean {
  try {
    execFileSync('unshare', [...NAMESPACE, 'ip', 'link', 'set', 'lo', 'up'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function run(command: string, words: readonly string[]): Promise<Findings> {
  const { stdout } = await promisify(execFile)(command, words, { timeout: CHILD_MS_MAX });
  return JSON.parse(stdout);
}
