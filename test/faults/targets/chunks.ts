import { afterRequest, scripted } from '../fault.ts';

const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

/** A chunk whose size is no number. */
export const chunkedGarbage = scripted(afterRequest(`${CHUNKED}5\r\nhello\r\nzz\r\nworld\r\n`));

/** Closes before the last chunk, as it said it would after it. */
export const chunkedCutAndLast = scripted(
  afterRequest(
    'HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n',
    (socket) => socket.end(),
  ),
);

/** Closes before the last chunk. */
export const chunkedCut = scripted(
  afterRequest(`${CHUNKED}5\r\nhello\r\n`, (socket) => socket.end()),
);
