import type { EpochMs } from '../time.ts';
import { INCIDENT_CLASSES, type IncidentClass, type Severity } from './incident-class.ts';

const ONE_OFFS = ['moved', 'overridden', 'drill', 'storm', 'cap', 'cloudwatch-alarm'] as const;

/** What an alert is about: a class of incidents, or something that happened once. */
export type AlertClass = IncidentClass | (typeof ONE_OFFS)[number];

/** All of them; each has its examples and its section in the runbook. */
export const ALERT_CLASSES: readonly AlertClass[] = [
  ...(Object.keys(INCIDENT_CLASSES) as IncidentClass[]),
  ...ONE_OFFS,
];

/** An alert for machines: the same facts as in its text. */
export type AlertData = {
  readonly class: AlertClass;
  /** `outage-opened`, `drill-ended`: the class and what became of it. Subscribers filter by it. */
  readonly event: string;
  readonly severity: Severity;
  /** The site, or the stack where it is about the monitor. */
  readonly site: string;
  /** All sites that it is about. */
  readonly sites: readonly string[];
  /** The same for all messages of one incident. */
  readonly thread: string;
  /** The same for this message whenever it is sent: whoever gets it twice may drop one. */
  readonly id: string;
  readonly at: EpochMs;
  readonly since: EpochMs | null;
  readonly until: EpochMs | null;
  /** A rehearsal, or a test of the way of alerts: nothing is wrong. */
  readonly isDrill: boolean;
  readonly isTest: boolean;
  /** What the text tells in words: phase, reason, addresses with their causes, and so on. */
  readonly facts: Readonly<Record<string, unknown>>;
};
