import * as z from 'zod';
import { ALERT_DOCUMENT_VERSION, type AlertDocument } from '../core/alerts/alert-document.ts';
import { parseJson } from '../core/parse-json.ts';

const STABILITY = `An alert of Understudy, as subscribers of its topic get it over HTTP, SQS, Lambda and Firehose. Within version ${ALERT_DOCUMENT_VERSION} no field goes away or changes its meaning; new fields, classes and events may come with any release, so ignore what you do not know. What stands in facts may change with any release.`;

const moment = (about: string) =>
  z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    .describe(about);

/** Classes are not listed: who reads an alert must not refuse one for a class that is newer than he is. */
export const ALERT_DOCUMENT = z
  .object({
    version: z.literal(ALERT_DOCUMENT_VERSION),
    class: z
      .string()
      .min(1)
      .describe('What the alert is about, such as outage, not-ready or drill.'),
    event: z
      .string()
      .min(1)
      .describe('The class and what became of it, such as outage-opened or outage-resolved.'),
    severity: z.enum(['info', 'warning', 'critical']),
    site: z.string().describe('The site; the stack where it is about the monitor or many sites.'),
    sites: z.array(z.string()).describe('All sites that it is about.'),
    thread: z.string().min(1).describe('The same for all messages of one incident.'),
    id: z
      .string()
      .min(1)
      .describe('The same whenever this message is sent: one that comes twice may be dropped.'),
    at: moment('When it was written.'),
    since: moment('When it began.').nullable(),
    until: moment('When it ended; null while it goes on.').nullable(),
    isDrill: z.boolean().describe('A rehearsal, or a part of one.'),
    isTest: z.boolean().describe('A test of the way that alerts take: nothing is wrong.'),
    subject: z.string(),
    text: z.string().describe('What people read in the mail.'),
    isCut: z.boolean().describe('Whether there was no room for all of the text and the facts.'),
    facts: z.record(z.string(), z.unknown()).describe('What the text tells in words, as values.'),
  })
  .describe(STABILITY);

/** The published schema. Other fields are allowed, since newer releases may have them. */
export const alertJsonSchema = (): object =>
  z.toJSONSchema(ALERT_DOCUMENT, { io: 'input', target: 'draft-7' });

/** Null for what is no document of an alert, or one of a version that is not known here. */
export function readAlertDocument(text: string): AlertDocument | null {
  const parsed = ALERT_DOCUMENT.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}
