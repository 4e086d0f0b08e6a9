import { afterRequest, dripping, scripted } from '../fault.ts';

/** Announces an answer again and again and never gives it. */
export const interimOnly = scripted(dripping('', 'HTTP/1.1 102 Processing\r\n\r\n', 20));

/** Says `100 Continue`, which nobody asked for, and answers after it. */
export const unaskedContinue = scripted(
  afterRequest('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'),
);

/** Changes to another protocol, which nobody asked for. */
export const unaskedUpgrade = scripted(
  afterRequest('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
);

/** Hints at what is to come, and then answers. */
export const earlyHints = scripted(
  afterRequest(
    'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
  ),
);
