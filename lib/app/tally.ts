import type { HealthStatus } from '../core/health.ts';
import { METRIC } from '../core/metric-names.ts';
import type { ProbeResult } from '../core/probe.ts';
import type { Site } from '../core/site.ts';
import type { EpochMs } from '../core/time.ts';
import type { Metric } from '../core/world.ts';

/** What one window counted of one site. */
export class Tally {
  readonly site: Site;
  probes = 0;
  unhealthy = 0;
  /** Pooled failures that a fresh probe did not confirm: dead sockets, not a dead target. */
  unconfirmed = 0;
  status: HealthStatus = 'unknown';
  readonly #latenciesMs: number[] = [];
  #suspects = new Set<string>();

  constructor(site: Site) {
    this.site = site;
  }

  add(address: string, result: ProbeResult): void {
    this.probes += 1;
    if (result.verdict === 'healthy') this.#latenciesMs.push(result.phasesMs.total);
    if (!result.fresh && result.verdict !== 'healthy') {
      this.#suspects.add(address);
      return;
    }
    if (result.fresh && result.verdict === 'unhealthy') this.unhealthy += 1;
    if (this.#suspects.delete(address) && result.verdict === 'healthy') this.unconfirmed += 1;
  }

  metrics(at: EpochMs): readonly Metric[] {
    const dimensions = { Site: this.site.name };
    const metric = (name: string, unit: Metric['unit'], values: readonly number[]): Metric => ({
      name,
      unit,
      dimensions,
      at,
      values,
    });
    const health = this.status === 'unknown' ? [] : [this.status === 'healthy' ? 1 : 0];
    return [
      metric(METRIC.probesUnhealthy, 'Count', [this.unhealthy]),
      metric(METRIC.probeLatency, 'Milliseconds', this.#latenciesMs),
      metric(METRIC.primaryHealthy, 'None', health),
    ].filter(({ values }) => values.length > 0);
  }
}
