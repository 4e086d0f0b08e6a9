import { threadOf } from '../../core/alerts/incident.ts';
import type { Severity } from '../../core/alerts/incident-class.ts';
import { siteOfRoute53Alarm } from '../../core/route53-alarm.ts';
import { type EpochMs, epochMs } from '../../core/time.ts';
import type { Message } from '../../core/world.ts';
import { ago, utc } from '../duration.ts';
import { quoted } from '../text.ts';
import { adviceOn, ROUTE53_STILL_ON } from './alarm-advice.ts';
import { alert } from './alert.ts';

/** What CloudWatch says of an alarm on the same topic, as far as people need it. */
export type Alarm = {
  readonly name: string;
  readonly description: string | null;
  /** `ALARM`, `OK` or `INSUFFICIENT_DATA`. */
  readonly state: string;
  readonly why: string;
  /** As CloudWatch writes it, or null. */
  readonly at: string | null;
};

/**
 * A CloudWatch alarm as an alert like every other. Each message is a thread of its own: nobody remembers
 * when the alarm that is over began, and one thread for all of its days would hide the next one.
 */
export function alarmMessage(alarm: Alarm, receivedAt: EpochMs): Message {
  const { name, description, state, why } = alarm;
  const at = changedAt(alarm) ?? receivedAt;
  const { event, text, severity, lead } = STATES[state] ?? unknownState(state);
  const meaning = description === null ? '' : quoted(description);
  const advice = adviceOn(name);
  const site = siteOfRoute53Alarm(name);
  const stillOn = site === null ? STILL_ON : ROUTE53_STILL_ON;
  return alert({
    class: 'cloudwatch-alarm',
    event,
    severity,
    site: site ?? name,
    sites: site === null ? [] : [site],
    thread: threadOf(name, 'cloudwatch-alarm', at),
    now: receivedAt,
    since: at,
    headline: site !== null && state === 'ALARM' ? 'Route 53 moves visitors' : text,
    visitors: (state === 'ALARM' ? [meaning, lead(name)] : [lead(name), meaning])
      .filter(Boolean)
      .join(' '),
    sure: [
      `${state} since ${utc(at)} (${ago(at, receivedAt)}).`,
      `CloudWatch says: ${quoted(why)}`,
    ],
    does: state === 'ALARM' ? [advice.does] : [],
    can: state === 'ALARM' ? advice.can : stillOn,
    facts: { alarm: name, state, why },
  });
}

/** It writes its offset without a colon, which the parser takes all the same. */
function changedAt({ at }: Alarm): EpochMs | null {
  const ms = at === null ? Number.NaN : Date.parse(at);
  return Number.isNaN(ms) ? null : epochMs(ms);
}

type State = {
  readonly event: string;
  readonly text: string;
  readonly severity: Severity;
  readonly lead: (name: string) => string;
};

const STATES: Readonly<Record<string, State>> = {
  ALARM: {
    event: 'opened',
    text: 'it has gone off',
    severity: 'critical',
    lead: (name) => `The CloudWatch alarm ${name} has gone off.`,
  },
  OK: {
    event: 'resolved',
    text: 'it is over',
    severity: 'info',
    lead: (name) => `The CloudWatch alarm ${name} is over. It had told:`,
  },
  INSUFFICIENT_DATA: {
    event: 'unknown',
    text: 'not enough data',
    severity: 'warning',
    lead: (name) => `The CloudWatch alarm ${name} has not enough data. It would tell:`,
  },
};

const unknownState = (state: string): State => ({
  event: 'unknown',
  text: quoted(state),
  severity: 'warning',
  lead: (name) => `The CloudWatch alarm ${name} is ${quoted(state)}.`,
});

const STILL_ON = [
  'See whether another alarm is still on:',
  {
    command:
      "aws cloudwatch describe-alarms --state-value ALARM --query 'MetricAlarms[].AlarmName'",
  },
];
