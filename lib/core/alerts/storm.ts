/** So many sites with the same news within seconds are one cause more likely than many. */
export const STORM_SITES_MIN = 3;

/** How long an alert waits for others of its kind, where others may come. */
export const STORM_WAIT_MS = 2_000;

/** Alerts about sites that were to be sent at nearly the same moment. */
export type Gathered = { readonly site: string; readonly event: string };

/** What of them is told together, because so many sites have the same news, and what alone. */
export function stormsIn<T extends Gathered>(
  alerts: readonly T[],
): { readonly storms: readonly (readonly T[])[]; readonly alone: readonly T[] } {
  const groups = [...Map.groupBy(alerts, ({ event }) => event).values()];
  const isStorm = (group: readonly T[]) =>
    new Set(group.map(({ site }) => site)).size >= STORM_SITES_MIN;
  return { storms: groups.filter(isStorm), alone: groups.filter((one) => !isStorm(one)).flat() };
}
