import type { Config } from '../lib/core/site.ts';
import type { ContentFile } from '../lib/core/verify/snapshot.ts';

/** Put in place of the name by esbuild when the functions are packaged (serverless.yml). */
declare const UNDERSTUDY_CONFIG: Config;
declare const UNDERSTUDY_CONTENT: BundledContent;

/** By site: the files of the secondary's content; a site with too many to carry along is not in it. */
export type BundledContent = Readonly<Record<string, readonly ContentFile[]>>;

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

/** What was in the content folders when this function was packaged. */
export function bundledContent(): BundledContent {
  if (typeof UNDERSTUDY_CONTENT === 'undefined') throw new ConfigNotBundledError();
  return UNDERSTUDY_CONTENT;
}
