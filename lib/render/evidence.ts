import type { PhasesMs, ProbeResult } from '../core/probing/probe.ts';
import { CAUSE_TEXT } from './causes.ts';
import { timeOfDay } from './duration.ts';
import { quoted } from './text.ts';

/** What the latest probes found, one list item for each address, with the evidence for it. */
export function evidenceLines(results: readonly ProbeResult[]): string[] {
  const lines = results.slice(0, ADDRESSES_MAX).map(evidenceLine);
  const left = results.length - lines.length;
  return left > 0 ? [...lines, `- and ${left} more addresses`] : lines;
}

/** What is wrong with the primary in one sentence, or null when no result says so. */
export function whatIsWrong(results: readonly ProbeResult[]): string | null {
  const texts = results.flatMap(({ verdict, cause }) =>
    verdict === 'unhealthy' ? [CAUSE_TEXT[cause]] : [],
  );
  return texts.length === 0 ? null : [...new Set(texts)].join('; ');
}

/** The phases that took place: `connect 1.1, first byte 9.8, transfer 0.4`. */
export const phasesText = (phases: PhasesMs): string =>
  PHASES.flatMap(([key, name]) => {
    const ms = phases[key];
    return ms === null ? [] : [`${name} ${ms.toFixed(1)}`];
  }).join(', ');

const ADDRESSES_MAX = 20;

const PHASES: readonly (readonly [keyof PhasesMs, string])[] = [
  ['resolve', 'resolve'],
  ['connect', 'connect'],
  ['tls', 'TLS'],
  ['firstByte', 'first byte'],
  ['transfer', 'transfer'],
];

function evidenceLine(result: ProbeResult): string {
  const what = result.cause === null ? '' : ` ${CAUSE_TEXT[result.cause]},`;
  const phases = phasesText(result.phasesMs);
  const took = `${result.phasesMs.total.toFixed(1)} ms${phases === '' ? '' : ` (${phases})`}`;
  const began =
    result.firstBytes === null ? '' : `; the answer began: ${quoted(result.firstBytes)}`;
  return `- ${result.address} ${result.verdict} at ${timeOfDay(result.at)}:${what} ${quoted(result.detail)}; ${took}${began}`;
}
