import { followAll } from '../../core/alerts/controller-incidents.ts';
import type { Incident } from '../../core/alerts/incident.ts';
import { type ControllerState, initialControllerState, type Stored } from '../../core/records.ts';
import type { Site } from '../../core/site.ts';
import type { EpochMs } from '../../core/time.ts';
import {
  followVerification,
  notReadyGravity,
  notReadyPresence,
  toldOf,
  type VerificationNews,
  verificationNews,
} from '../../core/verified.ts';
import type { Finding } from '../../core/verify/finding.ts';
import type { Snapshot } from '../../core/verify/snapshot.ts';
import { notReadyAlert } from '../../render/alerts/verification-alert.ts';
import { retryStale } from '../evaluate.ts';
import { isBusy } from '../telling/decision-voices.ts';
import { type TellDeps, tellIncident, type Voice } from '../telling/tell-incident.ts';
import { tellingFor } from '../telling/telling-for.ts';

export type RememberDeps = TellDeps;

type Result = {
  readonly at: EpochMs;
  readonly findings: readonly Finding[];
  readonly lastDrill: Snapshot['lastDrill'];
};

/**
 * Saves what a verification found, and tells people when something fails, and again as with every incident.
 * Neither may stop a verification from answering: a failure is logged, and what was not told stays due.
 */
export async function rememberVerification(
  deps: RememberDeps,
  site: Site,
  { at, findings, lastDrill }: Result,
): Promise<void> {
  try {
    const { pass, warn, fail, unknown } = followVerification(null, findings, at, 'on-primary');
    const rehearsed = rehearsedAt(lastDrill);
    deps.log({ message: 'verified', site: site.name, pass, warn, fail, unknown, ...rehearsed });
    const saved = await retryStale(() => save(deps, site, { at, findings }));
    if (saved === null) return;
    let known: Stored<ControllerState> | null = saved;
    await retryStale(async () => {
      // Somebody else may have changed the record since it was saved here.
      known ??= await deps.controllers.load(site.name);
      const stored = known;
      known = null;
      if (stored !== null) await tellIncident(deps, site, stored, voiceOf(deps, site, findings));
    });
  } catch (error) {
    deps.log({ message: 'verification not saved', site: site.name, error: `${error}` });
  }
}

/** In words that the dashboard shows as they are. */
function rehearsedAt(lastDrill: Snapshot['lastDrill']) {
  if (lastDrill === null || !lastDrill.ok) return { lastDrill: 'unknown', lastDrillAt: 'unknown' };
  const report = lastDrill.value;
  if (report === null) return { lastDrill: 'never', lastDrillAt: 'never' };
  return { lastDrill: report.outcome, lastDrillAt: new Date(report.endedAt).toISOString() };
}

/** Null when a verification that began later has been saved already. */
async function save(
  { controllers }: RememberDeps,
  site: Site,
  { at, findings }: Pick<Result, 'at' | 'findings'>,
): Promise<Stored<ControllerState> | null> {
  const stored = await controllers.load(site.name);
  const before = stored?.value ?? initialControllerState(at);
  if (before.verified !== null && before.verified.at > at) return null;
  const { phase, drill } = before.failover;
  const verified = followVerification(before.verified, findings, at, phase);
  const found = notReadyPresence(before.verified, verified);
  // A drill moves visitors about: what fails meanwhile neither begins nor ends anything.
  const look = drill === null ? found : ({ presence: 'unknown', at } as const);
  const incidents = followAll(before.incidents, { 'not-ready': look });
  const value = { ...before, verified, incidents };
  const version = await controllers.save(site.name, value, stored?.version ?? 0);
  return { value, version };
}

const voiceOf = (deps: RememberDeps, site: Site, findings: readonly Finding[]): Voice => ({
  class: 'not-ready',
  telling: tellingFor(deps, 'not-ready'),
  isMuted: isBusy(site),
  gravity: ({ verified, incidents }) =>
    verified === null ? 0 : notReadyGravity(verified, gravityOf(incidents['not-ready'])),
  message: (event, { verified, incidents }, now) =>
    notReadyAlert(event, {
      site,
      news: verified === null ? NO_NEWS : verificationNews(verified),
      findings,
      incident: incidents['not-ready'],
      now,
    }),
  accepted: (said, record) => withTold(said.verified?.confirmed ?? [], record),
});

const NO_NEWS: VerificationNews = { failing: [], added: [], mended: [] };

const gravityOf = (incident: Incident): number =>
  incident.state === 'none' ? 0 : incident.told.gravity;

/** What fails and people know of by now; the end of it all makes room for the next. */
function withTold(said: readonly string[], record: ControllerState): ControllerState {
  if (record.verified === null) return record;
  const isOver = record.incidents['not-ready'].state === 'none';
  const told = isOver ? [] : toldOf(record.verified.told, said);
  return { ...record, verified: { ...record.verified, told } };
}
