import type { Phase, Reason, Served } from './failover.ts';
import type { Target } from './site.ts';
import type { Finding } from './verify/finding.ts';
import type { Message } from './world.ts';

/** The moments that a rehearsal has to see, in the order of the script. */
export const REHEARSAL_STEPS = [
  'failure',
  'detected',
  'alerted',
  'dns-changed',
  'page-served',
  'primary-back',
  'failed-back',
  'resolved',
] as const;

export type RehearsalStep = (typeof REHEARSAL_STEPS)[number];

/** What happens on the stage between the steps, for people who want to see how a step came about. */
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
  | { readonly kind: 'trouble'; readonly text: string };

/** The step that a happening amounts to; null for what only explains one. */
export function stepOf(happening: Happening): RehearsalStep | null {
  if (happening.kind === 'detected') return 'detected';
  if (happening.kind !== 'mail') return null;
  return STEP_OF_EVENT[happening.message.attributes.event] ?? null;
}

/** One observed moment, in milliseconds after the failure. */
export type Sighting = { readonly name: RehearsalStep; readonly atMs: number };

/** What a rehearsal saw; `missing` is the first step that was not observed in time. */
export type RehearsalReport = {
  readonly ok: boolean;
  readonly intervalMs: number;
  readonly steps: readonly Sighting[];
  readonly missing: RehearsalStep | null;
};

/** The steps that were seen, in the script's order, and whether that was all of them. */
export function reportOf(
  seenAtMs: ReadonlyMap<RehearsalStep, number>,
  intervalMs: number,
): RehearsalReport {
  const steps = REHEARSAL_STEPS.flatMap((name) => {
    const atMs = seenAtMs.get(name);
    return atMs === undefined ? [] : [{ name, atMs: Math.round(atMs) }];
  });
  const missing = REHEARSAL_STEPS.find((name) => !seenAtMs.has(name)) ?? null;
  return { ok: missing === null, intervalMs, steps, missing };
}

const STEP_OF_EVENT: Readonly<Record<string, RehearsalStep>> = {
  'incident-opened': 'alerted',
  'incident-resolved': 'resolved',
};
