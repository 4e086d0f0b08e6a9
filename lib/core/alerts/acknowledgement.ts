import type { EpochMs } from '../time.ts';
import type { Acknowledged, Incident } from './incident.ts';
import type { IncidentClass } from './incident-class.ts';

/** Somebody has an incident in hand: no reminder and no escalation until it gets graver or is over. */
export type Acknowledgement = {
  readonly by: string;
  readonly reason: string;
  readonly at: EpochMs;
  /** How grave each incident was that people knew of then; of others nothing was acknowledged. */
  readonly gravity: Readonly<Partial<Record<IncidentClass, number>>>;
};

/** The incidents of one site, of whichever function, by their class. */
export type IncidentsByClass = Readonly<Partial<Record<IncidentClass, Incident>>>;

/** An incident that goes on, by its class. */
export type OpenIncident = {
  readonly class: IncidentClass;
  readonly incident: Extract<Incident, { readonly state: 'open' }>;
};

/** What is open at this moment, told or not. */
export const openIncidents = (incidents: IncidentsByClass): readonly OpenIncident[] =>
  (Object.entries(incidents) as [IncidentClass, Incident][]).flatMap(([kind, incident]) =>
    incident.state === 'open' ? [{ class: kind, incident }] : [],
  );

/** Those that people know of: an acknowledgement of this moment would silence them, and no others. */
export const toldIncidents = (incidents: IncidentsByClass): readonly OpenIncident[] =>
  openIncidents(incidents).filter(({ incident }) => incident.told.openedAt !== null);

/** How grave each of them was when people last heard of it. */
export const gravityOf = (told: readonly OpenIncident[]): Acknowledgement['gravity'] =>
  Object.fromEntries(told.map(({ class: kind, incident }) => [kind, incident.told.gravity]));

/** What was acknowledged of one class, if anything was. */
export function acknowledgedOf(
  acknowledgement: Acknowledgement | null,
  incidentClass: IncidentClass,
): Acknowledged | null {
  const gravity = acknowledgement?.gravity[incidentClass];
  return acknowledgement === null || gravity === undefined
    ? null
    : { at: acknowledgement.at, gravity };
}

/** Whether what people know of an incident is acknowledged: an older word is about one that is over. */
export function isAcknowledged(
  { class: kind, incident }: OpenIncident,
  acknowledgement: Acknowledgement | null,
): boolean {
  const known = acknowledgedOf(acknowledgement, kind);
  const { openedAt, gravity } = incident.told;
  return known !== null && openedAt !== null && known.at >= openedAt && gravity <= known.gravity;
}
