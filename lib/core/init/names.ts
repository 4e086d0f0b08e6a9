/** The zone with the longest name that can hold the records of `domain`; null when there is none. */
export function zoneFor(domain: string, zoneNames: readonly string[]): string | null {
  const holding = zoneNames.filter((zone) => domain === zone || domain.endsWith(`.${zone}`));
  return holding.toSorted((a, b) => b.length - a.length)[0] ?? null;
}

/** The names of a zone that are looked at: the one asked for, the apex and its www. */
export const namesToDraft = (domain: string, zoneName: string): readonly string[] => [
  ...new Set([domain, zoneName, `www.${zoneName}`]),
];
