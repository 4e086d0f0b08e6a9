import type { AlertClass } from '../../../core/alerts/alert-data.ts';
import {
  type Incident,
  type IncidentEvent,
  NOTHING_TOLD,
  type Told,
} from '../../../core/alerts/incident.ts';
import type { Site } from '../../../core/site.ts';
import { type EpochMs, plusMs } from '../../../core/time.ts';
import type { Message } from '../../../core/world.ts';

/** Where and when the examples of alerts take place; everything else in them is made up. */
export type Setting = {
  readonly site: Site;
  readonly stack: string;
  readonly now: EpochMs;
};

/** One example; `variant` tells those apart that have the same event. */
export type Sample = { readonly variant: string | null; readonly message: Message };

/** Every kind of alert: a class that is added without an example does not compile. */
export type Samples = Readonly<Record<AlertClass, readonly Sample[]>>;

export const sample = (message: Message, variant: string | null = null): Sample => ({
  variant,
  message,
});

/** Its name among all of them, as that of a file: `outage-opened`, `drift-opened.neither-served`. */
export const sampleName = ({ variant, message }: Sample): string =>
  `${message.data.event}${variant === null ? '' : `.${variant}`}`;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const before = (at: EpochMs, ms: number): EpochMs => plusMs(at, -ms);

/** An incident that began when the setting says `now`, as it is when one of its messages is sent. */
export type Stage = {
  readonly event: IncidentEvent;
  /** From its beginning to this message. */
  readonly afterMs: number;
  /** From its end to this message; null while it goes on. */
  readonly overForMs: number | null;
  readonly told: Partial<Told>;
};

/** It goes on, so long after its beginning. */
export const open = (event: IncidentEvent, afterMs: number): Stage => ({
  event,
  afterMs,
  overForMs: null,
  told: {},
});

export function incidentAt({ now: since }: Pick<Setting, 'now'>, stage: Stage) {
  const { afterMs, overForMs, event } = stage;
  const now = plusMs(since, afterMs);
  const told: Told = {
    ...NOTHING_TOLD,
    ...(event === 'opened' ? {} : { openedAt: since, latestAt: since, gravity: 1 }),
    ...stage.told,
  };
  const incident: Incident =
    overForMs === null
      ? { state: 'open', since, told }
      : { state: 'over', since, until: before(now, overForMs), told };
  return { incident, now };
}
