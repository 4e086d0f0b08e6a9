import { METRIC, METRIC_NAMESPACE } from '../../lib/core/metric-names.ts';

const names = Object.values(METRIC);

/* The dashboards and alarms of people who have deployed it hang on these: literal on purpose. */
test('the names are these, in this namespace', () => {
  expect(METRIC_NAMESPACE).toBe('Understudy');
  expect(names).toEqual([
    'Window',
    'Blind',
    'NotProbed',
    'ProbeLatency',
    'ProbesUnhealthy',
    'ProbesSlow',
    'CertificateDaysLeft',
    'PrimaryHealthy',
    'SecondaryReady',
    'FindingsFailed',
    'SecondaryServed',
  ]);
});

test('no name is used twice', () => {
  expect(new Set(names).size).toBe(names.length);
});
