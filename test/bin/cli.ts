import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { eventually } from '../support/eventually.ts';

const ROOT = resolve(__dirname, '../..');
const NODE = join(ROOT, 'node_modules/.bin/node');
const SHOWN_MS_MAX = 30_000;

export type Ended = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Files and folders that it left where temporary ones go. */
  readonly left: readonly string[];
};

/** A run of the real command line, with a place for temporary files of its own. */
export type Cli = {
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves once the text has been written. */
  readonly shows: (text: string) => Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Goes away as a reader does that has seen enough, like head. */
  readonly stopReading: () => void;
  readonly ended: Promise<Ended>;
};

/** Starts it; `before` is shell text that runs first in the same process, such as a limit. */
export function startCli(args: readonly string[], { before = '' } = {}): Cli {
  const temporary = mkdtempSync(join(tmpdir(), 'cli-test-'));
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const child = spawn('bash', ['-c', `${before} exec "$0" bin/understudy.ts "$@"`, NODE, ...args], {
    cwd: ROOT,
    env: { ...env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code]: (number | null)[]): Ended => {
    const left = readdirSync(temporary);
    rmSync(temporary, { recursive: true, force: true });
    return { code: code ?? null, stdout, stderr, left };
  });
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    shows: (text) =>
      Promise.race([
        eventually(`"${text}" is shown`, () => (stdout + stderr).includes(text), SHOWN_MS_MAX),
        ended.then((end) => {
          const { code, stderr: why } = end;
          if (!stdout.includes(text))
            throw new Error(`ended with ${code} before "${text}": ${why}`);
        }),
      ]),
    kill: (signal) => {
      child.kill(signal);
    },
    stopReading: () => {
      child.stdout.destroy();
    },
    ended,
  };
}

export const runCli = (args: readonly string[], options = {}): Promise<Ended> =>
  startCli(args, options).ended;

/** The ports on loopback that a text names. */
export const portsIn = (text: string): readonly number[] =>
  [...text.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port));

/** Whether nobody listens on a port, neither TCP nor UDP. */
export async function isFree(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const isTcpFree = await new Promise<boolean>((done) => {
    socket.once('connect', () => done(false)).once('error', () => done(true));
  });
  socket.destroy();
  const udp = createSocket('udp4');
  const isUdpFree = await new Promise<boolean>((done) => {
    udp.once('error', () => done(false));
    udp.bind(port, '127.0.0.1', () => done(true));
  });
  await new Promise<void>((done) => udp.close(() => done()));
  return isTcpFree && isUdpFree;
}
