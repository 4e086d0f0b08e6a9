import type { Severity } from '../../core/alerts/incident-class.ts';
import type { Message } from '../../core/world.ts';
import { type Paint, PLAIN, type Style } from '../paint.ts';

/** An alert as a mail would show it: the subject, then the body. */
export const mailText = ({ subject, body }: Message): string => `Subject: ${subject}\n\n${body}\n`;

/** The same for somebody who looks at all of them on a terminal, with what subscribers filter by. */
export function shownAlert(message: Message, paint: Paint = PLAIN): string {
  const { site, event, severity } = message.attributes;
  const style = STYLES[severity];
  return [
    paint(style, `Subject: ${message.subject}`),
    paint('quiet', `site: ${site}   event: ${event}   severity: ${severity}`),
    '',
    ...message.body.split('\n').map((line) => (HEADING.test(line) ? paint('strong', line) : line)),
  ].join('\n');
}

const STYLES: Readonly<Record<Severity, Style>> = {
  critical: 'bad',
  warning: 'warn',
  info: 'good',
};

const HEADING = /^[A-Z][A-Z ']+$/;
