import type { Config } from '../lib/core/site.ts';

/** Put in place of the name by esbuild when the functions are packaged (serverless.yml). */
declare const UNDERSTUDY_CONFIG: Config;

/** The code runs outside a bundle, so no sites.yml came with it. */
export class ConfigNotBundledError extends Error {
  override readonly name = 'ConfigNotBundledError';
  constructor(options?: ErrorOptions) {
    super('sites.yml is only part of a packaged function: run npm run package', options);
  }
}

/** What sites.yml said when this function was packaged. */
export function bundledConfig(): Config {
  if (typeof UNDERSTUDY_CONFIG === 'undefined') throw new ConfigNotBundledError();
  return UNDERSTUDY_CONFIG;
}
