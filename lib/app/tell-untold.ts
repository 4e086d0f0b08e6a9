import type { Evidence } from '../core/failover.ts';
import { type News, nextToTell } from '../core/news.ts';
import { type ControllerState, StaleRecordError, type Stored } from '../core/records.ts';
import type { Site } from '../core/site.ts';
import type { ControllerStore, Log, Now, Publish } from '../core/world.ts';
import { newsAlert } from '../render/news-alert.ts';

export type TellDeps = {
  readonly now: Now;
  readonly log: Log;
  readonly controllers: ControllerStore;
  readonly publish: Publish;
};

/** Others may change the record while something is told; each attempt is on what they wrote. */
const ATTEMPTS_MAX = 10;

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
): Promise<void> {
  let known = stored;
  for (;;) {
    const { value, version } = known;
    const now = deps.now();
    const news = nextToTell(value.untold, now);
    if (news === null) return;
    const claimed = { ...value, untold: [{ ...news, claimedAt: now }, ...value.untold.slice(1)] };
    await deps.controllers.save(site.name, claimed, version);
    try {
      await deps.publish(newsAlert({ site, news, evidence, failover: value.failover, now }));
    } catch (error) {
      const event = news.kind;
      deps.log({ message: 'alert not sent', site: site.name, event, error: `${error}` });
      await change(deps, site, (untold) =>
        untold.map((one) => (isSame(one, news) ? { ...one, claimedAt: null } : one)),
      );
      return;
    }
    known = await change(deps, site, (untold) => untold.filter((one) => !isSame(one, news)));
  }
}

const isSame = (one: News, other: News): boolean => one.kind === other.kind && one.at === other.at;

async function change(
  { controllers }: TellDeps,
  site: Site,
  next: (untold: readonly News[]) => readonly News[],
): Promise<Stored<ControllerState>> {
  for (let attempts = 1; ; attempts++) {
    const stored = await controllers.load(site.name);
    if (stored === null) throw new Error(`the controller record of ${site.name} is gone`);
    const value = { ...stored.value, untold: next(stored.value.untold) };
    try {
      const version = await controllers.save(site.name, value, stored.version);
      return { value, version };
    } catch (error) {
      const isRace = error instanceof StaleRecordError;
      if (!isRace || attempts === ATTEMPTS_MAX) throw error;
    }
  }
}
