import { plusMs } from '../../../lib/core/time.ts';
import { blindAlert } from '../../../lib/render/alerts/blind-alert.ts';
import { brokenRecordAlert } from '../../../lib/render/alerts/broken-record-alert.ts';
import { capAlert } from '../../../lib/render/alerts/cap-alert.ts';
import { stormAlert } from '../../../lib/render/alerts/storm-alert.ts';
import { openSince, overAt } from '../../support/incidents.ts';
import { messageOf } from '../../support/messages.ts';
import { AT, flat } from './site-facts.ts';

describe('of a blind monitor', () => {
  const FACTS = {
    stack: 'understudy-prod',
    sites: Array.from({ length: 40 }, (_none, number) => `s${number}.example.com`),
    controls: ['one.example.net', 'two.example.org'],
    blindness: openSince(AT),
    now: plusMs(AT, 12_000),
  };
  const OVER = { ...FACTS, blindness: overAt(AT, plusMs(AT, 250_000)), now: plusMs(AT, 250_000) };

  test('the owner hears that nothing is known, and how to look for oneself', () => {
    const { subject, body, data } = blindAlert('opened', FACTS);
    expect(subject).toBe('understudy-prod BLIND 11-22 18:05Z: nobody watches 40 sites');
    expect(flat(body)).toContain('Nobody knows what visitors meet');
    expect(flat(body)).toContain('s9.example.com and 30 more.');
    expect(body).toContain(`-m 10 one.example.net`);
    expect(data).toMatchObject({ class: 'blind', site: 'understudy-prod', sites: FACTS.sites });
  });

  test('its end says how long it was, and keeps nobody busy', () => {
    const { subject, body } = blindAlert('resolved', OVER);
    expect(subject).toContain('sees again after 4 min 10 s');
    expect(body).not.toContain('WHAT YOU CAN DO');
  });

  test('a reminder says which it is, and what came late says so', () => {
    expect(flat(blindAlert('reminder', FACTS).body)).toContain('this is reminder 1');
    expect(flat(blindAlert('opened', OVER).body)).toContain('could not be sent earlier');
  });
});

describe('of a record that cannot be read', () => {
  const FACTS = {
    site: 'www.example.com',
    problem: 'its schema is 9',
    incident: openSince(AT),
    now: plusMs(AT, 1_000),
  };
  test('the problem is named, and what to do', () => {
    const { subject, body } = brokenRecordAlert('opened', FACTS);
    expect(subject).toContain('RECORD BROKEN 11-22 18:05Z: nobody watches the site');
    expect(body).toContain('its schema is 9.');
    expect(body).toContain('--logical-resource-id StateTable');
  });
  test('its end is told', () => {
    const over = { ...FACTS, problem: null, incident: overAt(AT, plusMs(AT, 60_000)) };
    expect(brokenRecordAlert('resolved', over).subject).toContain('watched again after 1 min');
  });
});

describe('of many sites at once', () => {
  const messages = Array.from({ length: 50 }, (_none, number) =>
    messageOf({
      site: `s${`${number}`.padStart(2, '0')}.example.com`,
      id: `${number}`,
      since: plusMs(AT, number),
      facts: { trouble: 'connection refused', phase: 'on-primary' },
    }),
  );
  const storm = stormAlert({ stack: 'understudy-prod', messages, now: plusMs(AT, 5_000) });

  test('each is listed with its cause, and a crowd is cut', () => {
    expect(storm.subject).toBe(
      'understudy-prod OUTAGE of many 11-22 18:05Z: 50 sites fail at once',
    );
    expect(flat(storm.body)).toContain('- s00.example.com: connection refused');
    expect(storm.body).toContain('- and 10 more');
  });

  test('machines find all of them, and the messages that it stands for', () => {
    expect(storm.data).toMatchObject({ class: 'storm', event: 'storm-opened', since: AT });
    expect(storm.data.sites).toHaveLength(50);
    expect(storm.data.facts.messages).toHaveLength(50);
    expect(storm.attributes).toMatchObject({ severity: 'critical', event: 'storm-opened' });
  });

  test('its order does not make another message of it', () => {
    const turned = stormAlert({
      stack: 'understudy-prod',
      messages: messages.toReversed(),
      now: plusMs(AT, 9_000),
    });
    expect(turned.data.id).toBe(storm.data.id);
  });
});

test('that alerts wait is said with the hour, and with what waits first', () => {
  const { subject, body, data } = capAlert({
    stack: 'understudy-prod',
    perHourMax: 60,
    budget: { since: AT, sent: 60, beyond: 0, isTold: true },
    waiting: messageOf({ event: 'degraded-opened', site: 'shop.example.com' }),
    now: plusMs(AT, 1_200_000),
  });
  expect(subject).toBe(
    'understudy-prod many alerts 11-22 18:05Z: 60 sent in this hour, warnings wait',
  );
  expect(flat(body)).toContain('wait until 2026-11-22 19:05:09 UTC');
  expect(flat(body)).toContain('degraded-opened of shop.example.com');
  expect(data.event).toBe('cap-opened');
});
