import { complainAt, type PlacedComplaint } from './complaint.ts';
import type { Draft, DraftMaintenance } from './draft.ts';

/** What no single field under maintenance can know. */
export const maintenanceRulesBroken = (draft: Draft): PlacedComplaint[] =>
  draft.maintenance.flatMap((window) => [
    ...eitherWeeklyOrOnce(window),
    ...endsAfterItBegins(window),
    ...sitesAreKnown(window, draft),
  ]);

/** By what stands there, readable or not: of what cannot be read another complaint says what to write. */
function eitherWeeklyOrOnce({ path, keys }: DraftMaintenance): PlacedComplaint[] {
  const has = (key: string) => keys.includes(key);
  const isOnce = has('from') || has('to');
  if (has('every') && isOnce)
    return [
      complainAt(
        path,
        'it is weekly and once at the same time',
        'keep `every`, or `from` and `to`',
      ),
    ];
  if (has('every') || (has('from') && has('to'))) return [];
  return [
    complainAt(
      path,
      isOnce ? 'it needs a beginning and an end' : 'nothing says when it is',
      'write `every: Sun 02:00-04:00`, or `from` and `to`',
    ),
  ];
}

function endsAfterItBegins({ path, from, to }: DraftMaintenance): PlacedComplaint[] {
  if (from === undefined || to === undefined || from.replace(' ', 'T') < to.replace(' ', 'T'))
    return [];
  return [complainAt([...path, 'to'], 'it ends before it begins', 'write a later time')];
}

function sitesAreKnown({ path, sites }: DraftMaintenance, draft: Draft): PlacedComplaint[] {
  const known = draft.sites.flatMap(({ name }) => (name === undefined ? [] : [name]));
  return (sites ?? []).flatMap((site, index) =>
    known.includes(site)
      ? []
      : [
          complainAt(
            [...path, 'sites', index],
            `${site} is not one of the sites`,
            `write one of ${known.join(', ')}`,
          ),
        ],
  );
}
