import type { Site } from '../site.ts';
import { namesBeside } from '../verify/names-beside.ts';

/** Every name whose records a plan for these sites has to see. */
export const namesToRead = (sites: readonly Site[]): readonly string[] => [
  ...new Set(sites.flatMap((site) => [site.name, ...namesBetween(site), ...namesBeside(site)])),
];

/** The names over the site's that are still in the zone, without the zone's own: any may be delegated away. */
export function namesBetween({
  name,
  hostedZone,
}: Pick<Site, 'name' | 'hostedZone'>): readonly string[] {
  const labels = name.split('.');
  const depth = labels.length - hostedZone.split('.').length;
  return Array.from({ length: Math.max(0, depth - 1) }, (_, index) =>
    labels.slice(index + 1).join('.'),
  );
}
