import { alarmMessage } from '../../lib/render/alarm.ts';

const ALARM = {
  name: 'understudy-prod-monitor-silent',
  description: 'Understudy has finished no window for three minutes: nobody watches the sites.',
  state: 'ALARM',
  why: 'Threshold Crossed: no datapoints were received for 3 periods.',
  at: '2026-11-22T18:05:09.000+0000',
};

test('an alarm says what it means before it says why', () => {
  expect(alarmMessage(ALARM)).toEqual({
    subject: 'CloudWatch alarm understudy-prod-monitor-silent: ALARM',
    body: `Understudy has finished no window for three minutes: nobody watches the
sites.

WHY
Threshold Crossed: no datapoints were received for 3 periods.
At 2026-11-22T18:05:09.000+0000.

WHERE TO LOOK
docs/runbook.md#cloudwatch-alarm`,
    attributes: { site: '', event: 'cloudwatch-alarm', severity: 'critical' },
  });
});

test.each([
  ['OK', 'OK again', 'info'],
  ['INSUFFICIENT_DATA', 'not enough data', 'warning'],
  ['SOMETHING_NEW', 'SOMETHING_NEW', 'warning'],
])('%s is told as %s', (state, text, severity) => {
  const message = alarmMessage({ ...ALARM, state, description: null, at: null });
  expect(message.subject).toBe(`CloudWatch alarm understudy-prod-monitor-silent: ${text}`);
  expect(message.attributes.severity).toBe(severity);
  expect(message.body).toMatch(new RegExp(`is\\s${state}\\.`));
});
