import type { Script } from '../../support/servers.ts';
import { dripping, scripted } from '../fault.ts';

const CHUNK = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

const flood: Script = (socket) => {
  const pour = () => {
    while (socket.writable && socket.write(CHUNK));
  };
  socket.on('drain', pour);
  socket.once('data', () => {
    socket.write(CHUNKED);
    pour();
  });
};

/** Sends as fast as it can, without end. */
export const endlessFast = scripted(flood);

/** Sends a little at a time, without end. */
export const endlessSlow = scripted(dripping(CHUNKED, '4\r\ndrop\r\n', 20));
