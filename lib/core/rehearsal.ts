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
