import type { DrillMarks, DrillReport } from '../../core/drill.ts';
import type { EpochMs } from '../../core/time.ts';
import { duration } from '../duration.ts';

/** One moment of a drill as people read it; null where it was not observed. */
export type Moment = {
  readonly key: keyof DrillMarks;
  readonly name: string;
  readonly meaning: string;
  readonly at: EpochMs | null;
  /** Since the flip, or since the start of a drill that never flipped. */
  readonly afterMs: number | null;
};

/** The moments of a drill in the order of the plan, whether they were observed or not. */
export const momentsOf = (report: Pick<DrillReport, 'marks' | 'startedAt'>): readonly Moment[] =>
  MOMENTS.map(([key, name, meaning]) => {
    const at = report.marks[key];
    return { key, name, meaning, at, afterMs: at === null ? null : at - originOf(report) };
  });

/** The moment that a drill's times are counted from. */
export const originOf = ({ marks, startedAt }: Pick<DrillReport, 'marks' | 'startedAt'>): EpochMs =>
  marks.flipped ?? startedAt;

/** What the times of a drill are counted from, in a word. */
export const originName = ({ marks }: Pick<DrillReport, 'marks'>): 'flip' | 'start' =>
  marks.flipped === null ? 'start' : 'flip';

/** Time from one moment to a later one; null when either was not observed. */
export const betweenMs = (from: EpochMs | null, to: EpochMs | null): number | null =>
  from === null || to === null ? null : to - from;

/** When visitors were first seen to get the secondary: by its page, or else by what DNS answered. */
export const secondarySeenAt = ({ page, nameServers }: DrillMarks): EpochMs | null =>
  page ?? nameServers;

/** Seconds with tenths for as long as people read them, so that a column adds up before their eyes. */
export function amount(ms: number): string {
  if (ms !== 0 && Math.abs(ms) < 1_000) return `${Math.round(ms)} ms`;
  const roundMs = Math.round(ms / 100) * 100;
  const sign = roundMs < 0 ? '-' : '';
  const size = Math.abs(roundMs);
  return `${sign}${size < SECONDS_UNTIL_MS ? `${(size / 1000).toFixed(1)} s` : duration(size)}`;
}

const SECONDS_UNTIL_MS = 10 * 60_000;

export const NOT_OBSERVED = 'not observed';

/** The meaning is at most 33 characters: a terminal shows it as the last of four columns. */
const MOMENTS: readonly (readonly [keyof DrillMarks, string, string])[] = [
  ['flipped', 'flip', 'the switch was put'],
  ['checkers', 'checkers', 'enough checkers saw the switch'],
  ['nameServers', 'name servers', 'all answered with the secondary'],
  ['page', 'page', "the secondary's page came"],
  ['restoring', 'restoring', 'the switch was removed'],
  ['restored', 'restored', 'all answered with the primary'],
];
