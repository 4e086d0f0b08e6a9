import { route53AlarmName } from '../../../lib/core/route53-alarm.ts';
import { epochMs } from '../../../lib/core/time.ts';
import { alarmMessage } from '../../../lib/render/alerts/alarm.ts';
import { adviceOn } from '../../../lib/render/alerts/alarm-advice.ts';
import { alarmNames } from '../../../lib/stack/alarms.ts';
import { CONFIG } from '../../stack/sites.ts';

const ALARM = {
  name: 'understudy-prod-monitor-silent',
  description: 'Understudy has finished no window for three minutes: nobody watches the sites.',
  state: 'ALARM',
  why: 'Threshold Crossed: no datapoints were received for 3 periods.',
  at: '2026-11-22T18:05:09.000+0000',
};
const RECEIVED = epochMs(Date.UTC(2026, 10, 22, 18, 5, 11));

test('an alarm says what it means before it says why', () => {
  const { subject, body, attributes, data } = alarmMessage(ALARM, RECEIVED);
  expect(subject).toBe('understudy-prod-monitor-silent alarm 11-22 18:05Z: it has gone off');
  expect(body.indexOf('nobody watches')).toBeGreaterThan(-1);
  expect(body.indexOf('nobody watches')).toBeLessThan(body.indexOf('CloudWatch says'));
  expect(body).toContain('ALARM since 2026-11-22 18:05:09 UTC (2 s ago).');
  expect(attributes).toEqual({
    site: ALARM.name,
    event: 'cloudwatch-alarm-opened',
    severity: 'critical',
  });
  expect(data).toMatchObject({ since: Date.UTC(2026, 10, 22, 18, 5, 9), sites: [] });
});

test.each([
  ['OK', 'it is over', 'info'],
  ['INSUFFICIENT_DATA', 'not enough data', 'warning'],
  ['SOMETHING_NEW', 'SOMETHING_NEW', 'warning'],
])('%s is told as %s', (state, text, severity) => {
  const message = alarmMessage({ ...ALARM, state, description: null }, RECEIVED);
  expect(message.subject).toBe(`understudy-prod-monitor-silent alarm 11-22 18:05Z: ${text}`);
  expect(message.attributes.severity).toBe(severity);
  expect(message.body).not.toContain('WHAT UNDERSTUDY DOES');
});

test.each([
  ['no time', null],
  ['a time that nobody can read', 'yesterday'],
])('with %s it began when it was received', (_name, at) => {
  expect(alarmMessage({ ...ALARM, at }, RECEIVED).data.since).toBe(RECEIVED);
});

test('two messages of one alarm are two threads, so that the next bad night is not hidden', () => {
  const over = { ...ALARM, state: 'OK', at: '2026-11-22T18:20:00.000+0000' };
  const threads = [ALARM, over].map((alarm) => alarmMessage(alarm, RECEIVED).data.thread);
  expect(new Set(threads).size).toBe(2);
});

test.each([
  ...alarmNames(CONFIG).map((name) => `understudy-prod-${name}`),
  route53AlarmName({ stack: 'understudy-prod', region: 'eu-west-1' }, 'www.example.com'),
])('there is advice on %s, which the stack makes', (name) => {
  const { does, can } = adviceOn(name);
  expect(does).not.toContain('none of the alarms that Understudy makes');
  expect(can.filter((line) => typeof line !== 'string').length).toBeGreaterThan(0);
});

test('an alarm of somebody else is shown, and no advice on it is made up', () => {
  const { does, can } = adviceOn("the team's own alarm");
  expect(does).toContain('none of the alarms that Understudy makes');
  expect(can).toEqual([
    { command: "aws cloudwatch describe-alarms --alarm-names 'the team'\\''s own alarm'" },
  ]);
});
