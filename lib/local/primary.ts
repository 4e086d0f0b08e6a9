import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { unreachable } from '../core/unreachable.ts';
import { listen, stopListening } from './listen.ts';

/** How the primary answers while it listens. */
export type Behaviour = 'healthy' | 'error-500' | 'hang' | 'reset' | 'wrong-body';

/** A web server that can have a bad day on request. */
export type PrimaryServer = {
  readonly port: number;
  /** Connections are refused from now on, and those that are open are cut. */
  readonly kill: () => Promise<void>;
  /** Listens again, on the same port. */
  readonly revive: () => Promise<void>;
  readonly setBehaviour: (behaviour: Behaviour) => void;
  readonly isListening: () => boolean;
  /** Connections accepted since the start. */
  readonly acceptedCount: () => number;
  readonly close: () => Promise<void>;
};

/** Text that only the primary's page contains. */
export const PRIMARY_MARKER = 'served by the primary';

/** Starts the primary: `ok` at `/health`, a page everywhere else. */
export async function startPrimary(
  options: { readonly port?: number; readonly page?: string } = {},
): Promise<PrimaryServer> {
  const page = options.page ?? DEFAULT_PAGE;
  let behaviour: Behaviour = 'healthy';
  let accepted = 0;
  const server = createServer((request, response) => answer(behaviour, page, request, response));
  server.on('connection', () => {
    accepted += 1;
  });
  const port = await listen(server, options.port ?? 0);
  const kill = async () => {
    const stopped = stopListening(server);
    server.closeAllConnections();
    await stopped;
  };
  return {
    port,
    kill,
    revive: async () => {
      if (!server.listening) await listen(server, port);
    },
    setBehaviour: (next) => {
      behaviour = next;
    },
    isListening: () => server.listening,
    acceptedCount: () => accepted,
    close: kill,
  };
}

function answer(
  behaviour: Behaviour,
  page: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  switch (behaviour) {
    case 'healthy':
      say(response, 200, isHealthPath(request) ? 'ok' : page);
      break;
    case 'error-500':
      say(response, 500, 'internal server error');
      break;
    case 'wrong-body':
      say(response, 200, 'database connection lost');
      break;
    case 'hang':
      break;
    case 'reset':
      request.socket.resetAndDestroy();
      break;
    default:
      unreachable(behaviour);
  }
}

const isHealthPath = (request: IncomingMessage): boolean =>
  request.url?.split('?')[0] === '/health';

function say(response: ServerResponse, status: number, body: string): void {
  const type = body.startsWith('<') ? 'text/html' : 'text/plain';
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8` });
  response.end(body);
}

const DEFAULT_PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Example</title>
<h1>Welcome</h1><p>This page is ${PRIMARY_MARKER}.</p></html>
`;
