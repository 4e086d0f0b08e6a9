import { drillWindow } from './drill-window.ts';
import { choice, duration, group, whole } from './fields.ts';

/** How a failover is rehearsed. */
export const drillShape = {
  every: duration({ min: '1d', max: '366d', example: '30d' })
    .optional()
    .describe('A drill that is older is overdue, and verification says so.'),
  window: drillWindow
    .optional()
    .describe(
      'When drills may begin, in UTC, such as Sun 03:00-05:00. With every, they begin by themselves.',
    ),
  stay: duration({ min: '0s', max: '1h', example: '30s' })
    .prefault('30s')
    .describe('How long visitors stay on the secondary once its page was seen.'),
  within: duration({ min: '30s', max: '1h', example: '5m' })
    .prefault('5m')
    .describe('How long DNS may take to move, in either direction, before the drill has failed.'),
};

/** How quickly to believe, and what may happen by itself. */
export const policyShape = {
  mode: choice(['automatic', 'observe'], 'automatic')
    .prefault('automatic')
    .describe('automatic fails over by itself; observe watches and tells, and never flips.'),
  interval: duration({ min: '1s', max: '60s', example: '5s' })
    .prefault('5s')
    .describe('Time between two probes of one address, from 1s to 60s.'),
  freshEvery: whole({ min: 1, max: 1_000, example: 10 })
    .prefault(10)
    .describe(
      'Every so many probes a new connection is opened even while all is well. Only new connections can move a threshold.',
    ),
  failureThreshold: whole({ min: 1, max: 10, example: 4 })
    .prefault(4)
    .describe('So many failures in a row make the primary unhealthy.'),
  successThreshold: whole({ min: 1, max: 10, example: 2 })
    .prefault(2)
    .describe('So many successes in a row make it healthy again.'),
  failback: choice(['manual', 'automatic'], 'manual')
    .prefault('manual')
    .describe(
      'Who moves visitors back to the primary: an operator (manual) or Understudy (automatic).',
    ),
  stableFor: duration({ min: '1s', max: '1d', example: '5m' })
    .prefault('5m')
    .describe('How long the primary must have been healthy before an automatic failback.'),
  cooldown: duration({ min: '1s', max: '1d', example: '10m' })
    .prefault('10m')
    .describe('Least time between two flips.'),
  flipsPerDay: whole({ min: 1, max: 100, example: 4 })
    .prefault(4)
    .describe('Most flips within 24 hours; after that, an operator must decide.'),
  armAfter: whole({ min: 0, max: 100, example: 3 })
    .prefault(3)
    .describe(
      'So many windows (minutes) in which a new site was healthy before it is failed over by itself.',
    ),
  bothUnhealthy: choice(['stay', 'secondary'], 'stay')
    .prefault('stay')
    .describe(
      'What Understudy does when both are unhealthy: stay does not flip, secondary flips all the same. Route 53 moves visitors by itself either way, since the SECONDARY record has no health check; a flip keeps them there.',
    ),
  drill: group(drillShape).prefault({}).describe('How failover and failback are rehearsed.'),
};
