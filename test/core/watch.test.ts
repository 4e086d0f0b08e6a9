import type { Health } from '../../lib/core/probing/health.ts';
import { UNKNOWN_HEALTH } from '../../lib/core/probing/health.ts';
import { watchExitCode } from '../../lib/core/watch.ts';

const of = (status: Health['status'], run: Health['run'] = null): Health => ({
  ...UNKNOWN_HEALTH,
  status,
  run,
});
const HEALTHY = of('healthy');
const UNHEALTHY = of('unhealthy');

test.each<[string, readonly Health[], number]>([
  ['all healthy', [HEALTHY, HEALTHY], 0],
  ['one unhealthy', [HEALTHY, UNHEALTHY], 1],
  ['one that was never looked at', [HEALTHY, UNKNOWN_HEALTH], 2],
  ['unhealthy counts more than unknown', [UNKNOWN_HEALTH, UNHEALTHY], 1],
  ['few probes, all healthy', [of('unknown', { verdict: 'healthy', length: 1 })], 0],
  ['few probes, the latest unhealthy', [of('unknown', { verdict: 'unhealthy', length: 1 })], 1],
  ['a doubt moves no health', [of('healthy', { verdict: 'unhealthy', length: 2 })], 0],
])('%s', (_name, healths, exitCode) => {
  expect(watchExitCode(healths)).toBe(exitCode);
});
