import { siteNamed } from '../support/sites.ts';
import {
  alert,
  aNewThread,
  at,
  between,
  ever,
  expects,
  failoverFunction,
  monitor,
  operator,
  primary,
  secondary,
  served,
  tell,
  theSwitch,
} from '../support/story.ts';

const SITE = siteNamed('www.example.com', {
  intervalMs: 5_000,
  failureThreshold: 4,
  failback: 'automatic',
  stableForMs: 120_000,
  cooldownMs: 120_000,
});
const name = SITE.name;

test('a primary dies: people are told, visitors are moved, and moved back when it is well for long enough', () =>
  tell(SITE, '15m', [
    at('0s', primary.dies()),
    expects(between('3s', '11s'), alert('outage-opened')),
    expects(between('3s', '12s'), theSwitch('put')),
    expects(between('8s', '18s'), served('secondary')),
    expects(between('8s', '20s'), alert('moved-on-secondary')),
    at('5m', primary.revives()),
    expects(between('7m', '9m'), served('primary')),
    expects(between('7m', '9m'), alert('moved-on-primary')),
    expects(between('7m', '10m'), alert('outage-resolved')),
    expects(ever, served('secondary')),
    expects(ever, alert('outage-opened')),
    expects(ever, aNewThread),
  ]));

test('a primary that comes and goes: visitors move once, and once back', () =>
  tell(SITE, '20m', [
    ...[0, 1, 2, 3, 4].flatMap((minute) => [
      at(`${minute * 60}s`, primary.dies()),
      at(`${minute * 60 + 40}s`, primary.revives()),
    ]),
    expects(ever, served('secondary')),
    expects(between('6m', '20m'), served('primary')),
    expects(ever, alert('outage-opened')),
    expects(ever, alert('outage-resolved')),
  ]));

test('a hiccup of two seconds is nothing', () =>
  tell(SITE, '10m', [
    at('10s', primary.dies()),
    at('12s', primary.revives()),
    expects(ever, alert('outage-opened'), 0),
    expects(ever, theSwitch('put'), 0),
  ]));

test('a monitor that sees nothing claims nothing', () =>
  tell(SITE, '12m', [
    at('0s', monitor.goesBlind()),
    expects(between('0s', '90s'), alert('blind-opened')),
    at('6m', monitor.seesAgain()),
    expects(between('6m', '7m'), alert('blind-resolved')),
    expects(ever, alert('outage-opened'), 0),
    expects(ever, theSwitch('put'), 0),
    expects(ever, served('secondary'), 0),
  ]));

test('a broken secondary blocks the failover, and it comes once the page is mended', () =>
  tell(SITE, '12m', [
    at('0s', secondary.breaks()),
    at('10s', primary.dies()),
    expects(between('12s', '25s'), alert('blocked-opened')),
    expects(between('0s', '4m'), theSwitch('put'), 0),
    at('4m', secondary.isMended()),
    expects(between('4m', '6m'), theSwitch('put')),
    expects(ever, alert('blocked-opened')),
  ]));

test('Route 53 fails over by itself while the function is down, and cannot flap back once it is there again', () =>
  tell(SITE, '15m', [
    at('0s', failoverFunction.isDown()),
    at('0s', primary.dies()),
    expects(between('29s', '32s'), served('secondary')),
    at('2m', failoverFunction.isBack()),
    expects(between('2m', '4m'), theSwitch('put')),
    at('5m', primary.revives()),
    expects(between('5m', '7m'), served('primary'), 0),
    expects(between('7m', '10m'), served('primary')),
  ]));

test('a hold keeps visitors where they are until it is released', () =>
  tell(SITE, '10m', [
    at('0s', operator({ action: 'hold', site: name, reason: 'a migration' })),
    at('5s', primary.dies()),
    expects(between('0s', '5m'), theSwitch('put'), 0),
    expects(between('5s', '25s'), alert('blocked-opened')),
    at('5m', operator({ action: 'release', site: name })),
    expects(between('5m', '7m'), theSwitch('put')),
  ]));

test('a maintenance is quiet, and what lasts longer than it is told', () =>
  tell(SITE, '12m', [
    at('0s', operator({ action: 'maintenance', site: name, reason: 'a restart', for: '4m' })),
    at('10s', primary.dies()),
    at('90s', primary.revives()),
    expects(between('0s', '4m'), alert('outage-opened'), 0),
    expects(between('0s', '4m'), alert('blocked-opened'), 0),
    at('3m', primary.dies()),
    expects(between('4m', '6m'), alert('outage-opened')),
    expects(ever, alert('outage-resolved'), 0),
  ]));

test('an operator moves visitors, and they stay until an operator moves them back', () =>
  tell(SITE, '20m', [
    at('0s', operator({ action: 'failover', site: name, reason: 'a migration' })),
    expects(between('0s', '10s'), served('secondary')),
    at('10m', operator({ action: 'failback', site: name, reason: 'done' })),
    expects(between('10m', '11m'), served('primary')),
    expects(ever, served('primary')),
  ]));

describe('a drill', () => {
  const drill = operator({ action: 'drill', site: name, override: ['not-verified'] });
  test('goes out and comes back, and says so', () =>
    tell(SITE, '10m', [
      at('0s', drill),
      expects(between('0s', '5s'), alert('drill-started')),
      expects(between('0s', '10s'), served('secondary')),
      expects(between('30s', '60s'), served('primary')),
      expects(between('30s', '70s'), alert('drill-passed')),
      expects(ever, alert('moved-on-secondary'), 0),
    ]));

  test('becomes a failover when the primary fails meanwhile', () =>
    tell(SITE, '10m', [
      at('0s', drill),
      at('12s', primary.dies()),
      expects(between('14s', '40s'), alert('drill-became-failover')),
      expects(ever, served('primary'), 0),
      expects(between('14s', '40s'), alert('outage-opened')),
    ]));

  test('is over at once when the secondary fails', () =>
    tell(SITE, '10m', [
      at('0s', drill),
      at('10s', secondary.breaks()),
      expects(between('10s', '20s'), served('primary')),
      expects(between('10s', '30s'), alert('drill-failed')),
    ]));
});
