import type { Message } from '../core/world.ts';
import { layout } from './layout.ts';
import { ascii, cut, quoted, SUBJECT_CHARS_MAX } from './text.ts';

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

/** A CloudWatch alarm as a message like every other. */
export const alarmMessage = ({ name, description, state, why, at }: Alarm): Message => ({
  subject: cut(
    ascii(`CloudWatch alarm ${name}: ${STATES[state]?.text ?? state}`),
    SUBJECT_CHARS_MAX,
  ),
  body: layout(
    description === null ? `The CloudWatch alarm ${name} is ${state}.` : quoted(description),
    [
      { heading: 'WHY', lines: [quoted(why), ...(at === null ? [] : [`At ${quoted(at)}.`])] },
      { heading: 'WHERE TO LOOK', lines: ['docs/runbook.md#cloudwatch-alarm'] },
    ],
  ),
  attributes: {
    site: '',
    event: 'cloudwatch-alarm',
    severity: STATES[state]?.severity ?? 'warning',
  },
});

const STATES: Readonly<
  Record<string, { readonly text: string; readonly severity: Message['attributes']['severity'] }>
> = {
  ALARM: { text: 'ALARM', severity: 'critical' },
  OK: { text: 'OK again', severity: 'info' },
  INSUFFICIENT_DATA: { text: 'not enough data', severity: 'warning' },
};
