import { createServer, type IncomingMessage } from 'node:http';
import { listen, stopListening } from '../../lib/local/listen.ts';

/** Somebody who is told: an HTTP server that remembers every body, and confirms what SNS asks it to. */
export type Ear = {
  readonly url: string;
  readonly heard: () => readonly string[];
  readonly close: () => Promise<void>;
};

export async function startEar(): Promise<Ear> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    response.end('ok');
    if (request.headers['x-amz-sns-message-type'] !== 'SubscriptionConfirmation') bodies.push(body);
    else await confirm(JSON.parse(body));
  });
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}/`,
    heard: () => bodies,
    close: () => {
      server.closeAllConnections();
      return stopListening(server);
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}

async function confirm({ SubscribeURL }: { readonly SubscribeURL: string }): Promise<void> {
  const answer = await fetch(SubscribeURL);
  await answer.arrayBuffer();
}
