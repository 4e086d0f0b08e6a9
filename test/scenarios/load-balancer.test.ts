import { behindLoadBalancer, siteNamed } from '../support/sites.ts';
import {
  alert,
  at,
  between,
  ever,
  expects,
  type Line,
  loadBalancer,
  primary,
  served,
  tell,
  theSwitch,
} from '../support/story.ts';

const SITE = siteNamed(
  'www.example.com',
  {
    intervalMs: 5_000,
    failureThreshold: 4,
    failback: 'automatic',
    stableForMs: 120_000,
    cooldownMs: 120_000,
  },
  behindLoadBalancer,
);
const [A, B, C, D] = ['198.51.100.1', '198.51.100.2', '198.51.100.3', '198.51.100.4'] as const;

/** As a busy one does: each minute one address goes and another comes. */
const changingEachMinute = (minutes: number): Line[] =>
  Array.from({ length: minutes }, (_none, minute) =>
    at(
      `${minute * 60 + 30}s`,
      loadBalancer.hasAddresses(`198.51.100.${minute + 10}`, `198.51.100.${minute + 11}`),
    ),
  );

test('a load balancer dies: visitors are moved, and moved back to the addresses that it has by then', () =>
  tell(SITE, '15m', [
    at('0s', primary.dies()),
    expects(between('3s', '14s'), alert('outage-opened')),
    expects(between('3s', '16s'), theSwitch('put')),
    expects(between('8s', '25s'), alert('moved-on-secondary')),
    at('3m', loadBalancer.hasAddresses(C, D)),
    at('5m', primary.revives()),
    expects(between('7m', '9m'), theSwitch('remove')),
    expects(between('7m', '9m'), served('primary')),
    expects(between('7m', '9m'), alert('moved-on-primary')),
    expects(between('7m', '10m'), alert('outage-resolved')),
    expects(ever, served('secondary')),
    expects(ever, alert('outage-opened')),
  ]));

test('name servers that know an address more than our resolver serve the load balancer all the same', () =>
  tell(SITE, '15m', [
    at('0s', loadBalancer.hasAddresses(A, B)),
    at('1m', primary.dies()),
    expects(between('1m', '80s'), theSwitch('put')),
    at('6m', primary.revives()),
    at('6m', loadBalancer.isAnsweredWith(B, C)),
    expects(between('8m', '10m'), served('primary')),
    expects(between('8m', '10m'), alert('moved-on-primary')),
    expects(between('8m', '11m'), alert('outage-resolved')),
    expects(ever, theSwitch('put')),
  ]));

test('a load balancer whose addresses change all day long is a calm one', () =>
  tell(SITE, '15m', [
    ...changingEachMinute(14),
    expects(ever, alert('outage-opened'), 0),
    expects(ever, alert('disagreement'), 0),
    expects(ever, theSwitch('put'), 0),
  ]));

test('addresses that change all the time put no failback off', () =>
  tell(SITE, '15m', [
    ...changingEachMinute(14),
    at('65s', primary.dies()),
    expects(between('65s', '85s'), theSwitch('put')),
    at('5m', primary.revives()),
    expects(between('7m', '9m'), served('primary')),
    expects(between('7m', '9m'), alert('moved-on-primary')),
    expects(ever, theSwitch('put')),
  ]));
