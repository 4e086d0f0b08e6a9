import type { Site } from '../core/site.ts';
import { atOnce } from './at-once.ts';

/** Every site is seen through to its end before the failures of some are thrown. */
export async function eachSite<T>(
  sites: readonly Site[],
  work: (site: Site) => Promise<T>,
  atMost: number = sites.length,
): Promise<readonly T[]> {
  const endings = new Map<string, PromiseSettledResult<T>>();
  await atOnce(atMost, sites, async (site) => {
    const [ending] = await Promise.allSettled([work(site)]);
    endings.set(site.name, ending);
  });
  const inOrder = sites.flatMap(({ name }) => endings.get(name) ?? []);
  const failures = inOrder.flatMap((ending) =>
    ending.status === 'rejected' ? [ending.reason] : [],
  );
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '));
  return inOrder.flatMap((ending) => (ending.status === 'fulfilled' ? [ending.value] : []));
}
