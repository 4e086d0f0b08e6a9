import { codeOf } from './aws-errors.ts';

/** Route 53 found fault with the batch itself: sending it again would change nothing. */
export const isRefusedChange = (error: unknown): error is Error =>
  error instanceof Error && (REFUSALS.has(codeOf(error)) || wireMessages(error).length > 0);

/** All that Route 53 found, in its own words. */
export function refusalReasons(error: Error): readonly string[] {
  const listed = [...wireMessages(error), ...parsedMessages(error)];
  return listed.length > 0 ? listed : splitReasons(error.message);
}

const REFUSALS = new Set(['InvalidChangeBatch', 'InvalidInput', 'NoSuchHealthCheck']);

/** As the SDK's model has them. */
const parsedMessages = (error: Error): readonly string[] =>
  'messages' in error ? texts(error.messages) : [];

/**
 * The documented answer has no `Code`, so the SDK does not know the error and leaves the XML as it is:
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
 */
const wireMessages = (error: Error): readonly string[] =>
  'Messages' in error && isRecord(error.Messages) ? texts(error.Messages.Message) : [];

/** In the field one message holds all reasons: `[reason, reason]`; commas stand in the reasons too. */
const splitReasons = (message: string): readonly string[] =>
  /^\[.*\]$/s.test(message) ? message.slice(1, -1).split(REASON_BORDER) : [message];

const REASON_BORDER =
  /, (?=(?:Tried to|RRSet|Invalid|Duplicate|The request|A HostedZone|A non-alias|Number of|Cannot|FATAL|Alias) )/;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const texts = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string');
