import type { Phase, Reason, Served } from './failover.ts';
import type { DoomedMoment, Report, Script, Tally } from './rehearsal-script.ts';
import type { Target } from './site.ts';
import { unreachable } from './unreachable.ts';
import type { Finding } from './verify/finding.ts';
import type { Message } from './world.ts';

/** What happens on the stage, for people who want to see how a step came about. */
export type Happening =
  | { readonly kind: 'detected' }
  | { readonly kind: 'mail'; readonly message: Message }
  | {
      readonly kind: 'decision';
      readonly phase: Phase;
      readonly flipTo: Target | null;
      readonly reason: Reason;
    }
  | { readonly kind: 'switch'; readonly isPresent: boolean }
  | { readonly kind: 'health-check'; readonly name: string; readonly isHealthy: boolean }
  | { readonly kind: 'verified'; readonly findings: readonly Finding[] }
  | { readonly kind: 'dns'; readonly served: Served; readonly addresses: readonly string[] }
  /** A function died in the middle of its work. */
  | { readonly kind: 'crash'; readonly moment: DoomedMoment }
  | { readonly kind: 'window'; readonly isHandedOver: boolean }
  | { readonly kind: 'trouble'; readonly text: string };

/** Whether a happening is what a step waits for. */
export function isReported(report: Report, happening: Happening): boolean {
  switch (report.kind) {
    case 'detected':
      return happening.kind === 'detected';
    case 'mail':
      return happening.kind === 'mail' && happening.message.attributes.event === report.event;
    case 'switch':
      return happening.kind === 'switch' && happening.isPresent === report.isPresent;
    case 'crash':
      return happening.kind === 'crash' && happening.moment === report.moment;
    case 'verification-fails':
      return (
        happening.kind === 'verified' &&
        happening.findings.some(({ outcome }) => outcome === 'fail')
      );
    default:
      return unreachable(report);
  }
}

/** What was counted while a script was played. */
export type Counts = Tally & {
  /** Windows that ended, and those of them whose successor had come. */
  readonly windows: number;
  readonly handOvers: number;
};

/** One observed moment, in milliseconds after the beginning. */
export type Sighting = { readonly name: string; readonly atMs: number };

/** What a rehearsal saw. */
export type RehearsalReport = {
  readonly script: string;
  readonly ok: boolean;
  readonly intervalMs: number;
  readonly steps: readonly Sighting[];
  /** The first step that was not observed in time. */
  readonly missing: string | null;
  readonly counts: Counts;
  /** What was counted differently from what the script says; empty while a step is missing. */
  readonly surprises: readonly string[];
};

/** The steps that were seen, in the script's order, and whether that was all of them and nothing else. */
export function reportOf(
  script: Pick<Script, 'name' | 'steps' | 'tally'>,
  seenAtMs: ReadonlyMap<string, number>,
  counts: Counts,
  intervalMs: number,
): RehearsalReport {
  const steps = script.steps.flatMap(({ name }) => {
    const atMs = seenAtMs.get(name);
    return atMs === undefined ? [] : [{ name, atMs: Math.round(atMs) }];
  });
  const missing = script.steps.find(({ name }) => !seenAtMs.has(name))?.name ?? null;
  const surprises = missing === null ? surprisesOf(script.tally, counts) : [];
  const ok = missing === null && surprises.length === 0;
  return { script: script.name, ok, intervalMs, steps, missing, counts, surprises };
}

function surprisesOf(tally: Tally, counts: Counts): readonly string[] {
  const differ = (what: string, expected: unknown, counted: unknown) =>
    expected === counted ? [] : [`${what}: ${counted}, and not ${expected}`];
  const events = new Set([...Object.keys(tally.mails), ...Object.keys(counts.mails)]);
  return [
    ...differ('changes of what DNS answers', tally.dnsChanges, counts.dnsChanges),
    ...differ('times that the switch was put', tally.switchPuts, counts.switchPuts),
    ...[...events].flatMap((event) =>
      differ(`mails of ${event}`, tally.mails[event] ?? 0, counts.mails[event] ?? 0),
    ),
    ...differ('outcome of the drill', tally.drill, counts.drill),
  ];
}
