import type { Reason } from '../core/failover.ts';

/** Why a decision was what it was, one plain sentence each. */
export const REASON_TEXT: Record<Reason, string> = {
  'primary-healthy': 'The primary is healthy.',
  'primary-unknown': 'Too little is known of the primary to judge it.',
  'primary-unhealthy': 'The primary is unhealthy and no safety rule forbids a failover.',
  'primary-stable': 'The primary has been healthy for long enough to go back to it.',
  'primary-relapsed':
    'The primary relapsed before the name servers went back to it: the failback is called off.',
  'awaiting-dns': 'The flip has begun, and the name servers do not yet answer with the new target.',
  'dns-confirmed': 'The name servers answer with the target.',
  'dns-unconfirmed':
    'The switch stands and the name servers have left the primary, but not all of them answer with the secondary: look at the AAAA and HTTPS records.',
  'observe-only': 'The policy mode is observe: Understudy watches and tells, and never flips.',
  held: 'An operator holds the site: Understudy watches and does not flip.',
  blind: 'The monitor is blind: without fresh probes it claims nothing and does not flip.',
  'secondary-not-healthy':
    'The secondary is not known to be healthy, and a flip to it could trade one outage for another.',
  'cooling-down': 'The latest flip is too recent: the cooldown is not over.',
  'daily-limit': 'The limit of flips in a day is reached: an operator has to decide.',
  'failback-manual': 'Failback is manual: an operator decides when to go back to the primary.',
  'primary-not-stable': 'The primary has not been healthy for long enough to go back to it.',
  'secondary-preferred':
    'Both are unhealthy, and the policy is to move visitors all the same: bothUnhealthy is secondary.',
  'route53-failed-over':
    'Route 53 has failed over by itself: the switch now keeps visitors there until a failback.',
  'awaiting-order': 'An operator moved visitors here, and an operator decides when they go back.',
  ordered: 'An operator ordered it.',
  'switched-by-hand': 'Somebody put or removed the switch object by hand, which is an order.',
  'stray-switch': 'A switch object of an earlier flip was found and is removed.',
  maintenance: 'The site is in maintenance: Understudy watches, does not flip and is quiet.',
  'primary-answers':
    'The monitor finds the primary unhealthy, but it has just answered the failover function as it should: it is looked at again before anybody is moved.',
  'not-armed':
    'The site is new: the primary was not yet seen healthy in as many windows as armAfter says, so that sites.yml may describe it wrongly.',
  'flip-under-way': 'A flip is under way, or, for a drill, visitors are not on the primary.',
  'drill-under-way': 'A drill is under way; a failback ends it.',
  'primary-not-healthy':
    'The primary is not known to be healthy, and visitors would go back to it.',
  'both-unhealthy':
    'Both are unhealthy, and the policy is not to flip then (bothUnhealthy is stay), though Route 53 may move visitors by itself.',
  drill: 'A drill: visitors are moved to the secondary for practice.',
  'drill-staying': 'A drill: visitors stay on the secondary for a while.',
  'drill-over': 'A drill: visitors are moved back to the primary.',
  'drill-stopped': 'The drill was ended before its time: visitors are moved back to the primary.',
  'drill-became-failover':
    'The primary failed during the drill, which is a failover from now on: visitors stay on the secondary.',
};
