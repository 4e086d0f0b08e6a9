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
  'observe-only': 'The policy mode is observe: Understudy watches and tells, and never flips.',
  held: 'An operator holds the site: Understudy watches and does not flip.',
  blind: 'The monitor is blind: without fresh probes it claims nothing and does not flip.',
  'secondary-not-healthy':
    'The secondary is not known to be healthy, and a flip to it could trade one outage for another.',
  'cooling-down': 'The latest flip is too recent: the cooldown is not over.',
  'daily-limit': 'The limit of flips in a day is reached: an operator has to decide.',
  'failback-manual': 'Failback is manual: an operator decides when to go back to the primary.',
  'primary-not-stable': 'The primary has not been healthy for long enough to go back to it.',
};
