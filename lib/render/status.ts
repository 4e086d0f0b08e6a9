import type { Evidence, FailoverState } from '../core/failover.ts';
import type { Health } from '../core/health.ts';
import type { Incident } from '../core/incident.ts';
import type { ControllerState } from '../core/records.ts';
import type { EpochMs } from '../core/time.ts';
import { ago, utc } from './duration.ts';
import { REASON_TEXT } from './reasons.ts';
import { wrap } from './text.ts';

/** One site at a glance. */
export type Status = {
  readonly site: string;
  readonly at: EpochMs;
  readonly evidence: Evidence;
  readonly failover: FailoverState;
  readonly incident: Incident;
  readonly health: Readonly<Record<string, Health>>;
  readonly lastWindowAt: EpochMs | null;
  readonly verified: ControllerState['verified'];
};

/** What is known of a site and what is served, for a person who has just been woken. */
export function statusText(status: Status): string {
  const { site, at, evidence, failover } = status;
  const since = (moment: EpochMs | null) =>
    moment === null ? '' : ` since ${utc(moment)} (${ago(moment, at)})`;
  return [
    `${site} at ${utc(at)}`,
    '',
    row('served', evidence.served),
    row('primary', `${evidence.primary}${since(evidence.primarySince)}`),
    ...Object.entries(status.health).map(([address, health]) =>
      row('', `${address} ${health.status}${since(health.since)}`),
    ),
    row('secondary', evidence.secondary),
    row('phase', `${failover.phase}${since(failover.since)}`),
    ...(failover.reason === null ? [] : [row('reason', REASON_TEXT[failover.reason])]),
    row('hold', failover.held ? 'an operator holds the site' : 'none'),
    row('incident', incidentText(status.incident, since)),
    row('monitor', monitorText(status)),
    row('verified', verifiedText(status)),
  ].join('\n');
}

const LABEL_COLUMNS = 11;
const TEXT_COLUMNS = 61;

const row = (label: string, text: string): string =>
  label.padEnd(LABEL_COLUMNS) +
  wrap(text, TEXT_COLUMNS).replaceAll('\n', `\n${' '.repeat(LABEL_COLUMNS)}`);

const incidentText = (incident: Incident, since: (moment: EpochMs) => string): string =>
  incident.state === 'none' ? 'none' : `${incident.state}${since(incident.since)}`;

function monitorText({ lastWindowAt, evidence, at }: Status): string {
  const window = lastWindowAt === null ? 'no window yet' : `latest window ${ago(lastWindowAt, at)}`;
  return evidence.blind ? `blind, ${window}` : window;
}

function verifiedText({ verified, at }: Status): string {
  if (verified === null) return 'never';
  const { pass, warn, fail, unknown } = verified;
  return `${ago(verified.at, at)}: ${fail} fail, ${unknown} unknown, ${warn} warn, ${pass} pass`;
}
