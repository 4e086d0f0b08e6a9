/** What was counted of one URL. */
export type WatchTally = {
  readonly url: string;
  probes: number;
  healthy: number;
  inconclusive: number;
  readonly totalsMs: number[];
};

/** The last line about one URL: how many probes, how many of them healthy, how fast. */
export function watchSummary({ url, probes, healthy, inconclusive, totalsMs }: WatchTally): string {
  if (probes === 0) return `${url}: not probed`;
  const sorted = [...totalsMs].sort((a, b) => a - b);
  const blind = inconclusive === 0 ? '' : `, ${inconclusive} inconclusive`;
  return (
    `${url}: ${probes} probes, ${healthy} healthy${blind}; ` +
    `p50 ${percentile(sorted, 0.5)}, p95 ${percentile(sorted, 0.95)}, max ${percentile(sorted, 1)}`
  );
}

const percentile = (sorted: readonly number[], share: number): string => {
  const index = Math.max(0, Math.ceil(sorted.length * share) - 1);
  return `${(sorted[index] ?? 0).toFixed(1)} ms`;
};
