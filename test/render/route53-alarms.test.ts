import { epochMs } from '../../lib/core/time.ts';
import { alarmMessage } from '../../lib/render/alerts/alarm.ts';
import { route53ReaderLines } from '../../lib/render/route53-alarms.ts';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:understudy-prod-eu-west-1-route53-alerts';
const reader = (endpoint: string, isConfirmed: boolean) => ({
  protocol: 'email',
  endpoint,
  isConfirmed,
});

test('who has not confirmed is named, after each deployment anew', () => {
  const readers = [reader('ops@example.com', true), reader('boss@example.com', false)];
  expect(route53ReaderLines(TOPIC, readers)).toEqual([
    "Next: confirm the second subscription mail of SNS, for Route 53's alarms; until then these do not tell boss@example.com.",
  ]);
});

test('a topic that nobody reads is told with how to subscribe', () => {
  expect(route53ReaderLines(TOPIC, [])).toEqual([
    expect.stringContaining(`aws sns subscribe --region us-east-1 --topic-arn ${TOPIC} --protocol`),
  ]);
});

test('once all have confirmed nothing is said', () => {
  expect(route53ReaderLines(TOPIC, [reader('ops@example.com', true)])).toEqual([]);
});

const ALARM = {
  name: 'understudy-prod-eu-west-1-route53-failover-www.example.com',
  description: 'Route 53 sends visitors of www.example.com to the secondary.',
  why: 'Threshold Crossed: 2 datapoints were less than the threshold (1.0).',
  at: '2026-11-22T18:05:09.000+0000',
};
const RECEIVED = epochMs(Date.UTC(2026, 10, 22, 18, 5, 11));

test('in Slack it begins with the name of the site, and says how to ask where Lambda is dead', () => {
  const { subject, body, attributes, data } = alarmMessage({ ...ALARM, state: 'ALARM' }, RECEIVED);
  expect(subject).toBe('www.example.com alarm 11-22 18:05Z: Route 53 moves visitors');
  expect(attributes).toEqual({
    site: 'www.example.com',
    event: 'cloudwatch-alarm-opened',
    severity: 'critical',
  });
  expect(data.sites).toEqual(['www.example.com']);
  expect(body).toContain('Route 53 has moved visitors by itself');
  expect(body).toContain('npm start -- status');
  expect(body).toContain('--region us-east-1');
});

test('its end is told of the same site', () => {
  const { subject, body } = alarmMessage({ ...ALARM, state: 'OK' }, RECEIVED);
  expect(subject).toBe('www.example.com alarm 11-22 18:05Z: it is over');
  expect(body).toContain('describe-alarms --region us-east-1 --state-value ALARM');
});
