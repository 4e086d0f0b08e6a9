import { type Path, type PlacedComplaint, pathText } from './complaint.ts';

/** A misspelt key is one mistake: that the right key is missing then needs no second complaint. */
export function withoutEchoes(
  complaints: readonly PlacedComplaint[],
  raw: unknown,
): PlacedComplaint[] {
  const meant = new Set(
    complaints.flatMap((complaint) =>
      complaint.meant === undefined
        ? []
        : [pathText([...complaint.path.slice(0, -1), complaint.meant])],
    ),
  );
  return complaints.filter(
    ({ path }) => !meant.has(pathText(path)) || valueAt(raw, path) !== undefined,
  );
}

const valueAt = (raw: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string | number, unknown>)[step]
        : undefined,
    raw,
  );
