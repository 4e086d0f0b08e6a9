import { type Health, UNKNOWN_HEALTH } from '../../lib/core/probing/health.ts';
import { watchHeader, watchJson, watchLine } from '../../lib/render/watch-line.ts';
import {
  emptyTally,
  TOTALS_KEPT_MAX,
  tallied,
  watchComplaint,
  watchSummary,
} from '../../lib/render/watch-summary.ts';
import { healthyProbe, inconclusiveProbe, unhealthyProbe } from '../support/probes.ts';

const URL_A = 'http://203.0.113.10/';
const HEALTHY: Health = { ...UNKNOWN_HEALTH, status: 'healthy' };
const UNHEALTHY: Health = { ...UNKNOWN_HEALTH, status: 'unhealthy' };
const taking = (totalMs: number) => {
  const probe = healthyProbe();
  return { ...probe, phasesMs: { ...probe.phasesMs, total: totalMs } };
};

test('the summary counts, and its percentiles are of the healthy probes alone', () => {
  const results = [...[40, 10, 20, 30].map(taking), unhealthyProbe(), inconclusiveProbe()];
  const tally = results.reduce((sum, result) => tallied(sum, result, HEALTHY), emptyTally(URL_A));
  expect(watchSummary([tally])).toBe(
    `${URL_A}  healthy    6 probes, 4 healthy, 1 inconclusive; p50 20.0 ms, p95 40.0 ms, max 40.0 ms`,
  );
});

test('several URLs are aligned, also one that was not probed', () => {
  const probed = tallied(emptyTally('http://a/'), unhealthyProbe(), UNHEALTHY);
  expect(watchSummary([probed, emptyTally(URL_A)]).split('\n')).toEqual([
    'http://a/             unhealthy  1 probe, 0 healthy',
    `${URL_A}  not probed`,
  ]);
});

test('what is kept for the percentiles is limited', () => {
  let tally = emptyTally(URL_A);
  for (let n = 0; n <= TOTALS_KEPT_MAX; n += 1) tally = tallied(tally, taking(n), HEALTHY);
  expect(tally.totalsMs).toHaveLength(TOTALS_KEPT_MAX);
  expect(tally.totalsMs[0]).toBe(1);
});

test.each([
  ['healthy at the end', tallied(emptyTally(URL_A), unhealthyProbe(), HEALTHY), null],
  ['never probed', emptyTally(URL_A), `${URL_A} was not probed`],
  [
    'unhealthy',
    tallied(emptyTally(URL_A), unhealthyProbe(), UNHEALTHY),
    `${URL_A} is unhealthy: connection refused (connect ECONNREFUSED); ` +
      'check that the server runs and that the port is right',
  ],
  [
    'not looked at',
    tallied(emptyTally(URL_A), inconclusiveProbe(), UNKNOWN_HEALTH),
    `${URL_A} was not looked at: no sockets left here (EMFILE); ` +
      'raise the limit of open files with ulimit -n',
  ],
])('the complaint: %s', (_name, tally, text) => {
  expect(watchComplaint(tally)).toBe(text);
});

test('a line shows the URL, the health and the probe under their headings', () => {
  const column = { url: 'http://a/', columns: 12 };
  const line = watchLine(column, healthyProbe(), HEALTHY);
  const header = watchHeader(12);
  expect(line).toMatch(/^http:\/\/a\/ {5}healthy {4}00:00:00 {2}healthy {7}200 {5}11\.0 ms/);
  expect(header.indexOf('verdict')).toBe(line.lastIndexOf('healthy'));
  expect(header.indexOf('code') + 4).toBe(line.indexOf('200') + 3);
  expect(header.indexOf('total') + 5).toBe(line.indexOf('11.0 ms') + 7);
  expect(watchHeader(0)).toMatch(/^health /);
});

test('only the health is painted', () => {
  const paint = (style: string, text: string) => `<${style} ${text}>`;
  expect(watchLine({ url: '', columns: 0 }, unhealthyProbe(), UNHEALTHY, paint)).toMatch(
    /^<bad unhealthy> {2}00:00:00 {2}unhealthy /,
  );
});

test('as JSON the phases are rounded to microseconds, and what did not take place is null', () => {
  const { phasesMs } = JSON.parse(watchJson(URL_A, taking(1.234_567), HEALTHY));
  expect(phasesMs).toEqual({
    resolve: null,
    connect: 1,
    tls: null,
    firstByte: 9,
    transfer: 1,
    total: 1.235,
  });
});
