import type { AlertData } from '../../lib/core/alerts/alert-data.ts';
import type { Message } from '../../lib/core/world.ts';
import { outageMessage } from '../fixtures/message.ts';

/** An alert that an outage began, but for what is said of it; its text does not matter. */
export function messageOf(change: Partial<AlertData> = {}): Message {
  const message = outageMessage();
  const data = { ...message.data, sites: [change.site ?? message.data.site], ...change };
  const { site, event, severity } = data;
  return { ...message, attributes: { site, event, severity }, data };
}
