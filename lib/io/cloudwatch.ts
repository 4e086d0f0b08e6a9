import {
  type CloudWatchClient,
  type MetricDatum,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { METRIC_NAMESPACE } from '../core/metric-names.ts';
import type { Metric, PutMetrics } from '../core/world.ts';
import { callAws } from './aws-call.ts';

/** Writes metrics, values condensed, in as few requests as CloudWatch allows. */
export const makePutMetrics =
  (client: CloudWatchClient): PutMetrics =>
  async (metrics) => {
    const requests = inRequests(metrics.flatMap(toData));
    const call = { action: 'cloudwatch:PutMetricData', on: `namespace ${METRIC_NAMESPACE}` };
    await Promise.all(
      requests.map((MetricData) =>
        callAws(call, (options) =>
          client.send(
            new PutMetricDataCommand({ Namespace: METRIC_NAMESPACE, MetricData }),
            options,
          ),
        ),
      ),
    );
  };

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const METRICS_PER_REQUEST_MAX = 1_000;
const VALUES_PER_METRIC_MAX = 150;
const VALUE_MAX = 2 ** 360;
/** The limit is 1 MB of HTTP body; the rest is room for the request around the metrics. */
const BODY_BYTES_MAX = 900_000;
/** Standard resolution: a tenth of the price of the other, and alarms on it suffice. */
const RESOLUTION_SECONDS = 60;

/** One metric is several entries when it has more different values than one entry may hold. */
function toData(metric: Metric): readonly MetricDatum[] {
  const broken = metric.values.find((value) => !(Math.abs(value) <= VALUE_MAX));
  if (broken !== undefined)
    throw new RangeError(`metric ${metric.name} must have finite values, got ${broken}`);
  return inGroups([...countByValue(metric.values)], VALUES_PER_METRIC_MAX).map((group) => ({
    MetricName: metric.name,
    Unit: metric.unit,
    Timestamp: new Date(metric.at),
    StorageResolution: RESOLUTION_SECONDS,
    Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Values: group.map(([value]) => value),
    Counts: group.map(([, count]) => count),
  }));
}

function countByValue(values: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const inGroups = <T>(items: readonly T[], sizeMax: number): readonly T[][] =>
  Array.from({ length: Math.ceil(items.length / sizeMax) }, (_none, index) =>
    items.slice(index * sizeMax, (index + 1) * sizeMax),
  );

/** Fills one request after the other; its bytes are counted as JSON, which is how they travel. */
function inRequests(data: readonly MetricDatum[]): readonly MetricDatum[][] {
  const requests: MetricDatum[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const datum of data) {
    const size = Buffer.byteLength(JSON.stringify(datum)) + 1;
    const isFull = requests.at(-1)?.length === METRICS_PER_REQUEST_MAX;
    if (isFull || bytes + size > BODY_BYTES_MAX) {
      requests.push([]);
      bytes = 0;
    }
    requests.at(-1)?.push(datum);
    bytes += size;
  }
  return requests;
}
