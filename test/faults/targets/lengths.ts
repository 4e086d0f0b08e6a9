import { afterRequest, dripping, scripted } from '../fault.ts';

const announcing = (length: number, body: string) =>
  `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n${body}`;

/** Announces more than it sends, and closes. */
export const tooShortAndClosed = scripted(
  afterRequest(announcing(100, 'the beginning'), (socket) => socket.end()),
);

/** The same, on a connection that would have been closed anyway, as most are on which we are fresh. */
export const tooShortAndLast = scripted(
  afterRequest(
    'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 100\r\n\r\nthe beginning',
    (socket) => socket.end(),
  ),
);

/** Announces more than it sends, and waits. */
export const tooShortAndOpen = scripted(afterRequest(announcing(100, 'the beginning')));

/** Announces less than it sends: a visitor sees a page cut off. */
export const tooLong = scripted(afterRequest(announcing(4, 'only this and then more')));

/** Sends the body drop by drop: the deadline is for the whole of it. */
export const drippingBody = scripted(dripping(announcing(100_000, ''), 'drop', 20));

/** Sends a body without a length and closes in good order. */
export const endsWithConnection = scripted(
  afterRequest('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nok', (socket) => socket.end()),
);

/** Has nothing to say. */
export const noBody = scripted(afterRequest(announcing(0, '')));

/** Has nothing to say, and says so. */
export const noContent = scripted(afterRequest('HTTP/1.1 204 No Content\r\n\r\n'));
