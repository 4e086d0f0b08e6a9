import type { Site } from '../site.ts';

/**
 * Names of the zone that matter to a site beside its own: the apex for its www and the other way
 * round, and the wildcards that answer for the name while it has no record (RFC 4592).
 * https://www.rfc-editor.org/rfc/rfc4592#section-3.3.1
 */
export const namesBeside = (site: Site): readonly string[] => {
  const sibling = siblingOf(site);
  return [...(sibling === null ? [] : [sibling]), ...wildcardsOver(site)];
};

/** `example.com` for `www.example.com` and the other way round; null for any other name, or outside the zone. */
export function siblingOf({ name, hostedZone }: Site): string | null {
  if (name === hostedZone) return `www.${name}`;
  return name === `www.${hostedZone}` ? hostedZone : null;
}

/** `*.shop.example.com` and `*.example.com` for `a.shop.example.com`, the nearest first. */
export function wildcardsOver({ name, hostedZone }: Site): readonly string[] {
  const labels = name.split('.');
  const depth = labels.length - hostedZone.split('.').length;
  return Array.from({ length: depth }, (_, index) => `*.${labels.slice(index + 1).join('.')}`);
}
