import type { Task } from './contestants/contestant.ts';
import type { Bench } from './support/comparison.ts';
import {
  blackboxRacers,
  type Course,
  gatusRacers,
  haproxyRacers,
  nodeRacers,
} from './support/field.ts';
import { raceAndReport } from './support/race-report.ts';
import { startTarget } from './support/target.ts';

const LANES = 16;
const ROUNDS = 7;
const PROBES = 3_000;
const BLACKBOX_PROBES = 1_000;

/** Ahead of blackbox_exporter by a factor of two, and of whatever else is written in JavaScript. */
const RATIO_MAX: Readonly<Record<string, number>> = {
  'node-http': 1,
  'undici-request': 1,
  'uptime-kuma': 1,
  got: 1,
  blackbox_exporter: 0.5,
};

/** CPU per probe on a new connection each. */
export const fresh: Bench = {
  name: 'fresh',
  what: 'CPU per fresh probe, microseconds, with all timing and assertions on',
  run: async (report) => {
    const target = await startTarget();
    const task: Task = { port: target.port, lanes: LANES, mode: 'fresh' };
    const course: Course = { task, target, probes: PROBES, report };
    const racers = [
      ...nodeRacers(course, [
        { name: 'ours' },
        { name: 'node-http' },
        { name: 'undici-request' },
        { name: 'uptime-kuma', needs: 'axios' },
        { name: 'got', needs: 'got' },
      ]),
      ...(await blackboxRacers(course, BLACKBOX_PROBES)),
      ...(await gatusRacers(course)),
      ...(await haproxyRacers(course)),
    ];
    await raceAndReport(racers, ROUNDS, report, {
      bench: 'fresh',
      ratioMax: (peer) => RATIO_MAX[peer],
    });
    await target.close();
  },
};
