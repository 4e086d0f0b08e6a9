import { axios } from '../contestants/axios.ts';
import type { Contestant, MakeContestant, Task } from '../contestants/contestant.ts';
import { globalFetch } from '../contestants/fetch.ts';
import { got } from '../contestants/got.ts';
import { nodeHttp } from '../contestants/node-http.ts';
import { ours } from '../contestants/ours.ts';
import { undiciDispatch, undiciRequest } from '../contestants/undici.ts';

/** A child process: one contestant, which probes as often as it is told to and says what that cost. */
export type TurnResult = { readonly cpuMicros: number; readonly failed: number };

const CONTESTANTS: Readonly<Record<string, MakeContestant>> = {
  ours,
  'undici-dispatch': undiciDispatch,
  'undici-request': undiciRequest,
  fetch: globalFetch,
  axios,
  'uptime-kuma': axios,
  got,
  'node-http': nodeHttp,
};

const [name = '', taskText = '{}'] = process.argv.slice(2);
const task = JSON.parse(taskText) as Task;
const contestant = CONTESTANTS[name]?.(task);

process.on('message', async ({ probes }: { probes: number }) => {
  if (contestant === undefined) throw new Error(`no contestant ${name}`);
  process.send?.(await takeTurn(await contestant, probes));
});
process.on('disconnect', () => process.exit());

async function takeTurn(probe: Contestant, probes: number): Promise<TurnResult> {
  globalThis.gc?.();
  let left = probes;
  let failed = 0;
  const lane = async (index: number) => {
    while (left > 0) {
      left -= 1;
      if (!(await probe(index).catch(() => false))) failed += 1;
    }
  };
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: task.lanes }, (_, index) => lane(index)));
  const { user, system } = process.cpuUsage(before);
  return { cpuMicros: user + system, failed };
}
