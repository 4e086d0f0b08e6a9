import { isHealthyByCheckers } from '../../lib/core/checkers.ts';

test.each([
  [16, 3, true],
  [16, 2, false],
  [16, 16, true],
  [16, 0, false],
  [100, 18, false],
  [100, 19, true],
  [1, 1, true],
  [0, 0, null],
])('of %i checkers %i see an answer: %s', (all, seeing, isHealthy) => {
  const checkers = Array.from({ length: all }, (_, index) => ({
    region: 'eu-west-1',
    address: `192.0.2.${index}`,
    isHealthy: index < seeing,
    text: '',
  }));
  expect(isHealthyByCheckers(checkers)).toBe(isHealthy);
});
