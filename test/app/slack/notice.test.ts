import { noticeOf } from '../../../lib/app/slack/notice.ts';
import type { SnsRecord } from '../../../lib/app/slack/parse-sns-event.ts';
import { alertDocument } from '../../../lib/core/alerts/alert-document.ts';
import { epochMs } from '../../../lib/core/time.ts';
import { readAlertDocument } from '../../../lib/io/alert-schema.ts';
import type { AlertParts } from '../../../lib/render/alerts/alert.ts';
import { outageMessage } from '../../fixtures/message.ts';

const NOW = epochMs(Date.UTC(2026, 10, 22, 18, 5, 11));
const PLAIN: SnsRecord = {
  messageId: 'm-1',
  subject: 'www.example.com: secondary is served',
  message: 'Visitors get the secondary.',
  attributes: { site: 'www.example.com', event: 'on-secondary', severity: 'critical' },
};
const noticed = (change: Partial<SnsRecord> = {}) =>
  noticeOf(readAlertDocument, { ...PLAIN, ...change }, NOW);
const ofAlert = (change: Partial<AlertParts> = {}) =>
  noticed({ message: JSON.stringify(alertDocument(outageMessage(change))), attributes: {} });

test('an alert says everything in its document: SNS may leave its attributes out', () => {
  const { subject, body, attributes, data } = outageMessage();
  expect(ofAlert()).toEqual({
    message: { subject, body, attributes },
    id: data.id,
    thread: data.thread,
    isEnd: false,
    isLoud: true,
  });
});

test.each([
  ['opened', 'critical', false, true],
  ['reminder', 'critical', false, true],
  ['reminder', 'warning', false, false],
  ['worse', 'warning', false, true],
  ['resolved', 'info', true, true],
] as const)('%s, %s: end %s, loud %s', (event, severity, isEnd, isLoud) => {
  expect(ofAlert({ event, severity })).toMatchObject({ isEnd, isLoud });
});

test('an alert as older releases sent it is shown as it is, and stands alone', () => {
  expect(noticed()).toEqual({
    message: {
      subject: 'www.example.com: secondary is served',
      body: 'Visitors get the secondary.',
      attributes: { site: 'www.example.com', event: 'on-secondary', severity: 'critical' },
    },
    id: 'm-1',
    thread: null,
    isEnd: false,
    isLoud: false,
  });
});

test('what somebody else published gets its first line as subject', () => {
  expect(noticed({ subject: null, message: 'Hello\nyou', attributes: {} }).message).toEqual({
    subject: 'Hello',
    body: 'Hello\nyou',
    attributes: { site: '', event: '', severity: 'warning' },
  });
});

const alarm = (change: object = {}) =>
  noticed({
    subject: 'ALARM: "x" in EU',
    attributes: {},
    message: JSON.stringify({
      AlarmName: 'understudy-prod-monitor-silent',
      AlarmDescription: null,
      NewStateValue: 'ALARM',
      NewStateReason: 'Threshold Crossed',
      StateChangeTime: '2026-11-22T18:05:09.000+0000',
      ...change,
    }),
  });

test('an alarm of CloudWatch is told in words, and stands alone', () => {
  const { message, thread } = alarm();
  expect(message.subject).toContain('monitor-silent');
  expect(message.body).toContain('Threshold Crossed');
  expect(message.attributes.severity).toBe('critical');
  expect(thread).toBeNull();
});

test('the same change of an alarm has the same ID, another one another', () => {
  expect(alarm().id).toBe(alarm({ AlarmDescription: 'edited' }).id);
  expect(alarm().id).not.toBe(alarm({ StateChangeTime: '2026-11-22T19:00:00.000+0000' }).id);
  expect(alarm().id).not.toBe(alarm({ NewStateValue: 'OK' }).id);
  expect(alarm({ StateChangeTime: null }).id).toBe('m-1');
});

test.each(['{"AlarmName":"x"}', '[]', 'null', '"text"', '7'])(
  'JSON that is neither an alert nor an alarm stays as it is: %s',
  (message) => {
    expect(noticed({ message }).message.body).toBe(message);
  },
);
