import { METRIC } from '../../core/metric-names.ts';
import { daysLeft } from '../../core/probing/certificate.ts';
import type { HealthStatus } from '../../core/probing/health.ts';
import type { ProbeResult } from '../../core/probing/probe.ts';
import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Metric } from '../../core/world.ts';

/** What one window counted of one site. */
export class Tally {
  readonly site: Site;
  probes = 0;
  unhealthy = 0;
  /** Pooled probes that died with their connection, where a fresh one found the target healthy. */
  staleSockets = 0;
  /** Other pooled failures that a fresh probe did not confirm. */
  unconfirmed = 0;
  /** Failures that say nothing of the target, because nothing else could be seen either. */
  heldBack = 0;
  /** Probes that took longer than the latency budget. */
  slow = 0;
  status: HealthStatus = 'unknown';
  #daysLeft: number | null = null;
  readonly #latenciesMs: number[] = [];
  /** Pooled failures that are to be confirmed: whether the connection was what failed. */
  readonly #suspects = new Map<string, boolean>();
  readonly #addresses = new Map<string, 'due' | 'probed' | 'cut-short'>();

  constructor(site: Site) {
    this.site = site;
  }

  /** These are to be probed. */
  expect(addresses: readonly string[]): void {
    for (const address of addresses)
      if (!this.#addresses.has(address)) this.#addresses.set(address, 'due');
  }

  add(address: string, result: ProbeResult): void {
    this.probes += 1;
    this.#addresses.set(address, 'probed');
    if (result.verdict === 'healthy') this.#latenciesMs.push(result.phasesMs.total);
    if (result.isSlow) this.slow += 1;
    if (result.certificate !== null) this.#takeDays(daysLeft(result.certificate, result.at));
    if (!result.fresh && result.verdict !== 'healthy') {
      this.#suspects.set(address, result.cause === 'reset');
      return;
    }
    if (result.fresh && result.verdict === 'unhealthy') this.unhealthy += 1;
    this.#confirm(address, result);
  }

  /** A failure that says nothing of the target. */
  holdBack(address: string): void {
    this.probes += 1;
    this.heldBack += 1;
    this.#addresses.set(address, 'probed');
    this.#suspects.delete(address);
  }

  /** The end of the window came before the answer. */
  cutShort(address: string): void {
    this.#addresses.set(address, 'cut-short');
  }

  /** Addresses whose latest probe was cut short and, where no window goes on, those never probed. */
  notProbed(isHandedOver: boolean): number {
    return [...this.#addresses.values()].filter(
      (state) => state === 'cut-short' || (state === 'due' && !isHandedOver),
    ).length;
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
    const count = (value: number): readonly number[] => (value === 0 ? [] : [value]);
    const health = this.status === 'unknown' ? [] : [this.status === 'healthy' ? 1 : 0];
    return [
      metric(METRIC.probesUnhealthy, 'Count', count(this.unhealthy)),
      metric(METRIC.probeLatency, 'Milliseconds', this.#latenciesMs),
      metric(METRIC.probesSlow, 'Count', count(this.slow)),
      metric(METRIC.certificateDaysLeft, 'None', this.#daysLeft === null ? [] : [this.#daysLeft]),
      metric(METRIC.primaryHealthy, 'None', health),
    ].filter(({ values }) => values.length > 0);
  }

  /** Of several certificates the first to expire counts. */
  #takeDays(days: number): void {
    this.#daysLeft = Math.min(days, this.#daysLeft ?? days);
  }

  #confirm(address: string, result: ProbeResult): void {
    const wasConnection = this.#suspects.get(address);
    if (wasConnection === undefined) return;
    this.#suspects.delete(address);
    if (result.verdict !== 'healthy') return;
    if (wasConnection) this.staleSockets += 1;
    else this.unconfirmed += 1;
  }
}
