import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { listen } from '../io/aws-loopback.ts';

/**
 * As much of S3 as a switch needs, behind its wire: objects with ETags, and the two conditions
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html).
 */
export async function startS3Bucket(name: string) {
  const objects = new Map<string, string>();
  const server = await listen(async (request, response) => {
    const key = decodeURIComponent(
      new URL(request.url ?? '', 'http://s3').pathname.slice(name.length + 2),
    );
    const body = (await buffer(request)).toString();
    const { status, code, content } = answer(objects, {
      method: request.method ?? '',
      key,
      body,
      ifMatch: request.headers['if-match'],
      ifNoneMatch: request.headers['if-none-match'],
    });
    const headers = content === undefined ? {} : { etag: etagOf(content) };
    const error = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`;
    response.writeHead(status, headers).end(code === undefined ? content : error);
  });
  return { ...server, objects };
}

type Asked = {
  readonly method: string;
  readonly key: string;
  readonly body: string;
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
};
type Answered = { readonly status: number; readonly code?: string; readonly content?: string };

function answer(objects: Map<string, string>, asked: Asked): Answered {
  const stored = objects.get(asked.key);
  if (asked.method === 'PUT') {
    if (asked.ifNoneMatch === '*' && stored !== undefined)
      return { status: 412, code: 'PreconditionFailed' };
    objects.set(asked.key, asked.body);
    return { status: 200 };
  }
  if (stored === undefined) return { status: 404, code: 'NoSuchKey' };
  if (asked.method === 'GET') return { status: 200, content: stored };
  if (asked.method !== 'DELETE') return { status: 405, code: 'MethodNotAllowed' };
  if (asked.ifMatch !== undefined && asked.ifMatch !== etagOf(stored))
    return { status: 412, code: 'PreconditionFailed' };
  objects.delete(asked.key);
  return { status: 204 };
}

const etagOf = (body: string): string => `"${createHash('md5').update(body).digest('hex')}"`;
