import { METRIC } from '../../core/metric-names.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Finding } from '../../core/verify/finding.ts';
import { secondaryReady } from '../../core/verify/verify.ts';
import type { Metric } from '../../core/world.ts';

type Result = {
  readonly site: string;
  readonly at: EpochMs;
  readonly findings: readonly Finding[];
};

/**
 * How a verification ended. Whether the secondary is ready is written for the stack, where its absence
 * would say that nobody verifies, and for the site only while it is not.
 */
export function verificationMetrics(
  stack: string,
  { site, at, findings }: Result,
): readonly Metric[] {
  const failed = findings.filter(({ outcome }) => outcome === 'fail').length;
  const status = secondaryReady(findings);
  const ready = { name: METRIC.secondaryReady, unit: 'None', at } as const;
  return [
    ...(failed === 0
      ? []
      : [
          {
            name: METRIC.findingsFailed,
            unit: 'Count' as const,
            dimensions: { Site: site },
            at,
            values: [failed],
          },
        ]),
    ...(status === 'unknown'
      ? []
      : [{ ...ready, dimensions: { Stack: stack }, values: [status === 'healthy' ? 1 : 0] }]),
    ...(status === 'unhealthy' ? [{ ...ready, dimensions: { Site: site }, values: [0] }] : []),
  ];
}
