import { afterRequest, scripted } from '../fault.ts';

/** Accepts and closes: a proxy with nothing behind it. */
export const closesAfterAccept = scripted((socket) => socket.end());

/** Reads the request and closes without a word. */
export const closesAfterRequest = scripted(afterRequest('', (socket) => socket.end()));

/** Closes in the middle of the headers. */
export const closesInHeaders = scripted(
  afterRequest('HTTP/1.1 200 OK\r\ncontent-le', (socket) => socket.end()),
);
