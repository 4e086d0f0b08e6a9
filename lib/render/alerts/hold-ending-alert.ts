import type { Incident } from '../../core/alerts/incident.ts';
import type { Evidence, FailoverState } from '../../core/failover.ts';
import type { Hold } from '../../core/hold.ts';
import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Message } from '../../core/world.ts';
import { failoverCommand, holdCommand } from '../commands.ts';
import { duration, utc } from '../duration.ts';
import { describeHold } from '../hold.ts';
import type { Line } from '../layout.ts';
import { visitorsGet } from '../response.ts';
import { alert } from './alert.ts';
import { evidenceRows } from './evidence-rows.ts';
import { identityOf } from './incident-parts.ts';

export type HoldEndingFacts = {
  readonly site: Site;
  readonly incident: Incident;
  readonly failover: FailoverState;
  readonly evidence: Evidence;
  readonly now: EpochMs;
};

/** Told once, a quarter of an hour before: flips may follow, and alerts that were held back. */
export function holdEndingAlert({
  site,
  incident,
  failover,
  evidence,
  now,
}: HoldEndingFacts): Message {
  const { hold, phase } = failover;
  const kind = hold?.kind ?? 'hold';
  return alert({
    ...identityOf({ class: 'hold-ending', event: 'opened', severity: 'info', site, incident, now }),
    until: hold?.until ?? null,
    headline: `the ${kind} ends ${endOf(hold, now)}`,
    visitors: `${
      evidence.primary === 'unhealthy' && phase === 'on-primary'
        ? `Visitors of ${site.name} are sent to the primary, which is unhealthy.`
        : visitorsGet(phase)
    } Nothing changes for them until the ${kind} ends.`,
    sure: [
      ...(hold === null ? [] : [`In force is ${describeHold(hold)}, since ${utc(hold.since)}.`]),
      ...evidenceRows(evidence, now),
    ],
    does: [
      evidence.primary === 'unhealthy' && phase === 'on-primary'
        ? 'The primary is unhealthy now: once it is over, Understudy may fail over at once.'
        : 'Once it is over, Understudy may flip again, and tells what it finds wrong then.',
    ],
    can: canDo(site, hold),
    facts: { kind, until: hold?.until ?? null, by: hold?.by ?? null, phase },
  });
}

const endOf = (hold: Hold | null, now: EpochMs): string =>
  hold === null || hold.until === null || hold.until <= now
    ? 'now'
    : `in ${duration(hold.until - now)}`;

const canDo = (site: Site, hold: Hold | null): Line[] => [
  ...(hold === null
    ? []
    : ['Prolong it, if the work is not done:', { command: holdCommand(site, hold, '1h') }]),
  'End it now, if the work is done:',
  { command: failoverCommand(site, 'release') },
  'See how it stands:',
  { command: failoverCommand(site, 'status') },
];
