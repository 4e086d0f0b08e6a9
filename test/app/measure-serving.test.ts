import { servingMetrics } from '../../lib/app/measure-serving.ts';
import type { Served } from '../../lib/core/failover.ts';
import { epochMs } from '../../lib/core/time.ts';
import { CALM } from '../core/situations.ts';

const NOON = epochMs(43_200_000);
const evaluation = (served: Served) => ({ site: 'a.example.com', evidence: { ...CALM, served } });

test.each<[string, Served, number]>([
  ['the primary is served: nothing is written, and nothing is billed', 'primary', 0],
  ['the secondary is served', 'secondary', 2],
  ['some visitors are sent to the secondary', 'mixed', 2],
  ['visitors are sent to neither', 'neither', 0],
  ['nobody could tell', 'unknown', 0],
])('%s', (_name, served, count) => {
  expect(servingMetrics('understudy-test', [evaluation(served)], NOON)).toHaveLength(count);
});

test('the metric is that of the site and that of the stack', () => {
  const metrics = servingMetrics('understudy-test', [evaluation('secondary')], NOON);
  const one = { name: 'SecondaryServed', unit: 'Count', at: NOON, values: [1] };
  expect(metrics).toEqual([
    { ...one, dimensions: { Site: 'a.example.com' } },
    { ...one, dimensions: { Stack: 'understudy-test' } },
  ]);
});

test('an evaluation that left the record to another one has seen nothing', () => {
  const superseded = { site: 'a.example.com', evidence: null };
  expect(servingMetrics('understudy-test', [superseded], NOON)).toEqual([]);
});
