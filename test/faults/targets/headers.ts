import { afterRequest, dripping, scripted } from '../fault.ts';

/** More headers than the 16 KiB that Node and undici take. */
export const hugeHeaders = scripted(
  afterRequest(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}\r\ncontent-length: 0\r\n\r\n`),
);

/** Sends one header after the other, without end. */
export const drippingHeaders = scripted(dripping('HTTP/1.1 200 OK\r\n', 'x: y\r\n', 20));
