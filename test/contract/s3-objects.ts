import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listen } from '../io/aws-loopback.ts';

export type KeptObject = {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
};

type Reply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/**
 * The objects of one bucket behind S3's wire, as far as publishing needs them: lists in pages, heads,
 * uploads with their MD5 and removals by ETag. `requests` holds method and key in order.
 */
export async function startS3Objects(bucket: string) {
  const objects = new Map<string, KeptObject>();
  const requests: string[] = [];
  const seen: IncomingHttpHeaders[] = [];
  const server = await listen(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://s3');
    const [, name = '', ...rest] = url.pathname.split('/');
    const key = decodeURIComponent(rest.join('/'));
    const method = request.method ?? '';
    const body = await buffer(request);
    requests.push(`${method} ${key}`);
    seen.push(request.headers);
    const answer =
      name === bucket
        ? answerOf(objects, { method, key, headers: request.headers, body, url })
        : error(404, 'NoSuchBucket');
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  return { ...server, objects, requests, seen };
}

type Asked = {
  readonly method: string;
  readonly key: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly url: URL;
};

function answerOf(objects: Map<string, KeptObject>, asked: Asked): Reply {
  if (asked.key === '') return list(objects, asked.url);
  if (asked.method === 'PUT') return put(objects, asked);
  const object = objects.get(asked.key);
  if (asked.method === 'DELETE') return remove(objects, asked, object);
  if (object === undefined) return error(404, 'NoSuchKey');
  return { status: 200, headers: { ...object.headers, etag: `"${md5Of(object.body)}"` } };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
function list(objects: Map<string, KeptObject>, { searchParams }: URL): Reply {
  const from = Number(searchParams.get('continuation-token') ?? 0);
  const to = from + Number(searchParams.get('max-keys') ?? 1_000);
  const encoded = searchParams.get('encoding-type') === 'url' ? urlEncoded : String;
  const sorted = [...objects].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const contents = sorted
    .slice(from, to)
    .map(
      ([key, { body }]) =>
        `<Contents><Key>${encoded(key)}</Key><ETag>&quot;${md5Of(body)}&quot;</ETag><Size>${body.length}</Size></Contents>`,
    );
  const isCut = to < sorted.length;
  const next = isCut ? `<NextContinuationToken>${to}</NextContinuationToken>` : '';
  return {
    status: 200,
    body: `<?xml version="1.0"?><ListBucketResult><EncodingType>url</EncodingType><IsTruncated>${isCut}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
  };
}

/** As S3 writes keys with `encoding-type=url`: a space is a plus, and slashes stay. */
const urlEncoded = (key: string): string =>
  encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');

function put(objects: Map<string, KeptObject>, { key, headers, body }: Asked): Reply {
  const digest = createHash('md5').update(body).digest('base64');
  if (headers['content-md5'] !== digest) return error(400, 'BadDigest');
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('x-amz-meta-') || KEPT.has(name) ? [[name, `${value}`]] : [],
  );
  objects.set(key, { body, headers: Object.fromEntries(kept) });
  return { status: 200 };
}

const KEPT = new Set(['content-type', 'cache-control']);

function remove(
  objects: Map<string, KeptObject>,
  { key, headers }: Asked,
  object: KeptObject | undefined,
): Reply {
  if (object === undefined) return error(404, 'NoSuchKey');
  if (headers['if-match'] !== `"${md5Of(object.body)}"`) return error(412, 'PreconditionFailed');
  objects.delete(key);
  return { status: 204 };
}

const error = (status: number, code: string): Reply => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`,
});

const md5Of = (body: Buffer): string => createHash('md5').update(body).digest('hex');
