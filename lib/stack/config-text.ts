import type { Config } from '../core/site.ts';
import type { ContentFile } from '../core/verify/snapshot.ts';

/**
 * The config as it goes into the functions' bundles. A dollar sign is escaped, or the Serverless
 * Framework would take a `${…}` in it for a variable of its own.
 */
export const configText = (config: Config): string => escaped(config);

/** The description of the content, likewise: by site the files with their digests. */
export const contentText = (contents: Readonly<Record<string, readonly ContentFile[]>>): string =>
  escaped(contents);

const escaped = (value: unknown): string => JSON.stringify(value).replaceAll('$', '\\u0024');
