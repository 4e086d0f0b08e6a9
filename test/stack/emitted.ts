import { servingMetrics } from '../../lib/app/measure-serving.ts';
import { verificationMetrics } from '../../lib/app/verifying/measure-verification.ts';
import { Tally } from '../../lib/app/window/tally.ts';
import { metricsOf, summarize } from '../../lib/app/window/window-report.ts';
import { METRIC_NAMESPACE } from '../../lib/core/metric-names.ts';
import { EXPECT_ANY } from '../../lib/core/probing/expect.ts';
import { epochMs, plusMs } from '../../lib/core/time.ts';
import type { Metric } from '../../lib/core/world.ts';
import { FAILED_OVER } from '../core/situations.ts';
import { healthyProbe, unhealthyProbe } from '../support/probes.ts';
import { siteNamed } from './sites.ts';

const NOON = epochMs(43_200_000);

/** The metric and the names of its dimensions, as CloudWatch tells one from another. */
export const keyOf = (namespace: string, name: string, dimensions: readonly string[]): string =>
  [namespace, name, ...dimensions.toSorted()].join(' ');

/** Everything that the functions write when nothing is as it should be. */
export const EMITTED: ReadonlySet<string> = new Set([
  ...[...ofWindow(), ...ofVerification(), ...ofEvaluation()].map(({ name, dimensions }) =>
    keyOf(METRIC_NAMESPACE, name, Object.keys(dimensions)),
  ),
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  ...['Errors', 'Throttles', 'Duration'].map((name) => keyOf('AWS/Lambda', name, ['FunctionName'])),
]);

function ofWindow(): readonly Metric[] {
  const expect = { ...EXPECT_ANY, slowAfterMs: 500 };
  const tally = new Tally(siteNamed('www.example.com', { protocol: 'https', port: 443, expect }));
  const certificate = {
    issuer: 'An authority',
    validFrom: NOON,
    validTo: plusMs(NOON, 86_400_000),
  };
  tally.expect(['203.0.113.10', '203.0.113.11']);
  tally.add('203.0.113.10', { ...healthyProbe({ at: NOON }), isSlow: true, certificate });
  tally.add('203.0.113.10', unhealthyProbe());
  tally.status = 'unhealthy';
  const facts = { shard: 0, of: 1, isHandedOver: false, blind: true };
  return metricsOf('a-stack', summarize(facts, [tally], []), [tally], NOON);
}

function ofVerification(): readonly Metric[] {
  const finding = { seen: '', why: '', mend: null };
  const findings = [{ ...finding, id: 'website.answers', outcome: 'fail' as const }];
  return verificationMetrics('a-stack', { site: 'www.example.com', at: NOON, findings });
}

function ofEvaluation(): readonly Metric[] {
  return servingMetrics('a-stack', [{ site: 'www.example.com', evidence: FAILED_OVER }], NOON);
}
