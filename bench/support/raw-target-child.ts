import { createServer, type Socket } from 'node:net';

/**
 * A child process: the cheapest HTTP server that Node can be, for where HAProxy is not installed, and
 * for where the server's own time must be known. It takes each chunk for one request and parses
 * nothing but the path and `connection: close`. Arguments: the milliseconds to hold an answer back.
 */
const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nok';

const holdMs = Number(process.argv[2] ?? '0');
const held: Record<string, number> = {};
const counts = { connections: 0, requests: 0 };

const server = createServer({ noDelay: true }, (socket) => {
  counts.connections += 1;
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    counts.requests += 1;
    const request = chunk.toString('latin1');
    if (holdMs === 0) answer(socket, request);
    else hold(socket, request);
  });
});

function answer(socket: Socket, request: string): void {
  if (/\r\nconnection: close/i.test(request)) socket.end(ANSWER);
  else socket.write(ANSWER);
}

/** Own time: from the moment that the request is here to the moment that the answer is handed over. */
function hold(socket: Socket, request: string): void {
  const start = performance.now();
  const path = request.split(' ', 2)[1] ?? '';
  setTimeout(() => {
    held[path] = performance.now() - start;
    answer(socket, request);
  }, holdMs);
}

server.listen(0, '127.0.0.1');
process.on('message', () => {
  const address = server.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  process.send?.({ port, held, ...counts });
});
process.on('disconnect', () => process.exit());
