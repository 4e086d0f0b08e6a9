import type { EpochMs } from '../time.ts';

/** From the moment at which something is wrong to the next at which it is not, and what people were told of it. */
export type Incident =
  | { readonly state: 'none' }
  | { readonly state: 'open'; readonly since: EpochMs; readonly told: Told }
  | {
      readonly state: 'over';
      readonly since: EpochMs;
      readonly until: EpochMs;
      readonly told: Told;
    };

/** What people know. A message counts once the service accepted it. */
export type Told = {
  readonly openedAt: EpochMs | null;
  /** The latest message about it, of whatever kind. */
  readonly latestAt: EpochMs | null;
  readonly reminders: number;
  readonly escalatedAt: EpochMs | null;
  /** How grave it was when people last heard of it; a higher one is told anew. */
  readonly gravity: number;
  /** Somebody is sending a message about it since then; null while nobody is. */
  readonly claimedAt: EpochMs | null;
};

/** Whether it is there at this moment; `unknown` changes nothing. */
export type Presence = 'present' | 'absent' | 'unknown';

export type IncidentEvent = 'opened' | 'worse' | 'escalated' | 'reminder' | 'resolved';

/** When one incident is told, by its class, its site's policy and sites.yml. */
export type Telling = {
  readonly openAfterMs: number;
  readonly settleForMs: number;
  readonly tellsEnd: boolean;
  /** Null: never. */
  readonly remindEveryMs: number | null;
  readonly escalateAfterMs: number | null;
};

/** How it stands with the incident, and with those who were told. */
export type Standing = {
  readonly gravity: number;
  /** Somebody knows, and wants no reminder of anything that is not graver than this. */
  readonly acknowledged: Acknowledged | null;
  /** What must come before its end is told, such as a failback that comes by itself. */
  readonly awaitsMore: boolean;
};

export type Acknowledged = { readonly at: EpochMs; readonly gravity: number };

export const NO_INCIDENT: Incident = { state: 'none' };

export const NOTHING_TOLD: Told = {
  openedAt: null,
  latestAt: null,
  reminders: 0,
  escalatedAt: null,
  gravity: 0,
  claimedAt: null,
};

/** Sending takes seconds; who is not done after so long has died, and another may send. */
export const CLAIM_MS = 60_000;

/** Whether somebody is telling it at this moment. */
export const isClaimed = ({ claimedAt }: Pick<Told, 'claimedAt'>, now: EpochMs): boolean =>
  claimedAt !== null && now - claimedAt < CLAIM_MS;

/**
 * Follows what is wrong. What comes back before its end was told goes on as the same incident; while people may
 * have been told of its end already it stays over, until that is certain and another can begin.
 */
export function follow(incident: Incident, presence: Presence, now: EpochMs): Incident {
  if (presence === 'present' && incident.state === 'none')
    return { state: 'open', since: now, told: NOTHING_TOLD };
  if (presence === 'present' && incident.state === 'over' && !mayBeResolved(incident))
    return { state: 'open', since: incident.since, told: incident.told };
  if (presence === 'absent' && incident.state === 'open')
    return { ...incident, state: 'over', until: now };
  return incident;
}

/** Somebody took it upon them to tell the end, and has not said that it was not accepted. */
const mayBeResolved = ({ until, told: known }: Extract<Incident, { state: 'over' }>): boolean =>
  known.openedAt !== null && known.claimedAt !== null && known.claimedAt >= until;

/**
 * What people have to be told now: the opening before anything else and the end after everything. `forget`: it
 * has come and gone, and nobody needs to hear of it (any more). Nothing while somebody is telling something.
 */
export function dueEvent(
  incident: Incident,
  telling: Telling,
  standing: Standing,
  now: EpochMs,
): IncidentEvent | 'forget' | null {
  if (incident.state === 'none' || isClaimed(incident.told, now)) return null;
  const hasSettled = incident.state === 'over' && now - incident.until >= telling.settleForMs;
  if (incident.told.openedAt === null) {
    const end = incident.state === 'over' ? incident.until : now;
    if (end - incident.since >= telling.openAfterMs) return 'opened';
    return hasSettled ? 'forget' : null;
  }
  if (incident.state === 'open') return dueWhileOpen(incident.told, telling, standing, now);
  if (!hasSettled || standing.awaitsMore) return null;
  return telling.tellsEnd ? 'resolved' : 'forget';
}

/** It came and went, and nobody heard of it: nobody was told, nor died while telling it and may have been heard. */
export const isUnheard = (incident: Incident): boolean =>
  incident.state === 'over' && incident.told.openedAt === null && incident.told.claimedAt === null;

/**
 * Before a message is sent that is saved, so that of two who would send it one does. A save that finds the
 * record changed means that somebody else was quicker.
 */
export const claim = (incident: Incident, now: EpochMs): Incident => withClaim(incident, now);

/**
 * The message was not accepted: it is due again at once. What was claimed before by somebody who died stays
 * written down, since people may have got that message.
 */
export const unclaim = (incident: Incident, before: EpochMs | null = null): Incident =>
  withClaim(incident, before);

/** The service accepted the message: it is not due any more. */
export function told(
  incident: Incident,
  event: IncidentEvent,
  gravity: number,
  at: EpochMs,
): Incident {
  if (incident.state === 'none' || event === 'resolved') return NO_INCIDENT;
  const before = incident.told;
  return {
    ...incident,
    told: {
      openedAt: before.openedAt ?? at,
      latestAt: at,
      reminders: before.reminders + (event === 'reminder' ? 1 : 0),
      escalatedAt: event === 'escalated' ? at : before.escalatedAt,
      gravity: Math.max(before.gravity, gravity),
      claimedAt: null,
    },
  };
}

/** The same through all messages of one incident, and never that of another. */
export const threadOf = (about: string, incidentClass: string, since: EpochMs): string =>
  `${about}/${incidentClass}/${new Date(since).toISOString()}`;

const withClaim = (incident: Incident, claimedAt: EpochMs | null): Incident =>
  incident.state === 'none' ? incident : { ...incident, told: { ...incident.told, claimedAt } };

function dueWhileOpen(
  known: Told,
  { remindEveryMs, escalateAfterMs }: Telling,
  { gravity, acknowledged }: Standing,
  now: EpochMs,
): IncidentEvent | null {
  const { openedAt, latestAt, escalatedAt } = known;
  if (openedAt === null || latestAt === null) return null;
  if (gravity > known.gravity) return 'worse';
  if (acknowledged !== null && acknowledged.at >= openedAt && gravity <= acknowledged.gravity)
    return null;
  if (escalateAfterMs !== null && escalatedAt === null && now - openedAt >= escalateAfterMs)
    return 'escalated';
  return remindEveryMs !== null && now - latestAt >= remindEveryMs ? 'reminder' : null;
}
