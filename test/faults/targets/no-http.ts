import type { Script } from '../../support/servers.ts';
import { afterRequest, scripted } from '../fault.ts';

const answers = (text: string) => scripted(afterRequest(text));

/** Another protocol's server, which speaks first. */
export const speaksSsh = scripted((socket) => socket.write('SSH-2.0-OpenSSH_9.7\r\n'));

/** A status line that is none. */
export const malformedStatusLine = answers('HTTP/1.1 OK 200\r\ncontent-length: 0\r\n\r\n');

/** A header name that is none. */
export const malformedHeader = answers('HTTP/1.1 200 OK\r\nbad name\u0001: x\r\n\r\n');

/** The same, after a length, which makes undici speak of that instead. */
export const malformedAfterLength = answers(
  'HTTP/1.1 200 OK\r\ncontent-length: 5\r\nbad name\u0001: x\r\n\r\n',
);

/** Two lengths for one body. */
export const twoLengths = answers(
  'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nok',
);

/** A server of HTTP/2 that knows nothing older: it opens with a SETTINGS frame. */
const settingsFirst: Script = (socket) => {
  socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]));
};
export const speaksHttp2 = scripted(settingsFirst);
