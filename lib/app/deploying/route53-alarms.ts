import {
  bringSideStack,
  dropSideStack,
  type SideStackWait,
  type SideStackWords,
  type SideTemplate,
} from './side-stack.ts';

/** Makes the alarms on Route 53's own metric what the sites need, and answers with the outputs of their stack. */
export const bringRoute53Alarms = (
  wait: SideStackWait,
  wanted: SideTemplate,
): Promise<ReadonlyMap<string, string>> => bringSideStack({ ...wait, words: ALARMS }, wanted);

/** Takes all of them away, and their topic with them. */
export const dropRoute53Alarms = (wait: SideStackWait): Promise<void> =>
  dropSideStack({ ...wait, words: ALARMS }, { Resources: {}, Outputs: {} });

const ALARMS: SideStackWords = {
  what: "the alarms on Route 53's metric in us-east-1",
  hint: 'Alarms and topics are made within a minute: is us-east-1 well?',
};
