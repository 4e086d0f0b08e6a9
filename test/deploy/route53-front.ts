import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { ReadCheckers } from '../../lib/core/world.ts';
import { listen, stopListening } from '../../lib/local/listen.ts';

export type Route53Front = { readonly port: number; readonly close: () => Promise<void> };

/**
 * Route 53 as the emulator has it, and the one call that it has not: GetHealthCheckStatus, which the health
 * checkers of the test answer.
 */
export async function startRoute53Front(
  endpoint: string,
  readCheckers: ReadCheckers,
): Promise<Route53Front> {
  const server = createServer((asked, response) => {
    const id = /^\/2013-04-01\/healthcheck\/([^/]+)\/status$/.exec(asked.url ?? '')?.[1];
    if (id === undefined) passOn(endpoint, asked, response);
    else sayStatus(readCheckers, id, response);
  });
  const port = await listen(server, 0);
  return {
    port,
    close: () => {
      server.closeAllConnections();
      return stopListening(server);
    },
  };
}

/** As it is, with its headers: it is signed. */
function passOn(endpoint: string, asked: IncomingMessage, response: ServerResponse): void {
  const { method, url, headers } = asked;
  const passed = request(new URL(url ?? '/', endpoint), { method, headers, agent: false });
  passed.on('error', (error) => response.destroy(error));
  passed.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  asked.pipe(passed);
}

async function sayStatus(readCheckers: ReadCheckers, id: string, response: ServerResponse) {
  const time = new Date().toISOString();
  const observations = (await readCheckers(id)).map(
    ({ region, address, text }) =>
      `<HealthCheckObservation><Region>${region}</Region><IPAddress>${address}</IPAddress><StatusReport><Status>${text}</Status><CheckedTime>${time}</CheckedTime></StatusReport></HealthCheckObservation>`,
  );
  response.writeHead(200, { 'content-type': 'text/xml' });
  response.end(
    `<?xml version="1.0"?><GetHealthCheckStatusResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HealthCheckObservations>${observations.join('')}</HealthCheckObservations></GetHealthCheckStatusResponse>`,
  );
}
