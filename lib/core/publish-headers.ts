/** How an object of the static website is sent to visitors. */
export type PublishHeaders = { readonly contentType: string; readonly cacheControl: string };

/**
 * The headers of the file with this key. S3 sends what the upload said, and says
 * `application/octet-stream` when it said nothing, which a browser offers as a download:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
 *
 * Pages live a minute and their parts five: what visitors saw during an outage may not outlive it by
 * more than the 300 seconds that the check `website.cache` allows.
 */
export function publishHeaders(key: string): PublishHeaders {
  const contentType = CONTENT_TYPES.get(extensionOf(key)) ?? UNKNOWN_TYPE;
  return { contentType, cacheControl: isPage(key) ? 'max-age=60' : 'max-age=300' };
}

/** Whether a visitor opens this file itself, and not as a part of another. */
export const isPage = (key: string): boolean => ['html', 'htm'].includes(extensionOf(key));

const UNKNOWN_TYPE = 'application/octet-stream';

const extensionOf = (key: string): string => /\.([^./]+)$/.exec(key)?.[1]?.toLowerCase() ?? '';

/** https://www.iana.org/assignments/media-types; texts are UTF-8, whatever a browser would guess. */
const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['avif', 'image/avif'],
  ['css', 'text/css; charset=utf-8'],
  ['csv', 'text/csv; charset=utf-8'],
  ['gif', 'image/gif'],
  ['htm', 'text/html; charset=utf-8'],
  ['html', 'text/html; charset=utf-8'],
  ['ico', 'image/x-icon'],
  ['jpeg', 'image/jpeg'],
  ['jpg', 'image/jpeg'],
  ['js', 'text/javascript; charset=utf-8'],
  ['json', 'application/json; charset=utf-8'],
  ['map', 'application/json; charset=utf-8'],
  ['md', 'text/markdown; charset=utf-8'],
  ['mjs', 'text/javascript; charset=utf-8'],
  ['mp3', 'audio/mpeg'],
  ['mp4', 'video/mp4'],
  ['otf', 'font/otf'],
  ['pdf', 'application/pdf'],
  ['png', 'image/png'],
  ['svg', 'image/svg+xml; charset=utf-8'],
  ['ttf', 'font/ttf'],
  ['txt', 'text/plain; charset=utf-8'],
  ['wasm', 'application/wasm'],
  ['webm', 'video/webm'],
  ['webmanifest', 'application/manifest+json; charset=utf-8'],
  ['webp', 'image/webp'],
  ['woff', 'font/woff'],
  ['woff2', 'font/woff2'],
  ['xml', 'application/xml; charset=utf-8'],
  ['zip', 'application/zip'],
]);
