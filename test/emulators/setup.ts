import {
  EMULATORS,
  type EmulatorName,
  type Running,
  startEmulator,
  urlVariable,
} from './emulators.ts';

declare global {
  var understudyEmulators: Running[] | undefined;
}

/** Starts what is installed and says what is missing; where everything must be there, that is an error. */
// biome-ignore lint/style/noDefaultExport: Jest calls the default export of this file.
export default async function setup(): Promise<void> {
  const names = Object.keys(EMULATORS) as EmulatorName[];
  const started: Running[] = [];
  globalThis.understudyEmulators = started;
  const missing: string[] = [];
  for (const name of names) {
    const running = await startEmulator(name);
    if (running === null) missing.push(EMULATORS[name].program);
    else {
      started.push(running);
      process.env[urlVariable(name)] = running.url;
    }
  }
  if (missing.length === 0) return;
  const what = `not installed: ${missing.join(', ')}; pip install -r test/emulators/requirements.txt`;
  if (process.env.CI || process.env.UNDERSTUDY_CI) throw new Error(what);
  process.stdout.write(`\n${what}\nWhat needs it is skipped.\n`);
}
