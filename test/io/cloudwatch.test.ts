import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { epochMs } from '../../lib/core/time.ts';
import type { Metric } from '../../lib/core/world.ts';
import { makePutMetrics } from '../../lib/io/cloudwatch.ts';
import { answerInTurn } from './aws-loopback.ts';

const cloudwatch = mockClient(CloudWatchClient);
const putMetrics = makePutMetrics(new CloudWatchClient({ region: 'eu-west-1' }));
beforeEach(() => {
  cloudwatch.reset();
  cloudwatch.on(PutMetricDataCommand).resolves({});
});

const metric = (change: Partial<Metric>): Metric => ({
  name: 'ProbeLatency',
  unit: 'Milliseconds',
  dimensions: { site: 'www.example.com', target: 'primary' },
  at: epochMs(1_780_000_000_000),
  values: [12],
  ...change,
});
const sent = () =>
  cloudwatch.commandCalls(PutMetricDataCommand).map(({ args }) => args[0].input.MetricData ?? []);
const range = (length: number) => Array.from({ length }, (_none, index) => index);

test('repeated values are condensed into values and counts', async () => {
  await putMetrics([metric({ values: [12, 7, 12, 12] })]);
  expect(cloudwatch.commandCalls(PutMetricDataCommand)[0]?.args[0].input).toEqual({
    Namespace: 'Understudy',
    MetricData: [
      {
        MetricName: 'ProbeLatency',
        Unit: 'Milliseconds',
        Timestamp: new Date('2026-05-28T20:26:40.000Z'),
        StorageResolution: 60,
        Dimensions: [
          { Name: 'site', Value: 'www.example.com' },
          { Name: 'target', Value: 'primary' },
        ],
        Values: [12, 7],
        Counts: [3, 1],
      },
    ],
  });
});

test('more different values than an entry may hold become several entries', async () => {
  await putMetrics([metric({ values: range(301) })]);
  expect(sent().map((data) => data.map(({ Values }) => Values?.length))).toEqual([[150, 150, 1]]);
});

test.each([
  ['1,000 metrics fit into one request', 1_000, [1_000]],
  ['1,001 metrics do not', 1_001, [1_000, 1]],
  ['nothing is not sent at all', 0, []],
])('%s', async (_name, count, sizes) => {
  await putMetrics(range(count).map(() => metric({})));
  expect(sent().map(({ length }) => length)).toEqual(sizes);
});

test('a metric without values is left out', async () => {
  await putMetrics([metric({ values: [] }), metric({ values: [1] })]);
  expect(sent().flat()).toHaveLength(1);
});

test('requests stay below the limit of 1 MB and lose nothing', async () => {
  const values = range(150).map((value) => value + 0.123456789012);
  await putMetrics(range(900).map(() => metric({ values })));
  const bytes = sent().map((data) => JSON.stringify(data).length);
  expect(Math.max(...bytes)).toBeLessThan(1_000_000);
  expect(bytes.length).toBeGreaterThan(1);
  expect(sent().flat()).toHaveLength(900);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 361])(
  'the value %s is a bug, and nothing is sent',
  async (value) => {
    await expect(putMetrics([metric({}), metric({ values: [1, value] })])).rejects.toThrow(
      new RangeError(`metric ProbeLatency must have finite values, got ${value}`),
    );
    expect(sent()).toEqual([]);
  },
);

test('over a real connection a missing permission is named', async () => {
  cloudwatch.restore();
  const server = await answerInTurn([
    {
      status: 400,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify({
        __type: 'com.amazon.coral.service#AccessDeniedException',
        message: 'User is not authorized',
      }),
    },
  ]);
  await expect(makePutMetrics(new CloudWatchClient(server.client))([metric({})])).rejects.toThrow(
    'cloudwatch:PutMetricData on namespace Understudy was denied: grant it',
  );
  expect(server.requests[0]?.body).toContain('"Namespace":"Understudy"');
  await server.close();
});
