import { spawn } from 'node:child_process';
import { delimiter, dirname, resolve } from 'node:path';

/** Runs a command of the framework and resolves to what it printed; rejects with that if it failed. */
export type Sls = (...args: readonly string[]) => Promise<string>;

const SLS = resolve(__dirname, '../../node_modules/serverless/bin/serverless.js');
const SLS_MS_MAX = 90_000;

/** The framework in a folder, with the Node that runs the tests. */
export const makeSls =
  (folder: string, env: Readonly<Record<string, string>>): Sls =>
  async (...args) => {
    const child = spawn(process.execPath, [SLS, ...args], {
      cwd: folder,
      env: {
        ...process.env,
        ...env,
        PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: SLS_MS_MAX,
    });
    let out = '';
    let problems = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      problems += chunk;
    });
    const code = await new Promise<number | null>((done) => child.once('close', done));
    // What people read of a deploy goes to standard error; an answer for programs stands alone.
    if (code === 0) return args[0] === 'deploy' ? out + problems : out;
    throw new Error(`sls ${args.join(' ')} ended with ${code}:\n${out}${problems}`);
  };
