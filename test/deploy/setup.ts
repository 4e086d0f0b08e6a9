import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { EMULATORS, type Running, startEmulator, urlVariable } from '../emulators/emulators.ts';

/** Starts the emulator as the home of the functions; where it must be there, its lack is an error. */
// biome-ignore lint/style/noDefaultExport: Jest calls the default export of this file.
export default async function setup(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-emulator-'));
  process.env.UNDERSTUDY_OUTSIDE = join(folder, 'outside.json');
  const ministack = await withEnvironment(environmentIn(folder), () => startEmulator('ministack'));
  if (ministack !== null) {
    globalThis.understudyEmulators = [ministack];
    process.env[urlVariable('ministack')] = ministack.url;
    return;
  }
  const what = `not installed: ${EMULATORS.ministack.program}; pip install -r test/emulators/requirements.txt`;
  if (process.env.CI || process.env.UNDERSTUDY_CI) throw new Error(what);
  process.stdout.write(`\n${what}\nWhat needs it is skipped.\n`);
}

/**
 * An emulator for one story alone, which finds there what it deployed and nothing else, and whose functions
 * find nobody in the world outside.
 */
export async function startAlone(): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-emulator-'));
  const outside = join(folder, 'outside.json');
  const environment = { ...environmentIn(folder), UNDERSTUDY_OUTSIDE: outside };
  const running = await withEnvironment(environment, () => startEmulator('ministack'));
  if (running === null) throw new Error('it was installed a moment ago');
  const ports = { 'route53.internal:80': Number(new URL(running.url).port) };
  writeFileSync(outside, JSON.stringify({ nameServers: {}, addresses: {}, ports }));
  const stop = async () => {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: running.url, stop };
}

/** What the emulator starts with, and hands on to the functions. */
const environmentIn = (folder: string): Readonly<Record<string, string>> => ({
  // The functions run as the `node` of the path, in a world that is on loopback.
  PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
  NODE_OPTIONS: `--require=${resolve(__dirname, 'outside.cjs')}`,
  TMPDIR: folder,
  // Every call is held against the policies of who makes it: the functions have their own roles.
  AUTH: 'true',
  // What it says of itself in the addresses that it hands out.
  MINISTACK_HOST: '127.0.0.1',
  MINISTACK_REGION: 'eu-west-1',
});

async function withEnvironment<T>(
  environment: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, environment);
  try {
    return await work();
  } finally {
    for (const name of Object.keys(environment)) {
      const value = before[name];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
