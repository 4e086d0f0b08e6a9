import type { Health, HealthStatus } from './probing/health.ts';

/** Too few probes for a health still say something: then the latest run of verdicts speaks. */
export const healthSoFar = ({ status, run }: Health): HealthStatus =>
  status === 'unknown' ? (run?.verdict ?? 'unknown') : status;

/** 0: all were healthy at the end; 1: one was not; 2: none was unhealthy, and one could not be looked at. */
export function watchExitCode(healths: readonly Health[]): 0 | 1 | 2 {
  const ends = healths.map(healthSoFar);
  if (ends.includes('unhealthy')) return 1;
  return ends.includes('unknown') ? 2 : 0;
}
