import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Buckets } from './buckets.ts';
import { listen, stopListening } from './listen.ts';
import { type S3Answer, s3Answer } from './s3-answer.ts';

export type S3WebsiteServer = { readonly port: number; readonly close: () => Promise<void> };

/** Starts S3's two public faces of one region, the website and the REST endpoint, over plain HTTP. */
export async function startS3WebsiteServer(
  buckets: Buckets,
  region: string,
  port = 0,
): Promise<S3WebsiteServer> {
  const server = createServer((request, response) => {
    request.resume();
    send(response, s3Answer(buckets, region, asS3Request(request)));
  });
  const listening = await listen(server, port);
  return {
    port: listening,
    close: async () => {
      const stopped = stopListening(server);
      server.closeAllConnections();
      await stopped;
    },
  };
}

const asS3Request = (request: IncomingMessage) => ({
  method: request.method ?? 'GET',
  host: request.headers.host ?? '',
  target: request.url ?? '/',
  ifNoneMatch: request.headers['if-none-match'] ?? null,
});

/** Node itself leaves out the body for HEAD and 304. */
function send(response: ServerResponse, answer: S3Answer): void {
  response.writeHead(answer.status, {
    'x-amz-id-2': randomBytes(32).toString('base64'),
    'x-amz-request-id': randomBytes(8).toString('hex').toUpperCase(),
    server: 'AmazonS3',
    ...answer.headers,
    ...(answer.status === 304 ? {} : { 'content-length': answer.body.length }),
  });
  response.end(answer.body);
}
