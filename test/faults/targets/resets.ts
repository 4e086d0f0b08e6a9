import type { Script } from '../../support/servers.ts';
import { afterRequest, scripted } from '../fault.ts';

/** Long enough for what was sent to have been read before the reset comes. */
const READ_MS = 30;
const reset: Script = (socket) => {
  setTimeout(() => socket.resetAndDestroy(), READ_MS);
};

/** Accepts and resets. */
export const resetAfterAccept = scripted(reset);

/** Resets in the middle of the headers. */
export const resetInHeaders = scripted(afterRequest('HTTP/1.1 200 OK\r\ncontent-le', reset));

const bodyBegins = (headers: string) =>
  scripted(afterRequest(`HTTP/1.1 200 OK\r\n${headers}\r\nthe beginning`, reset));

/** Resets in the middle of a body whose length is known. */
export const resetInBody = bodyBegins('content-length: 100\r\n');

/** The same, on a connection that would have been closed anyway. */
export const resetInLastBody = bodyBegins('connection: close\r\ncontent-length: 100\r\n');

/** Resets in the middle of a body that only the end of the connection ends. */
export const resetInEndlessBody = bodyBegins('connection: close\r\n');
