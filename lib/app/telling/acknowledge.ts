import {
  type Acknowledgement,
  gravityOf,
  type OpenIncident,
  openIncidents,
  toldIncidents,
} from '../../core/alerts/acknowledgement.ts';
import { NO_INCIDENT } from '../../core/alerts/incident.ts';
import type { AuditEntry } from '../../core/audit.ts';
import { shardKey } from '../../core/probing/lease.ts';
import { THE_SHARD } from '../../core/probing/shard.ts';
import { type ControllerState, initialControllerState } from '../../core/records.ts';
import type { Site } from '../../core/site.ts';
import type { ControllerStore, Log, MonitorStore, Now, ShardStore } from '../../core/world.ts';
import type { AcknowledgeFacts } from '../../render/acknowledge.ts';
import { retryStale } from '../evaluate.ts';

export type AcknowledgeDeps = {
  readonly now: Now;
  readonly log: Log;
  readonly monitors: Pick<MonitorStore, 'load'>;
  readonly controllers: ControllerStore;
  readonly shards: Pick<ShardStore, 'load'>;
};

/** Which incidents are silent from now on. */
export type AcknowledgeAnswer = AcknowledgeFacts;

/**
 * Somebody has it in hand: what people know of a site is not told again until it gets graver or is over; nor that
 * the monitor is blind, which concerns every site. What nobody was told of yet cannot be acknowledged, and is told
 * all the same; nor can a record that cannot be read.
 */
export async function acknowledgeSite(
  deps: AcknowledgeDeps,
  site: Site,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<AcknowledgeAnswer> {
  const done = await retryStale(async () => {
    const [monitor, stored, shard] = await Promise.all([
      deps.monitors.load(site.name),
      deps.controllers.load(site.name),
      deps.shards.load(shardKey(THE_SHARD.shard, THE_SHARD.of)),
    ]);
    const at = deps.now();
    const record = stored?.value ?? initialControllerState(at);
    const blind = shard?.value.blindness ?? NO_INCIDENT;
    const incidents = { ...monitor?.value.incidents, ...record.incidents, blind };
    const silenced = toldIncidents(incidents);
    const untold = openIncidents(incidents).filter(
      ({ incident }) => incident.told.openedAt === null,
    );
    if (silenced.length > 0) {
      const acknowledged = { by, reason, at, gravity: gravityOf(silenced) };
      const audit = [entryOf(site, record, acknowledged)];
      const value = { ...record, acknowledged };
      await deps.controllers.save(site.name, value, stored?.version ?? 0, audit);
      deps.log({ message: 'acknowledged', site: site.name, by, incidents: classesOf(silenced) });
    }
    return { silenced, untold, at };
  });
  const facts = { site: site.name, by, reason };
  if (done === null)
    return { ...facts, outcome: 'superseded', silenced: [], untold: [], at: deps.now() };
  const outcome = done.silenced.length > 0 ? 'acknowledged' : 'nothing-told';
  return { ...facts, ...done, outcome };
}

const classesOf = (incidents: readonly OpenIncident[]): readonly string[] =>
  incidents.map(({ class: kind }) => kind);

const entryOf = (
  site: Site,
  { failover: { phase } }: ControllerState,
  { by, reason, at }: Acknowledgement,
): AuditEntry => ({
  site: site.name,
  at,
  event: 'acknowledge',
  by,
  reason: null,
  words: reason,
  phase,
  overridden: [],
});
