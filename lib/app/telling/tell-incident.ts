import { acknowledgedOf } from '../../core/alerts/acknowledgement.ts';
import type { Alerts } from '../../core/alerts/alerts.ts';
import type { ControllerClass } from '../../core/alerts/controller-incidents.ts';
import {
  dueEvent,
  type Incident,
  type IncidentEvent,
  isUnheard,
  type Telling,
} from '../../core/alerts/incident.ts';
import type { ControllerState, Stored } from '../../core/records.ts';
import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import type { ControllerStore, Message } from '../../core/world.ts';
import { changeRecord } from '../change-record.ts';
import { type TellDueDeps, tellDue } from './tell-due.ts';

export type TellDeps = TellDueDeps & {
  readonly controllers: ControllerStore;
  /** How often people are told again, and when others are. */
  readonly alerts: Pick<Alerts, 'remind' | 'escalation'>;
};

/** How incidents of one class are told, by whoever has just looked at what they are about. */
export type Voice = {
  readonly class: ControllerClass;
  readonly telling: Telling;
  /** People are to be spared it at this moment: it is told later, if it is still worth it. */
  readonly isMuted: (record: ControllerState, now: EpochMs) => boolean;
  readonly gravity: (record: ControllerState) => number;
  readonly message: (event: IncidentEvent, record: ControllerState, now: EpochMs) => Message;
  /** What the record knows beside, once `said` was told. */
  readonly accepted?: (said: ControllerState, record: ControllerState) => ControllerState;
};

/**
 * Tells what is due of one incident, and gives the record as it is then. A claim that comes too late throws
 * StaleRecordError, before anything was sent.
 */
export async function tellIncident(
  deps: TellDeps,
  site: Site,
  stored: Stored<ControllerState>,
  voice: Voice,
): Promise<Stored<ControllerState>> {
  let known = stored;
  let said = stored.value;
  await tellDue(deps, {
    site: site.name,
    incident: () => known.value.incidents[voice.class],
    due: (incident, now) => dueOf(known.value, incident, voice, now),
    gravity: () => voice.gravity(known.value),
    message: (event) => {
      said = known.value;
      return voice.message(event, said, deps.now());
    },
    write: async (next) => {
      const value = changed(known.value, voice, next);
      if (value === known.value) return;
      const version = await deps.controllers.save(site.name, value, known.version);
      known = { value, version };
    },
    insist: async (next) => {
      known = await changeRecord(deps, site, (record) => {
        const after = changed(record, voice, next);
        const isTold = latestOf(after, voice) !== latestOf(record, voice);
        return isTold ? (voice.accepted?.(said, after) ?? after) : after;
      });
    },
  });
  return known;
}

function dueOf(
  record: ControllerState,
  incident: Incident,
  voice: Voice,
  now: EpochMs,
): IncidentEvent | 'forget' | null {
  const standing = {
    gravity: voice.gravity(record),
    acknowledged: acknowledgedOf(record.acknowledged, voice.class),
    awaitsMore: false,
  };
  const event = dueEvent(incident, voice.telling, standing, now);
  if (event === null || event === 'forget' || !voice.isMuted(record, now)) return event;
  return isUnheard(incident) ? 'forget' : null;
}

function changed(
  record: ControllerState,
  voice: Voice,
  next: (incident: Incident) => Incident,
): ControllerState {
  const before = record.incidents[voice.class];
  const incident = next(before);
  if (incident === before) return record;
  return { ...record, incidents: { ...record.incidents, [voice.class]: incident } };
}

/** When people last heard of it; null of what they never heard of, or not any more. */
function latestOf({ incidents }: ControllerState, voice: Voice): EpochMs | null {
  const incident = incidents[voice.class];
  return incident.state === 'none' ? null : incident.told.latestAt;
}
