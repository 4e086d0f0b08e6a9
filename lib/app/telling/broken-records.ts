import { follow, type Incident, NO_INCIDENT } from '../../core/alerts/incident.ts';
import { BrokenRecordError, type ShardState } from '../../core/records.ts';
import { brokenRecordAlert } from '../../render/alerts/broken-record-alert.ts';
import type { ShardLease } from '../window/shard-lease.ts';
import type { Tally } from '../window/tally.ts';
import type { Endings } from '../window/window-report.ts';
import { ShardIncident, type ShardIncidentDeps } from './shard-incident.ts';
import { tellDue } from './tell-due.ts';

/**
 * A record that cannot be read stops its site, and somebody is told: the shard's record, which is another one,
 * remembers that. Of a site that the shard has no more nothing is remembered.
 */
export async function tellOfBrokenRecords(
  deps: ShardIncidentDeps,
  lease: Pick<ShardLease, 'state' | 'change'>,
  tallies: readonly Tally[],
  endings: Endings,
): Promise<void> {
  const broken = brokenOf(tallies, endings);
  const names = new Set(tallies.map(({ site }) => site.name));
  const known = Object.keys(lease.state.broken);
  if (known.some((site) => !names.has(site))) await lease.change(onlyOf(names));
  for (const site of new Set([...broken.keys(), ...known.filter((one) => names.has(one))])) {
    const problem = broken.get(site) ?? null;
    const incident = new ShardIncident(deps, lease, {
      class: 'record-broken',
      about: site,
      read: (state) => state.broken[site] ?? NO_INCIDENT,
      write: (state, next) => ({
        ...state,
        broken: withoutCalm({ ...state.broken, [site]: next }),
      }),
      message: (event, now) =>
        brokenRecordAlert(event, { site, problem, incident: now, now: deps.now() }),
    });
    const at = deps.now();
    await incident.change((one) => follow(one, problem === null ? 'absent' : 'present', at));
    await tellDue(deps, incident.task);
  }
}

/** Nothing is written of what is not wrong. */
const withoutCalm = (
  incidents: Readonly<Record<string, Incident>>,
): Readonly<Record<string, Incident>> =>
  Object.fromEntries(Object.entries(incidents).filter(([, { state }]) => state !== 'none'));

const onlyOf =
  (names: ReadonlySet<string>) =>
  (state: ShardState): ShardState => ({
    ...state,
    broken: Object.fromEntries(Object.entries(state.broken).filter(([site]) => names.has(site))),
  });

const brokenOf = (tallies: readonly Tally[], endings: Endings): ReadonlyMap<string, string> =>
  new Map(
    tallies.flatMap(({ site }, index) => {
      const ending = endings[index];
      const isBroken = ending?.status === 'rejected' && ending.reason instanceof BrokenRecordError;
      return isBroken ? [[site.name, ending.reason.message] as const] : [];
    }),
  );
