import { checkersToAsk } from '../../../../lib/core/verify/health-checks/checkers-to-ask.ts';
import { ENDPOINT_CHECK, PARENT_CHECK, SITE, SWITCH_CHECK } from '../../../fixtures/snapshot.ts';

const endpoints = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...ENDPOINT_CHECK,
    id: `endpoint-${index + 1}`,
    ipAddress: `203.0.113.${10 + index}`,
  }));
const ask = (count: number, nowMs = 0) =>
  checkersToAsk(
    SITE,
    [PARENT_CHECK, ...endpoints(count), SWITCH_CHECK, { ...SWITCH_CHECK, id: 'switch-2' }],
    nowMs,
  );

test('all addresses and one of the equal checks on the switch', () => {
  expect(ask(2)).toEqual(['endpoint-1', 'endpoint-2', 'switch']);
  expect(ask(3, 300_000)).toEqual(['endpoint-1', 'endpoint-2', 'endpoint-3', 'switch']);
});

test('with more addresses than calls, each gets its turn', () => {
  const turns = [0, 1, 2, 3, 4].map((turn) => ask(5, turn * 300_000));
  expect(turns.every((ids) => ids.length === 4 && ids.includes('switch'))).toBe(true);
  const seen = new Set(turns.slice(0, 2).flat());
  expect([1, 2, 3, 4, 5].every((number) => seen.has(`endpoint-${number}`))).toBe(true);
});

test('a load balancer has the switch alone', () => {
  expect(checkersToAsk(SITE, [SWITCH_CHECK], 0)).toEqual(['switch']);
  expect(checkersToAsk(SITE, [], 0)).toEqual([]);
});
