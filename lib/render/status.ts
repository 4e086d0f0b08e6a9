import {
  type Acknowledgement,
  type IncidentsByClass,
  isAcknowledged,
} from '../core/alerts/acknowledgement.ts';
import type { Incident } from '../core/alerts/incident.ts';
import type { IncidentClass } from '../core/alerts/incident-class.ts';
import type { Disagreement } from '../core/disagreement.ts';
import type { Evidence, FailoverState } from '../core/failover.ts';
import type { Hold } from '../core/hold.ts';
import type { Health } from '../core/probing/health.ts';
import type { ControllerState } from '../core/records.ts';
import type { EpochMs } from '../core/time.ts';
import { DISAGREEMENT_TEXT } from './alerts/disagreement-alert.ts';
import { ago, duration, utc } from './duration.ts';
import { describeHold } from './hold.ts';
import { REASON_TEXT } from './reasons.ts';
import { quoted, wrap } from './text.ts';

/** One site at a glance. */
export type Status = {
  readonly site: string;
  readonly at: EpochMs;
  readonly evidence: Evidence;
  readonly failover: FailoverState;
  /** What keeps Understudy from flipping, ordered or planned. */
  readonly hold: Hold | null;
  /** Of both functions, by class. */
  readonly incidents: IncidentsByClass;
  readonly acknowledged: Acknowledgement | null;
  readonly health: Readonly<Record<string, Health>>;
  readonly lastWindowAt: EpochMs | null;
  readonly verified: ControllerState['verified'];
  readonly disagreement: ControllerState['disagreement'];
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
    row('switch', switchText(evidence)),
    row('phase', `${failover.phase}${since(failover.since)}`),
    ...(failover.reason === null ? [] : [row('reason', REASON_TEXT[failover.reason])]),
    row('hold', holdOf(status)),
    row('drill', drillOf(status)),
    ...incidentRows(status),
    row('monitor', monitorText(status)),
    row('verified', verifiedText(status)),
    ...(status.disagreement === null
      ? []
      : [row('disagree', disagreementLine(status.disagreement, at))]),
  ].join('\n');
}

const disagreementLine = ({ kind, since }: Disagreement, at: EpochMs): string =>
  `${DISAGREEMENT_TEXT[kind].subject}, since ${utc(since)} (${ago(since, at)})`;

const LABEL_COLUMNS = 11;
const TEXT_COLUMNS = 61;

/** A label in a column of its own, and what it stands for beside it. */
export const row = (label: string, text: string): string =>
  label.padEnd(LABEL_COLUMNS) +
  wrap(text, TEXT_COLUMNS).replaceAll('\n', `\n${' '.repeat(LABEL_COLUMNS)}`);

/** One row for each that is open, or whose end was not told yet. */
function incidentRows(status: Status): readonly string[] {
  const all = Object.entries(status.incidents) as [IncidentClass, Incident][];
  const texts = all.flatMap(([kind, incident]) =>
    incident.state === 'none' ? [] : [`${kind} ${incidentText(kind, incident, status)}`],
  );
  return texts.length === 0
    ? [row('incidents', 'none')]
    : texts.map((text, index) => row(index === 0 ? 'incidents' : '', text));
}

function incidentText(
  kind: IncidentClass,
  incident: Exclude<Incident, { readonly state: 'none' }>,
  { at, acknowledged }: Status,
): string {
  const { state, since, told } = incident;
  const when = `${state} since ${utc(since)} (${ago(since, at)})`;
  if (told.openedAt === null) return `${when}, not told yet`;
  const reminded = told.latestAt === told.openedAt ? '' : `, last ${ago(told.latestAt ?? at, at)}`;
  const isKnown = state === 'open' && isAcknowledged({ class: kind, incident }, acknowledged);
  const by =
    !isKnown || acknowledged === null
      ? ''
      : `, acknowledged ${ago(acknowledged.at, at)} by ${quoted(acknowledged.by)} (${quoted(acknowledged.reason)})`;
  return `${when}, told ${ago(told.openedAt, at)}${reminded}${by}`;
}

function monitorText({ lastWindowAt, evidence, at }: Status): string {
  const window = lastWindowAt === null ? 'no window yet' : `latest window ${ago(lastWindowAt, at)}`;
  return evidence.blind ? `blind, ${window}` : window;
}

const holdOf = ({ hold }: Status): string => (hold === null ? 'none' : describeHold(hold));

function drillOf({ failover: { drill, lastDrill }, at }: Status): string {
  if (drill !== null) {
    const { startedAt, by, reason } = drill;
    return `under way since ${utc(startedAt)} (${ago(startedAt, at)}) by ${quoted(by)} (${quoted(reason)}); it ends by itself, and a failback ends it at once`;
  }
  if (lastDrill === null) return 'never rehearsed';
  const { outcome, stopped, endedAt, rto } = lastDrill;
  const why = outcome === 'failed' && stopped !== null ? ` (${stopped})` : '';
  const took =
    rto.measuredMoveMs === null ? '' : `: visitors moved in ${duration(rto.measuredMoveMs)}`;
  return `last rehearsed ${ago(endedAt, at)}, ${outcome}${why}${took}`;
}

/** The object that Route 53's checkers look for, and who put it there. */
function switchText({ switched, isSwitchOurs }: Evidence): string {
  if (switched === 'unknown') return 'unknown: S3 could not tell';
  if (switched === 'primary') return 'absent, which means the primary';
  return isSwitchOurs ? 'put by Understudy' : 'put by hand';
}

function verifiedText({ verified, at }: Status): string {
  if (verified === null) return 'never';
  const { pass, warn, fail, unknown } = verified;
  return `${ago(verified.at, at)}: ${fail} fail, ${unknown} unknown, ${warn} warn, ${pass} pass`;
}
