import { ours } from '../contestants/ours.ts';
import { startRawTarget } from './target.ts';

/** A child process: what pooled probes allocate, and what they leave behind. Answers in bytes. */
const PROBES = 20_000;
const LANES = 16;

const collect = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

const target = await startRawTarget();
const probe = await ours({ port: target.port, lanes: LANES, mode: 'pooled' });
let allocated = 0;

/** Between two probes the heap only grows, but for collections; those are left out. */
async function probeTimes(times: number): Promise<void> {
  let left = times;
  const lane = async (index: number) => {
    while (left > 0) {
      left -= 1;
      const before = process.memoryUsage().heapUsed;
      if (!(await probe(index))) throw new Error('the target is not healthy');
      allocated += index === 0 ? Math.max(0, process.memoryUsage().heapUsed - before) : 0;
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, index) => lane(index)));
}

await probeTimes(PROBES / 4);
const before = collect();
allocated = 0;
await probeTimes(PROBES);
const kept = collect() - before;
await target.close();
process.stdout.write(
  `${JSON.stringify({ keptPerProbe: kept / PROBES, allocatedPerProbe: allocated / PROBES })}\n`,
);
process.exit(0);
