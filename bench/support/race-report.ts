import type { Report } from './comparison.ts';
import { type Racer, race } from './race.ts';

/** Runs the race, ends everybody, and sets ours beside each of the others. */
export async function raceAndReport(
  racers: readonly Racer[],
  rounds: number,
  report: Report,
  { bench, ratioMax }: { bench: string; ratioMax: (peer: string) => number | undefined },
): Promise<void> {
  try {
    const standings = await race(racers, rounds);
    const ours = standings.find(({ name }) => name === 'ours')?.micros ?? Number.NaN;
    for (const { name, micros } of standings) {
      if (name === 'ours') continue;
      const max = ratioMax(name);
      const goal = max === undefined ? {} : { ratioMax: max };
      report.compare({ bench, metric: 'cpuUsPerProbe', ours, peer: name, theirs: micros, ...goal });
    }
  } finally {
    await Promise.all(racers.map(({ close }) => close()));
  }
}
