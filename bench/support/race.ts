import { setTimeout as delay } from 'node:timers/promises';
import type { Task } from '../contestants/contestant.ts';
import { ask, type Child, cpuMicros, endChild, startNode } from './children.ts';
import type { TurnResult } from './contestant-child.ts';
import { median } from './statistics.ts';
import type { Target } from './target.ts';

/** Someone in the race; a turn answers with the CPU time of one probe in microseconds. */
export type Racer = {
  readonly name: string;
  readonly turn: () => Promise<number>;
  readonly close: () => Promise<void>;
};

export type Standing = { readonly name: string; readonly micros: number };

/** New connections for each probe: what a pooled contestant may need, and a fresh one must. */
const POOLED_CONNECTIONS_MAX = 0.02;
const FRESH_CONNECTIONS_MIN = 0.98;

/**
 * All take turns, round after round, in both directions, so that what else the machine does hits
 * everybody alike; the first round warms up and does not count. Answers with medians.
 */
export async function race(racers: readonly Racer[], rounds: number): Promise<readonly Standing[]> {
  const turns = new Map<string, number[]>(racers.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, turn } of round % 2 === 0 ? racers : racers.toReversed()) {
      const micros = await turn();
      if (round > 0) turns.get(name)?.push(micros);
    }
  }
  return [...turns].map(([name, micros]) => ({ name, micros: median(micros) }));
}

/** A contestant in JavaScript, in a process of its own, so that no one warms the code of another. */
export function nodeRacer(name: string, task: Task, target: Target, probes: number): Racer {
  const file = new URL('./contestant-child.ts', import.meta.url);
  const child = startNode(file, [name, JSON.stringify(task)], 'contestant');
  const turn = async () => {
    const before = await target.counts();
    const { cpuMicros: micros, failed } = await ask<TurnResult>(child, { probes });
    if (failed > 0) throw new Error(`${name} failed ${failed} of ${probes} probes`);
    const { connections, requests } = await target.counts();
    proveMode(name, task.mode, connections - before.connections, requests - before.requests);
    return micros / probes;
  };
  return { name, turn, close: () => endChild(child) };
}

/** A program that probes without end: it sleeps between its turns, and the target counts its probes. */
export function foreignRacer(
  name: string,
  child: Child,
  target: Target,
  { mode, turnMs, settleMs }: { mode: Task['mode']; turnMs: number; settleMs: number },
): Racer {
  const turn = async () => {
    child.process.kill('SIGCONT');
    await delay(settleMs);
    if (child.process.exitCode !== null) throw new Error(`${name} ended: ${child.complaints()}`);
    const [before, cpuBefore] = [await target.counts(), cpuMicros(child.pid)];
    await delay(turnMs);
    const [after, cpuAfter] = [await target.counts(), cpuMicros(child.pid)];
    child.process.kill('SIGSTOP');
    const requests = after.requests - before.requests;
    proveMode(name, mode, after.connections - before.connections, requests);
    return (cpuAfter - cpuBefore) / requests;
  };
  return { name, turn, close: () => endChild(child) };
}

/** Throws when somebody did not probe in the way that the comparison is about. */
export function proveMode(
  name: string,
  mode: Task['mode'],
  connections: number,
  requests: number,
): void {
  const share = connections / requests;
  const isProven =
    mode === 'pooled' ? share <= POOLED_CONNECTIONS_MAX : share >= FRESH_CONNECTIONS_MIN;
  if (requests > 0 && isProven) return;
  throw new Error(`${name} opened ${connections} connections for ${requests} ${mode} probes`);
}
