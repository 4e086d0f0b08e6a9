import { type News, nextToTell } from '../../core/alerts/news.ts';
import type { Evidence } from '../../core/failover.ts';
import type { ControllerState, Stored } from '../../core/records.ts';
import type { Site } from '../../core/site.ts';
import { newsAlert } from '../../render/alerts/news-alert.ts';
import { changeRecord } from '../change-record.ts';
import type { TellDeps } from './tell-incident.ts';

/**
 * Tells what people do not know yet. That must not undo or delay what was done: a failure is logged,
 * and what was not told stays in the record for a later evaluation. Each piece is claimed before it
 * is told and crossed out after it, so that of two evaluations at the same time one tells it.
 */
export async function tellUntold(
  deps: TellDeps,
  site: Site,
  stored: Stored<ControllerState>,
  evidence: Evidence,
): Promise<Stored<ControllerState>> {
  let known = stored;
  for (;;) {
    const { value, version } = known;
    const now = deps.now();
    const news = nextToTell(value.untold, now);
    if (news === null) return known;
    const claimed = { ...value, untold: [{ ...news, claimedAt: now }, ...value.untold.slice(1)] };
    await deps.controllers.save(site.name, claimed, version);
    try {
      await deps.publish(newsAlert({ site, news, evidence, failover: value.failover, now }));
    } catch (error) {
      const event = news.kind;
      deps.log({ message: 'alert not sent', site: site.name, event, error: `${error}` });
      return changeUntold(deps, site, (untold) =>
        untold.map((one) => (isSame(one, news) ? { ...one, claimedAt: null } : one)),
      );
    }
    known = await changeUntold(deps, site, (untold) => untold.filter((one) => !isSame(one, news)));
  }
}

const isSame = (one: News, other: News): boolean => one.kind === other.kind && one.at === other.at;

const changeUntold = (
  deps: TellDeps,
  site: Site,
  next: (untold: readonly News[]) => readonly News[],
): Promise<Stored<ControllerState>> =>
  changeRecord(deps, site, (record) => ({ ...record, untold: next(record.untold) }));
