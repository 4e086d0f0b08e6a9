import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

/** The emulators, and how each is started on one port of loopback. */
export const EMULATORS = {
  moto: {
    program: 'moto_server',
    args: (port: number) => ['-H', '127.0.0.1', '-p', `${port}`],
    env: () => ({}),
    readyPath: '/moto-api/',
  },
  ministack: {
    program: 'ministack',
    args: () => [],
    env: (port: number) => ({
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: `${port}`,
      EDGE_PORT: `${port}`,
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
    }),
    readyPath: '/_ministack/health',
  },
} as const;

export type EmulatorName = keyof typeof EMULATORS;
export type Running = { readonly url: string; readonly stop: () => Promise<void> };

/** Environment variable that tells the tests where an emulator listens; absent when it is missing. */
export const urlVariable = (name: EmulatorName): string =>
  `UNDERSTUDY_TEST_${name.toUpperCase()}_URL`;

const START_MS_MAX = 30_000;
const ASK_EVERY_MS = 100;

/** Starts an emulator and waits until it answers; null when its program is not installed. */
export async function startEmulator(name: EmulatorName): Promise<Running | null> {
  const { program, args, env, readyPath } = EMULATORS[name];
  const path = programOnPath(program);
  if (path === null) return null;
  const port = await freePort();
  const child = spawn(path, args(port), {
    env: { ...process.env, AWS_DISABLE_REQUEST_COMPRESSION: 'true', ...env(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  const isReady = await answersInTime(`${url}${readyPath}`, child);
  if (!isReady) {
    await stopChild(child);
    throw new Error(`${program} did not answer at ${url}:\n${said.join('').slice(-2_000)}`);
  }
  return { url, stop: () => stopChild(child) };
}

/** The folder of UNDERSTUDY_EMULATORS comes before those of PATH. */
function programOnPath(program: string): string | null {
  const folders = [
    process.env.UNDERSTUDY_EMULATORS ?? '',
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  const found = folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
  return found ?? null;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function answersInTime(url: string, child: ChildProcess): Promise<boolean> {
  const until = Date.now() + START_MS_MAX;
  while (Date.now() < until && child.exitCode === null) {
    const answered = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      async (response) => {
        await response.arrayBuffer();
        return true;
      },
      () => false,
    );
    if (answered) return true;
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
  return false;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await ended;
  clearTimeout(late);
}
