import type { Site } from '../core/site.ts';

/** Says on the bill and in the console which site a resource belongs to. */
export const siteTags = (site: Site) => [{ Key: 'understudy:site', Value: site.name }];
