import type { EpochMs } from '../../core/time.ts';
import type { Message } from '../../core/world.ts';
import { cut, quoted, SUBJECT_CHARS_MAX, wrap } from '../text.ts';

/** Who tests, and when: two tests must not be taken for one, nor for an incident. */
export type TestRun = { readonly by: string; readonly at: EpochMs };

/** An alert that says with its first word that nothing is wrong, and goes every way that a real one goes. */
export function asTest(message: Message, { by, at }: TestRun): Message {
  const run = `test/${new Date(at).toISOString()}`;
  const lead = `TEST: nothing is wrong. ${quoted(by)} tests whether alerts arrive. Below is what one of them looks like; its times and causes are made up.`;
  return {
    ...message,
    subject: cut(`TEST ${message.subject}`, SUBJECT_CHARS_MAX),
    body: `${wrap(lead)}\n\n${message.body}`,
    data: {
      ...message.data,
      thread: `${run}/${message.data.thread}`,
      id: `${run}/${message.data.id}`,
      at,
      isTest: true,
    },
  };
}
