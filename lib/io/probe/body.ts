import { types } from 'node:util';
import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';
import type { Failure } from './causes.ts';

/** This much of a body is kept to be asserted on. */
export const BODY_BYTES_KEPT_MAX = 64 * 1024;
/** A longer body, as sent or unpacked, makes a bad probe path: it costs the site at every probe. */
export const BODY_BYTES_MAX = 1024 * 1024;

export const TOO_LARGE: Failure = {
  verdict: 'unhealthy',
  cause: 'too-large',
  detail: `the answer is longer than ${BODY_BYTES_MAX / 1024} KiB; probe a smaller page`,
};

/** The text of a body, unpacked; a body that cannot be unpacked is the target's failure, not ours. */
export function decodeBody(
  bytes: Buffer,
  encoding: string | undefined,
  isCut: boolean,
): { readonly text: string } | { readonly failure: Failure } {
  if (encoding === undefined || encoding === '' || encoding === 'identity')
    return { text: textOf(bytes) };
  const unpack = UNPACK[encoding.trim().toLowerCase()];
  if (unpack === undefined)
    return { failure: protocolFailure(`the body is encoded as ${encoding.slice(0, 40)}`) };
  try {
    return { text: textOf(unpack(bytes, isCut)) };
  } catch (error) {
    const code = types.isNativeError(error) && 'code' in error ? `${error.code}` : '';
    if (code === 'ERR_BUFFER_TOO_LARGE') return { failure: TOO_LARGE };
    return { failure: protocolFailure(`the ${encoding} body cannot be unpacked (${code})`) };
  }
}

type Unpack = (bytes: Buffer, isCut: boolean) => Buffer;

const limits = { maxOutputLength: BODY_BYTES_MAX };
/** What we cut off ourselves is not missing: take what is there. A body that ends early is broken. */
const zlib = (isCut: boolean) =>
  isCut ? { ...limits, finishFlush: constants.Z_SYNC_FLUSH } : limits;

const UNPACK: Readonly<Record<string, Unpack>> = {
  gzip: (bytes, isCut) => gunzipSync(bytes, zlib(isCut)),
  'x-gzip': (bytes, isCut) => gunzipSync(bytes, zlib(isCut)),
  // Servers send either form under this name: https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.2
  deflate: (bytes, isCut) =>
    (((bytes[0] ?? 0) & 0x0f) === 8 ? inflateSync : inflateRawSync)(bytes, zlib(isCut)),
  br: (bytes, isCut) =>
    brotliDecompressSync(
      bytes,
      isCut ? { ...limits, finishFlush: constants.BROTLI_OPERATION_FLUSH } : limits,
    ),
  zstd: (bytes, isCut) =>
    zstdDecompressSync(bytes, isCut ? { ...limits, finishFlush: constants.ZSTD_e_flush } : limits),
};

const textOf = (bytes: Buffer): string => bytes.subarray(0, BODY_BYTES_KEPT_MAX).toString('utf8');

const protocolFailure = (detail: string): Failure => ({
  verdict: 'unhealthy',
  cause: 'protocol',
  detail,
});
