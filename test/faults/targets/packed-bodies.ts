import { brotliCompressSync, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterRequest, scripted } from '../fault.ts';

const packed = (body: Buffer, encoding = 'gzip') => {
  const head = `HTTP/1.1 200 OK\r\ncontent-encoding: ${encoding}\r\ncontent-length: ${body.length}\r\n\r\n`;
  return scripted(afterRequest(Buffer.concat([Buffer.from(head), body])));
};

const TEXT = 'the whole page, '.repeat(100);
const PAGE = gzipSync(TEXT);
const BROTLI = brotliCompressSync(TEXT);

/** A packed page, sent although nobody asked for packing. */
export const gzip = packed(PAGE);

/** A packed page that was cut before it was sent. */
export const truncatedGzip = packed(PAGE.subarray(0, PAGE.length - 10));

/** Packed in other ways that browsers know. */
export const brotli = packed(BROTLI, 'br');
export const zstd = packed(zstdCompressSync(TEXT), 'zstd');
export const rawDeflate = packed(deflateRawSync(TEXT), 'deflate');
export const truncatedBrotli = packed(BROTLI.subarray(0, BROTLI.length - 4), 'br');

/** A page that only claims to be packed. */
export const falseGzip = packed(Buffer.from('not packed at all'));

/** A few kilobytes that unpack to 8 MiB. */
export const gzipBomb = packed(gzipSync(Buffer.alloc(8 * 1024 * 1024)));

/** The same, of another make. */
export const brotliBomb = packed(brotliCompressSync(Buffer.alloc(8 * 1024 * 1024)), 'br');

/** Packed in a way that nobody knows. */
export const unknownEncoding = packed(PAGE, 'snappy');
