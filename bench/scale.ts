import { ask, endChild, startNode } from './support/children.ts';
import type { Bench, Report } from './support/comparison.ts';
import type { ScaleResult, ScaleTask } from './support/scale-child.ts';
import { startTarget, type Target } from './support/target.ts';

type Step = Omit<ScaleTask, 'ports'>;

const SECONDS_10 = 10_000;
const spread = { isFirstWindow: false, durationMs: 22_000 };
const few = { isFirstWindow: false, durationMs: 12_000 };

/** From few targets to many, and then as many more often, which is where it has to bend. */
const STEPS: readonly Step[] = [
  { targets: 10, intervalMs: SECONDS_10, ...few },
  { targets: 100, intervalMs: SECONDS_10, ...few },
  { targets: 1_000, intervalMs: SECONDS_10, ...spread },
  { targets: 10_000, intervalMs: SECONDS_10, ...spread },
  { targets: 10_000, intervalMs: SECONDS_10, durationMs: 15_000, isFirstWindow: true },
  { targets: 10_000, intervalMs: 5_000, isFirstWindow: false, durationMs: 12_000 },
  { targets: 10_000, intervalMs: 2_000, isFirstWindow: false, durationMs: 8_000 },
  { targets: 10_000, intervalMs: 1_000, isFirstWindow: false, durationMs: 8_000 },
];

const GOAL = { lagMs: 250, residentMiB: 512 };
/** Several, because HAProxy wants two descriptors for each connection, and 20,000 is a usual limit. */
const LISTENERS = 4;
const CONNECTIONS_MAX = 3_500;
/** A straight line: ten times the targets cost ten times as much; half as much more is a bend. */
const BEND = 1.5;
/** Below that the process itself costs more than its probes. */
const PER_SECOND_MIN = 50;

/** Many targets in one process on one core. */
export const scale: Bench = {
  name: 'scale',
  what: '10 to 10,000 targets in one process on one core; lag is sent - due; crowded: others had the core',
  run: async (report) => {
    const starting = Array.from({ length: LISTENERS }, () => startTarget(CONNECTIONS_MAX));
    const targets = await Promise.all(starting);
    const results: Measured[] = [];
    for (const step of STEPS) results.push(await measure(step, targets, report));
    tellGoals(results, report);
    tellBend(results, report);
    await Promise.all(targets.map(({ close }) => close()));
  },
};

type Measured = { readonly step: Step; readonly result: ScaleResult };

async function measure(step: Step, targets: readonly Target[], report: Report): Promise<Measured> {
  const child = startNode(new URL('./support/scale-child.ts', import.meta.url), [], 'contestant');
  const result = await ask<ScaleResult>(child, {
    ...step,
    ports: targets.map(({ port }) => port),
  } satisfies ScaleTask);
  await endChild(child);
  const perSecond = (result.probes / step.durationMs) * 1_000;
  const share = result.cpuMicros / (step.durationMs * 10);
  report.note(
    [
      labelOf(step).padEnd(22),
      `${perSecond.toFixed(0)} probes/s`.padStart(15),
      `core ${share.toFixed(1)} %`.padStart(13),
      `${(result.cpuMicros / result.probes).toFixed(0)} us/probe`.padStart(14),
      `lag p50 ${result.lagP50Ms.toFixed(1)} p99 ${result.lagP99Ms.toFixed(1)} ms`.padStart(30),
      `crowded ${(result.crowdedShare * 100).toFixed(0)} %`.padStart(13),
      `${result.residentMiB.toFixed(0)} MiB`.padStart(9),
      `${result.failed} failed`,
    ].join(' '),
  );
  return { step, result };
}

const labelOf = ({ targets, intervalMs, isFirstWindow }: Step): string =>
  `${targets} every ${intervalMs / 1_000}s${isFirstWindow ? ' (first)' : ''}`;

function tellGoals(results: readonly Measured[], report: Report): void {
  const goal = { bench: 'scale', peer: 'goal', ratioMax: 1 };
  for (const { step, result } of results) {
    if (step.targets !== 10_000 || step.intervalMs !== SECONDS_10) continue;
    const metric = step.isFirstWindow ? 'firstWindowStartLagP99Ms' : 'startLagP99Ms';
    report.compare({ ...goal, metric, ours: result.lagP99Ms, theirs: GOAL.lagMs });
    const { residentMiB } = result;
    if (!step.isFirstWindow)
      report.compare({
        ...goal,
        metric: 'residentMiB',
        ours: residentMiB,
        theirs: GOAL.residentMiB,
      });
  }
}

/** What one more probe a second costs between two steps, beside the cheapest of the steps before. */
function tellBend(results: readonly Measured[], report: Report): void {
  const steps = results.filter(({ step }) => !step.isFirstWindow).map(rateOf);
  let straight: number | null = null;
  let bend: string | null = null;
  for (const [index, { perSecond, coreMicros, label }] of steps.entries()) {
    const before = steps[index - 1];
    if (before === undefined || perSecond < PER_SECOND_MIN) continue;
    const marginal = (coreMicros - before.coreMicros) / (perSecond - before.perSecond);
    const metric = `marginalCpuUs${Math.round(perSecond)}PerS`;
    const peer = { bench: 'scale', peer: 'ours-before', ratioMax: BEND };
    if (straight !== null) report.compare({ ...peer, metric, ours: marginal, theirs: straight });
    if (straight !== null && marginal > straight * BEND) bend ??= label;
    straight = Math.min(straight ?? marginal, marginal);
  }
  const late = steps.find(({ lagP99Ms }) => lagP99Ms > GOAL.lagMs);
  report.note(bend === null ? 'cost: no bend up to there' : `cost: bends at ${bend}`);
  report.note(
    late === undefined
      ? 'lag: within the goal up to there'
      : `lag: beyond the goal from ${late.label}, ${late.perSecond.toFixed(0)} probes/s`,
  );
}

const rateOf = ({ step, result }: Measured) => ({
  label: labelOf(step),
  lagP99Ms: result.lagP99Ms,
  perSecond: (result.probes / step.durationMs) * 1_000,
  coreMicros: (result.cpuMicros / step.durationMs) * 1_000,
});
