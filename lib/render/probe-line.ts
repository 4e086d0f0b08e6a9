import { CERTIFICATE_WARN_DAYS, daysLeft } from '../core/probing/certificate.ts';
import type { Health } from '../core/probing/health.ts';
import type { ProbeResult } from '../core/probing/probe.ts';
import { CAUSE_TEXT } from './causes.ts';
import { timeOfDay } from './duration.ts';
import { phasesText } from './evidence.ts';
import { quoted } from './text.ts';

/** One probe on one line, in columns, for people who watch; what departs from the health is said at its end. */
export function probeLine(result: ProbeResult, health: Health): string {
  const phases = phasesText(result.phasesMs);
  const columns = [
    timeOfDay(result.at),
    result.verdict.padEnd(VERDICT_COLUMNS),
    (result.status === null ? '-' : `${result.status}`).padStart(3),
    `${result.phasesMs.total.toFixed(1)} ms`.padStart(MS_COLUMNS),
    result.address,
    (result.fresh ? 'fresh' : 'pooled').padEnd('pooled'.length),
    ...(phases === '' ? [] : [`(${phases})`]),
    ...(result.isSlow ? ['slow'] : []),
    ...certificateText(result),
    ...(result.cause === null ? [] : [`${CAUSE_TEXT[result.cause]}: ${quoted(result.detail)}`]),
    ...doubt(health),
  ];
  return columns.join('  ').trimEnd();
}

/** A certificate is told of once it is time to renew it. */
function certificateText({ certificate, at }: ProbeResult): string[] {
  if (certificate === null) return [];
  const days = daysLeft(certificate, at);
  if (days > CERTIFICATE_WARN_DAYS) return [];
  return [days < 0 ? 'certificate expired' : `certificate expires in ${days} days`];
}

const VERDICT_COLUMNS = 'inconclusive'.length;
const MS_COLUMNS = '10000.0 ms'.length;

/** The run that has not yet moved the health, such as `[healthy, 2 unhealthy in a row]`. */
const doubt = ({ status, run }: Health): string[] =>
  run === null || run.verdict === status
    ? []
    : [`[${status}, ${run.length} ${run.verdict} in a row]`];
