import type { MaintenanceWindow } from '../core/maintenance.ts';
import type { SitesFile } from './schema.ts';
import { weekStretch } from './week-stretch.ts';

type MaintenanceEntry = NonNullable<SitesFile['maintenance']>[number];

/** The stretches of time that mean a site; one that names none means all. */
export const maintenanceOf = (
  site: string,
  entries: readonly MaintenanceEntry[],
): readonly MaintenanceWindow[] =>
  entries.filter(({ sites }) => sites === undefined || sites.includes(site)).map(toWindow);

function toWindow({ every, from, to, timeZone, reason }: MaintenanceEntry): MaintenanceWindow {
  if (every !== undefined) return { kind: 'weekly', reason, timeZone, ...weekStretch(every) };
  if (from === undefined || to === undefined)
    throw new Error('a maintenance without an end passed the rules');
  return { kind: 'once', reason, timeZone, from: toMinute(from), to: toMinute(to) };
}

const toMinute = (wallTime: string): string => wallTime.replace(' ', 'T');
