/** One notification that SNS handed to a function. */
export type SnsRecord = {
  readonly messageId: string;
  readonly subject: string | null;
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
};

/** The event is not one that SNS sends. */
export class SnsEventError extends Error {
  override readonly name = 'SnsEventError';
  constructor(field: string, expected: string, options?: ErrorOptions) {
    super(`SNS event: ${field} must be ${expected}`, options);
  }
}

/**
 * The notifications of an SNS event, each field checked by name.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export function parseSnsEvent(event: unknown): readonly SnsRecord[] {
  const records = isRecord(event) ? event.Records : undefined;
  if (!Array.isArray(records)) throw new SnsEventError('Records', 'a list');
  return records.map((record: unknown, index) => parseRecord(record, `Records[${index}]`));
}

function parseRecord(record: unknown, field: string): SnsRecord {
  const sns = isRecord(record) ? record.Sns : undefined;
  if (!isRecord(sns)) throw new SnsEventError(`${field}.Sns`, 'an object');
  const { MessageId, Subject, Message, MessageAttributes } = sns;
  if (typeof MessageId !== 'string') throw new SnsEventError(`${field}.Sns.MessageId`, 'text');
  if (typeof Message !== 'string') throw new SnsEventError(`${field}.Sns.Message`, 'text');
  if (Subject !== null && Subject !== undefined && typeof Subject !== 'string')
    throw new SnsEventError(`${field}.Sns.Subject`, 'text or absent');
  return {
    messageId: MessageId,
    subject: Subject ?? null,
    message: Message,
    attributes: parseAttributes(MessageAttributes ?? {}, `${field}.Sns.MessageAttributes`),
  };
}

function parseAttributes(attributes: unknown, field: string): Record<string, string> {
  if (!isRecord(attributes)) throw new SnsEventError(field, 'an object');
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => {
      const value = isRecord(attribute) ? attribute.Value : undefined;
      if (typeof value !== 'string') throw new SnsEventError(`${field}.${name}.Value`, 'text');
      return [name, value];
    }),
  );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
