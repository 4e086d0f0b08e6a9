import { json } from 'node:stream/consumers';
import { listen } from '../io/aws-loopback.ts';

/**
 * As much of DynamoDB as the state table needs, behind its wire: items by site and record, puts with
 * the two conditions, alone or in one transaction, and a query by the beginning of the record's name.
 */
export async function startDynamoTable() {
  const items = new Map<string, Item>();
  return listen(async (request, response) => {
    const action = `${request.headers['x-amz-target']}`.replace('DynamoDB_20120810.', '');
    const { status, body } = answer(items, action, (await json(request)) as Asked);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(body));
  });
}

type Item = Readonly<Record<'site' | 'record', { readonly S: string }>> & {
  readonly version?: { readonly N: string };
};
type Put = {
  readonly Item: Item;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeValues?: Readonly<Record<string, { S?: string; N?: string }>>;
};
type Asked = Partial<Put> & {
  readonly Key?: Item;
  readonly TransactItems?: readonly { readonly Put: Put }[];
  readonly KeyConditionExpression?: string;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
};
type Answered = { readonly status: number; readonly body: object };

const keyOf = ({ site, record }: Item): string => JSON.stringify([site.S, record.S]);

function answer(items: Map<string, Item>, action: string, asked: Asked): Answered {
  switch (action) {
    case 'GetItem': {
      const Item = asked.Key === undefined ? undefined : items.get(keyOf(asked.Key));
      return { status: 200, body: { Item } };
    }
    case 'PutItem':
      return putAll(items, [asked as Put], 'ConditionalCheckFailedException');
    case 'TransactWriteItems': {
      const puts = (asked.TransactItems ?? []).map(({ Put }) => Put);
      const keys = new Set(puts.map(({ Item }) => keyOf(Item)));
      // One transaction cannot write the same item twice.
      if (keys.size < puts.length) return refusal('ValidationException');
      return putAll(items, puts, 'TransactionCanceledException');
    }
    case 'Query':
      return { status: 200, body: { Items: query(items, asked) } };
    default:
      return refusal('UnknownOperationException');
  }
}

function putAll(items: Map<string, Item>, puts: readonly Put[], refused: string): Answered {
  if (!puts.every((put) => isAllowed(put, items.get(keyOf(put.Item))))) return refusal(refused);
  for (const { Item } of puts) items.set(keyOf(Item), Item);
  return { status: 200, body: {} };
}

function isAllowed(put: Put, stored: Item | undefined): boolean {
  switch (put.ConditionExpression) {
    case undefined:
      return true;
    case 'attribute_not_exists(#version)':
      return stored?.version === undefined;
    case '#version = :expected':
      return stored?.version?.N === put.ExpressionAttributeValues?.[':expected']?.N;
    default:
      return false;
  }
}

/** By site, in the order of the records' UTF-8 bytes. */
function query(items: Map<string, Item>, asked: Asked): readonly Item[] {
  if (asked.KeyConditionExpression !== '#site = :site AND begins_with(#record, :prefix)') return [];
  const { ':site': site, ':prefix': prefix } = asked.ExpressionAttributeValues ?? {};
  const found = [...items.values()]
    .filter((item) => item.site.S === site?.S && item.record.S.startsWith(prefix?.S ?? ''))
    .sort((one, other) => Buffer.compare(Buffer.from(one.record.S), Buffer.from(other.record.S)));
  return (asked.ScanIndexForward === false ? found.toReversed() : found).slice(0, asked.Limit);
}

const refusal = (code: string): Answered => ({
  status: 400,
  body: {
    __type: `com.amazonaws.dynamodb.v20120810#${code}`,
    message: 'no',
    // Of a cancelled transaction alone; no other answer's reader looks at it.
    CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
  },
});
