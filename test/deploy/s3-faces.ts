import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { join } from 'node:path';
import { GetBucketWebsiteCommand, S3Client } from '@aws-sdk/client-s3';
import { listen, stopListening } from '../../lib/local/listen.ts';
import type { EmulatedClient } from '../emulators/on.ts';

/** S3's two public faces, neither of which the emulator shows at its own name. */
export type S3Faces = {
  readonly websitePort: number;
  readonly restPort: number;
  readonly close: () => Promise<void>;
};

const TLS = join(__dirname, '../fixtures/tls');

/**
 * The website endpoint over HTTP, which goes by the deployed website configuration, and the REST endpoint
 * over TLS, where the health checkers ask for the switch. What they hand out is what the emulator gives
 * somebody without credentials.
 */
export async function startS3Faces(client: EmulatedClient): Promise<S3Faces> {
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const website = createServer(orError(websiteOf(s3, client.endpoint)));
  const certificate = {
    key: readFileSync(join(TLS, 'site-key.pem')),
    cert: readFileSync(join(TLS, 'self-signed.pem')),
  };
  const rest = createTlsServer(certificate, orError(restOf(client.endpoint)));
  const servers = [website, rest];
  return {
    websitePort: await listen(website, 0),
    restPort: await listen(rest, 0),
    close: async () => {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map(stopListening));
      s3.destroy();
    },
  };
}

type Answer = (host: string, path: string, response: ServerResponse) => Promise<unknown>;

const orError =
  (answer: Answer): RequestListener =>
  (request, response) => {
    request.resume();
    const { host = '' } = request.headers;
    answer(host, request.url ?? '/', response).catch((error) =>
      response.writeHead(500).end(`${error}`),
    );
  };

/** The bucket is the one that is named like the host; what it does not have is answered with its error document. */
const websiteOf =
  (s3: S3Client, endpoint: string): Answer =>
  async (host, path, response) => {
    const { IndexDocument, ErrorDocument } = await s3.send(
      new GetBucketWebsiteCommand({ Bucket: host }),
    );
    const key = path.endsWith('/') ? `${path}${IndexDocument?.Suffix}` : path;
    const found = await fetch(`${endpoint}/${host}${key}`);
    if (found.ok) return pass(found, response, 200);
    await found.arrayBuffer();
    const instead = await fetch(`${endpoint}/${host}/${ErrorDocument?.Key}`);
    return pass(instead, response, found.status);
  };

const restOf =
  (endpoint: string): Answer =>
  async (host, path, response) => {
    const [bucket = ''] = host.split('.');
    const found = await fetch(`${endpoint}/${bucket}${path}`);
    return pass(found, response, found.status);
  };

const PASSED_HEADERS = ['content-type', 'cache-control', 'etag', 'last-modified'];

async function pass(from: Response, to: ServerResponse, status: number): Promise<void> {
  const headers = PASSED_HEADERS.flatMap((name) => {
    const value = from.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const body = Buffer.from(await from.arrayBuffer());
  to.writeHead(status, { ...Object.fromEntries(headers), server: 'AmazonS3' });
  to.end(body);
}
