import type { Message, Metric, Publish, PutMetrics } from '../core/world.ts';

/** What was published, oldest first. */
export type Outbox = { readonly publish: Publish; readonly messages: () => readonly Message[] };

/** Keeps every message and shows it to the listener, as a topic with one subscriber would. */
export function makeOutbox(onMessage: (message: Message) => void = () => {}): Outbox {
  const kept: Message[] = [];
  return {
    publish: async (message) => {
      kept.push(message);
      if (kept.length > MESSAGES_KEPT_MAX) kept.shift();
      onMessage(message);
    },
    messages: () => [...kept],
  };
}

/** How often a metric was put, and what its values add up to. */
export type MetricCount = {
  readonly name: string;
  readonly dimensions: Metric['dimensions'];
  readonly count: number;
  readonly sum: number;
};

/** Counts metrics by name and dimensions. */
export function makeMetricCounter(): {
  readonly putMetrics: PutMetrics;
  readonly counts: () => readonly MetricCount[];
} {
  const counts = new Map<string, MetricCount>();
  return {
    putMetrics: async (metrics) => {
      for (const metric of metrics) counts.set(keyOf(metric), added(counts, metric));
    },
    counts: () => [...counts.values()],
  };
}

const MESSAGES_KEPT_MAX = 1_000;

const keyOf = ({ name, dimensions }: Metric): string =>
  JSON.stringify([name, Object.entries(dimensions).sort()]);

function added(counts: ReadonlyMap<string, MetricCount>, metric: Metric): MetricCount {
  const { name, dimensions, values } = metric;
  const before = counts.get(keyOf(metric)) ?? { count: 0, sum: 0 };
  const sum = values.reduce((total, value) => total + value, before.sum);
  return { name, dimensions, count: before.count + values.length, sum };
}
