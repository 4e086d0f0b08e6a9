import type { Config } from '../core/site.ts';

/**
 * The config as it goes into the functions' bundles. A dollar sign is escaped, or the Serverless
 * Framework would take a `${…}` in it for a variable of its own.
 */
export const configText = (config: Config): string =>
  JSON.stringify(config).replaceAll('$', '\\u0024');
