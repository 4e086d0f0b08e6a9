import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/** Who runs where: the target and who drives it on one core, the contestant on another. */
export type Core = 'target' | 'contestant';

export type Command = {
  readonly file: string;
  readonly args: readonly string[];
  readonly core: Core;
  readonly env?: Readonly<Record<string, string>>;
  /** With a channel for messages; only for Node. */
  readonly ipc?: boolean;
};

export type Child = {
  readonly process: ChildProcess;
  readonly pid: number;
  /** What it said on its standard error, the latest part. */
  readonly complaints: () => string;
};

const COMPLAINTS_MAX = 4_000;
const END_MS_MAX = 2_000;
const RUN_MS_MAX = 30_000;
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a process that ends with this one, whatever happens. */
export function startChild({ file, args, core, env = {}, ipc = false }: Command): Child {
  const [head = file, ...rest] = [...prefix(core), file, ...args];
  const child = spawn(head, rest, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  });
  if (child.pid === undefined) throw new Error(`${head} cannot be started`);
  running.add(child);
  child.once('exit', () => running.delete(child));
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-COMPLAINTS_MAX);
  });
  return { process: child, pid: child.pid, complaints: () => complaints };
}

/** Runs a program to its end, with nothing in its environment but this; answers with what it wrote. */
export function runToEnd({ file, args, core, env = {} }: Omit<Command, 'ipc'>): string {
  const [head = file, ...rest] = [...prefix(core), file, ...args];
  return execFileSync(head, rest, {
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
    timeout: RUN_MS_MAX,
  });
}

/** A Node child that runs one of our own files, with messages. */
export const startNode = (file: URL, args: readonly string[], core: Core): Child =>
  startChild({
    file: process.execPath,
    args: ['--expose-gc', file.pathname, ...args],
    core,
    ipc: true,
  });

/** Sends a message and answers with the reply; fails when the child ends instead. */
export async function ask<Reply>({ process: child, complaints }: Child, message: object) {
  const ended = new AbortController();
  const onExit = () => ended.abort(new Error(`a child ended early: ${complaints()}`));
  child.once('exit', onExit);
  try {
    const reply = once(child, 'message', { signal: ended.signal });
    child.send(message);
    const [value] = await reply;
    return value as Reply;
  } catch (error) {
    throw ended.signal.aborted ? ended.signal.reason : error;
  } finally {
    child.removeListener('exit', onExit);
  }
}

/** Ends a child, and waits until it is gone. */
export async function endChild({ process: child }: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await Promise.race([gone, delay(END_MS_MAX, undefined, { ref: false })]);
}

/** CPU time that a process has used up to now, in microseconds, as Linux counts it: in steps of 10 ms. */
export function cpuMicros(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** Resident memory of a process, in MiB. */
export function residentMiB(pid: number): number {
  const [, kib = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
  return Number(kib) / 1024;
}

/** The path of a program, or null when it is not installed. */
export function findProgram(name: string): string | null {
  const { status, stdout } = spawnSync('sh', ['-c', 'command -v "$1"', 'sh', name]);
  return status === 0 ? stdout.toString().trim() : null;
}

const hasTaskset = findProgram('taskset') !== null && availableParallelism() > 1;
const hasSetpriv = findProgram('setpriv') !== null;

/** Pinned to a core, and told to die with us even if we are killed ourselves. */
const prefix = (core: Core): readonly string[] => [
  ...(hasSetpriv ? ['setpriv', '--pdeathsig', 'KILL'] : []),
  ...(hasTaskset ? ['taskset', '-c', core === 'target' ? '0' : '1'] : []),
];
