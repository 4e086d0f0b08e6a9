import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { AWS_CLIENT_LIMITS } from '../../lib/io/aws-call.ts';

export type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

type Request = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** A real server on loopback that gives the answers in turn, for a real SDK client to talk to. */
export async function answerInTurn(answers: readonly Answer[]) {
  const requests: Request[] = [];
  const server = await listen(async (request, response) => {
    const answer = answers[requests.length] ?? { status: 599, body: 'one request too many' };
    const { method = '', url = '', headers } = request;
    requests.push({ method, url, headers, body: (await buffer(request)).toString() });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  return { ...server, requests };
}

export async function listen(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    client: {
      ...AWS_CLIENT_LIMITS,
      maxAttempts: 1,
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
