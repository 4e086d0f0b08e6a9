import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listen } from '../io/aws-loopback.ts';

/** As much of AWS as the controller needs, on loopback: a table, buckets, a topic, and who is calling. */
export type FakeAws = {
  readonly url: string;
  /** Bodies by bucket and key. */
  readonly objects: Map<string, string>;
  /** Items by table, site and record. */
  readonly items: Map<string, Item>;
  /** `Service.Action thing`, in order. */
  readonly calls: readonly string[];
  /** Where the callers believed it to be. */
  readonly regions: Set<string>;
  /** From now on: the services that answer with 500. */
  readonly broken: Set<'dynamodb' | 's3' | 'sns' | 'sts'>;
  readonly close: () => Promise<void>;
};

type Item = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;
type Put = {
  readonly TableName: string;
  readonly Item: Item;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeValues?: { readonly ':expected': { readonly N: string } };
};
type Reply = { readonly status: number; readonly body: string; readonly tag?: string };

export const ARN = 'arn:aws:iam::123456789012:user/ada';
const SILENT: Reply = { status: 200, body: '' };

export async function startFakeAws(): Promise<FakeAws> {
  const objects = new Map<string, string>();
  const items = new Map<string, Item>();
  const calls: string[] = [];
  const regions = new Set<string>();
  const broken: FakeAws['broken'] = new Set();

  const answer = async (request: IncomingMessage): Promise<Reply> => {
    const body = (await buffer(request)).toString();
    const { service, region, action } = actionOf(request, body);
    regions.add(region);
    const is = (name: 'dynamodb' | 's3' | 'sns' | 'sts') => service === name;
    calls.push(`${service}.${action}`);
    if ([...broken].some(is)) return { status: 500, body: '' };
    if (is('dynamodb')) return table(items, action, JSON.parse(body), calls);
    if (is('s3')) return bucket(objects, request, body);
    if (is('sns')) calls.push(new URLSearchParams(body).get('TopicArn') ?? '');
    return is('sts') ? { status: 200, body: IDENTITY } : { status: 200, body: PUBLISHED };
  };

  const server = await listen(async (request, response: ServerResponse) => {
    const { status, body, tag } = await answer(request);
    response.writeHead(status, tag === undefined ? {} : { etag: tag }).end(body);
  });
  const { client, close } = server;
  return { url: client.endpoint, objects, items, calls, regions, broken, close };
}

/** Which service a request is for, and where: its signature names both. */
function actionOf({ headers, method = '' }: IncomingMessage, body: string) {
  const [, region = '', service = ''] =
    /Credential=[^,]*\/([a-z0-9-]+)\/([a-z0-9]+)\/aws4_request/.exec(headers.authorization ?? '') ??
    [];
  const target = `${headers['x-amz-target'] ?? ''}`.split('.')[1];
  const action = target ?? new URLSearchParams(body).get('Action') ?? method;
  return { service, region, action };
}

function table(
  items: Map<string, Item>,
  action: string,
  request: { readonly TableName: string; readonly Key: Item } & Record<string, unknown>,
  calls: string[],
): Reply {
  const json = (value: unknown, status = 200) => ({ status, body: JSON.stringify(value) });
  const lost = (name: string) =>
    json(
      {
        __type: `com.amazonaws.dynamodb.v20120810#${name}`,
        message: 'no',
        CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
      },
      400,
    );
  switch (action) {
    case 'GetItem':
      calls.push(request.TableName);
      return json({ Item: items.get(keyOf(request.TableName, request.Key)) });
    case 'PutItem':
      return put(items, [request as unknown as Put])
        ? json({})
        : lost('ConditionalCheckFailedException');
    case 'TransactWriteItems':
      return put(
        items,
        (request.TransactItems as readonly { Put: Put }[]).map(({ Put }) => Put),
      )
        ? json({})
        : lost('TransactionCanceledException');
    case 'Query':
      return json({
        Items: [...items.values()]
          .filter(({ record }) => record?.S?.startsWith('audit#'))
          .reverse(),
      });
    default:
      return lost('UnknownOperationException');
  }
}

const keyOf = (name: string, { site, record }: Item): string => `${name} ${site?.S} ${record?.S}`;

/** All of them or none, each over the version that it expects. */
function put(items: Map<string, Item>, puts: readonly Put[]): boolean {
  const isFree = puts.every((one) => {
    const stored = items.get(keyOf(one.TableName, one.Item))?.version?.N;
    if (one.ConditionExpression === undefined) return true;
    return stored === one.ExpressionAttributeValues?.[':expected'].N;
  });
  if (isFree) for (const one of puts) items.set(keyOf(one.TableName, one.Item), one.Item);
  return isFree;
}

function bucket(
  objects: Map<string, string>,
  { method, url, headers }: IncomingMessage,
  body: string,
) {
  const key = new URL(url ?? '', 'http://x').pathname.slice(1);
  const found = objects.get(key);
  const tag = `"${createHash('md5')
    .update(found ?? '')
    .digest('hex')}"`;
  const error = (status: number, code: string): Reply => ({
    status,
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`,
  });
  if (method === 'PUT') {
    if (found !== undefined && headers['if-none-match'] === '*')
      return error(412, 'PreconditionFailed');
    objects.set(key, body);
    return SILENT;
  }
  if (found === undefined) return error(404, 'NoSuchKey');
  if (method === 'GET') return { status: 200, body: found, tag };
  if (headers['if-match'] !== tag) return error(412, 'PreconditionFailed');
  objects.delete(key);
  return { status: 204, body: '' };
}

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${ARN}</Arn><UserId>U</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const PUBLISHED =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';

/** The environment of somebody who has these credentials and nothing else of AWS's. */
export const environmentOf = (url: string): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  ...NOBODY,
});

/** Nothing of this machine's AWS is read, and no metadata service is asked. */
export const NOBODY: Readonly<Record<string, string>> = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};
