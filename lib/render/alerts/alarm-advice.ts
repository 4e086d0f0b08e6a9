import { ROUTE53_METRICS_REGION } from '../../core/route53-alarm.ts';
import { failoverCommandForAll, shellWord } from '../commands.ts';
import type { Line } from '../layout.ts';

/** What an alarm of the stack means for the night, and what to look at first. */
export type AlarmAdvice = { readonly does: string; readonly can: readonly Line[] };

/** By how the alarm's name ends; the stack's name is before it, and any alarm may be on the same topic. */
export function adviceOn(name: string): AlarmAdvice {
  const [, advice] = ADVICE.find(([ending]) => ending.test(name)) ?? [];
  return advice ?? { does: SOMEBODY_ELSES, can: [{ command: describe(name) }] };
}

const SOMEBODY_ELSES =
  'Nothing: it is none of the alarms that Understudy makes, but it is on the same topic.';

const describe = (name: string): string =>
  `aws cloudwatch describe-alarms --alarm-names ${shellWord(name)}`;

const logs = (name: string): Line[] => [
  'Read what it wrote last:',
  { command: `npx sls logs -f ${name} --startTime 30m` },
];

const ask = (action: string): Line[] => [
  action === 'verify' ? 'See what is wrong, and how it is mended:' : 'Ask how the sites are:',
  { command: failoverCommandForAll(action) },
];

const withoutLambda: Line[] = [
  'Ask from a checkout, without Lambda:',
  { command: 'npm start -- status' },
];

const concurrency: Line[] = [
  'Look at what the account may run at once, and at what uses it up:',
  { command: 'aws lambda get-account-settings' },
];

const GOES_ON = 'Route 53 goes on failing over by itself.';

/** The terminal works in the region of the stack, and these alarms are in another. */
export const ROUTE53_STILL_ON: readonly Line[] = [
  'See which of these alarms are still on:',
  {
    command: `aws cloudwatch describe-alarms --region ${ROUTE53_METRICS_REGION} --state-value ALARM --query 'MetricAlarms[].AlarmName'`,
  },
];

const ADVICE: readonly (readonly [RegExp, AlarmAdvice])[] = [
  [
    /-monitor-silent$/,
    {
      does: `Nothing, and that is what is wrong: no site is probed, nobody is told of an outage, and no failover of Understudy begins. ${GOES_ON}`,
      can: [...logs('probe'), ...ask('status'), ...withoutLambda],
    },
  ],
  [
    /-probe-errors$/,
    {
      does: `Each minute a new window is tried. Until one works, sites may go unwatched. ${GOES_ON}`,
      can: [...logs('probe'), ...ask('status')],
    },
  ],
  [
    /-failover-errors$/,
    {
      does: `Each minute it is tried anew. Until it works, Understudy may not be able to flip, to verify or to tell of it. ${GOES_ON}`,
      can: [...logs('failover'), ...withoutLambda],
    },
  ],
  [
    /-slack-errors$/,
    {
      does: 'Alerts go on by mail. What did not reach Slack is tried twice more and then given up.',
      can: [...logs('slack')],
    },
  ],
  [
    /-(probe|failover)-throttles$/,
    {
      does: `It is tried anew each minute. Until Lambda lets it run, Understudy is late or does nothing. ${GOES_ON}`,
      can: [...concurrency, ...withoutLambda],
    },
  ],
  [
    /-secondary-not-ready$/,
    {
      does: 'It does not fail over to a secondary that cannot serve. It verifies on, and goes on by itself once all is mended.',
      can: ask('verify'),
    },
  ],
  [
    /-failover-long$/,
    {
      does: 'It leaves visitors where they are until the policy, or somebody, takes them back.',
      can: ask('status'),
    },
  ],
  [
    /-route53-failover-/,
    {
      does: 'What it has seen and done itself, its own alerts say. If none came, Understudy is what does not work: Route 53 has moved visitors by itself, and takes them back once its health check is healthy.',
      can: [...ask('status'), ...withoutLambda, ...ROUTE53_STILL_ON],
    },
  ],
];
