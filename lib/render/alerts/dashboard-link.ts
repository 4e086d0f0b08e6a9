import type { Message } from '../../core/world.ts';
import { WHERE_TO_LOOK } from './alert.ts';

/**
 * The alert with the stack's dashboard as the first place to look at. It is put in where the alert is
 * sent: no text knows where it is deployed, and in a rehearsal there is no dashboard.
 */
export function withDashboard(message: Message, url: string | null): Message {
  if (url === null) return message;
  const { body, data } = message;
  const at = body.lastIndexOf(`\n${WHERE_TO_LOOK}\n`);
  const place = at + WHERE_TO_LOOK.length + 2;
  const linked = at < 0 ? body : `${body.slice(0, place)}${url}\n${body.slice(place)}`;
  return { ...message, body: linked, data: { ...data, facts: { ...data.facts, dashboard: url } } };
}
