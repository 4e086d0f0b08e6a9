import type { Task } from './contestants/contestant.ts';
import type { Bench } from './support/comparison.ts';
import { type Course, gatusRacers, nodeRacers } from './support/field.ts';
import { raceAndReport } from './support/race-report.ts';
import { startTarget } from './support/target.ts';

const LANES = 16;
const ROUNDS = 7;
const PROBES = 8_000;

/** CPU per probe on kept-alive connections. */
export const pooled: Bench = {
  name: 'pooled',
  what: 'CPU per pooled probe, microseconds, with all timing and assertions on',
  run: async (report) => {
    const target = await startTarget();
    const task: Task = { port: target.port, lanes: LANES, mode: 'pooled' };
    const course: Course = { task, target, probes: PROBES, report };
    const racers = [
      ...nodeRacers(course, [
        { name: 'ours' },
        { name: 'undici-dispatch' },
        { name: 'undici-request' },
        { name: 'fetch' },
        { name: 'node-http' },
        { name: 'axios', needs: 'axios' },
        { name: 'got', needs: 'got' },
      ]),
      ...(await gatusRacers(course)),
    ];
    await raceAndReport(racers, ROUNDS, report, {
      bench: 'pooled',
      ratioMax: (peer) => (peer === 'undici-dispatch' ? 1.3 : 1),
    });
    await target.close();
  },
};
