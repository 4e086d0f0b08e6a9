import type { EpochMs } from '../time.ts';
import type { Message } from '../world.ts';
import type { Severity } from './incident-class.ts';

/** Goes up when a field is taken away or means something else; new fields may come with any release. */
export const ALERT_DOCUMENT_VERSION = 1;

/** An alert as programs get it: docs/alert.schema.json describes it to them. */
export type AlertDocument = {
  readonly version: typeof ALERT_DOCUMENT_VERSION;
  /** An AlertClass here; whoever reads it may meet one that is newer than he is. */
  readonly class: string;
  readonly event: string;
  readonly severity: Severity;
  readonly site: string;
  readonly sites: readonly string[];
  readonly thread: string;
  readonly id: string;
  /** Moments are written as in 2026-11-22T03:04:05.000Z. */
  readonly at: string;
  readonly since: string | null;
  readonly until: string | null;
  readonly isDrill: boolean;
  readonly isTest: boolean;
  readonly subject: string;
  /** What people read. */
  readonly text: string;
  /** Whether the service had no room for all of the text and the facts. */
  readonly isCut: boolean;
  readonly facts: Readonly<Record<string, unknown>>;
};

/** The document of a message: what its text tells, in fields, and the text itself. */
export const alertDocument = ({ subject, body, data }: Message): AlertDocument => ({
  version: ALERT_DOCUMENT_VERSION,
  class: data.class,
  event: data.event,
  severity: data.severity,
  site: data.site,
  sites: data.sites,
  thread: data.thread,
  id: data.id,
  at: iso(data.at),
  since: data.since === null ? null : iso(data.since),
  until: data.until === null ? null : iso(data.until),
  isDrill: data.isDrill,
  isTest: data.isTest,
  subject,
  text: body,
  isCut: false,
  facts: data.facts,
});

const iso = (at: EpochMs): string => new Date(at).toISOString();
