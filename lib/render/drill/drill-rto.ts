import type { Rto } from '../../core/drill.ts';
import { amount } from './drill-moments.ts';

/** One part of the time that visitors of a dead primary wait; null where the drill did not get there. */
export type RtoPart = {
  readonly name: 'detect' | 'move' | 'caches';
  readonly source: string;
  readonly expectedMs: number;
  readonly measuredMs: number | null;
};

/** The parts in the order in which visitors wait for them. Only the move is measured by a drill. */
export const rtoParts = ({ expected, measuredMoveMs }: Rto): readonly RtoPart[] => [
  {
    name: 'detect',
    source: 'computed from the settings',
    expectedMs: expected.detectMs,
    measuredMs: expected.detectMs,
  },
  {
    name: 'move',
    source: 'measured, from switch to page',
    expectedMs: expected.moveMs,
    measuredMs: measuredMoveMs,
  },
  {
    name: 'caches',
    source: 'computed, the TTL',
    expectedMs: expected.cachesMs,
    measuredMs: expected.cachesMs,
  },
];

/** The whole wait, as expected and with what the drill measured. */
export function rtoSums({ expected, measuredMoveMs }: Rto): {
  readonly expectedMs: number;
  readonly measuredMs: number | null;
} {
  const computedMs = expected.detectMs + expected.cachesMs;
  return {
    expectedMs: computedMs + expected.moveMs,
    measuredMs: measuredMoveMs === null ? null : computedMs + measuredMoveMs,
  };
}

/** What the measured move says of the expected one, in a sentence. */
export function moveVerdict({ expected, measuredMoveMs }: Rto): string {
  if (measuredMoveMs === null)
    return 'The move was not observed to its end, so nothing was measured.';
  const laterMs = measuredMoveMs - expected.moveMs;
  if (Math.abs(laterMs) < 100) return 'The move took as long as expected.';
  return `The move was ${seconds(Math.abs(laterMs))} ${laterMs > 0 ? 'slower' : 'quicker'} than expected.`;
}

/** Tenths even of less than a second: what differs by milliseconds does not differ. */
const seconds = (ms: number): string => (ms < 1_000 ? `${(ms / 1_000).toFixed(1)} s` : amount(ms));
