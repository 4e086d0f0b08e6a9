import { type Budget, NOTHING_SENT, refund, spend, untoldCap } from '../../core/alerts/budget.ts';
import { StaleRecordError } from '../../core/records.ts';
import type { BudgetStore, Log, Message, Now, Publish } from '../../core/world.ts';
import { capAlert } from '../../render/alerts/cap-alert.ts';

export type HourlyBudgetDeps = {
  readonly now: Now;
  readonly log: Log;
  readonly budget: BudgetStore;
  readonly stack: string;
  readonly perHourMax: number;
};

/** So many alerts were sent in this hour that this one has to wait for another. */
export class AlertWaitsError extends Error {
  override readonly name = 'AlertWaitsError';
  constructor(perHourMax: number) {
    super(`waits: ${perHourMax} alerts were sent in this hour, which is the most (alerts.perHour)`);
  }
}

/** The two functions may count at the same moment. */
const ATTEMPTS_MAX = 5;

/**
 * Publishes no more than so many alerts an hour, whatever goes wrong with whatever counts them: a table that
 * cannot be read or written stops no alert. That the budget is spent is told once an hour, besides it; so are
 * tests of the way, which a person asked for.
 */
export const withinBudget =
  (deps: HourlyBudgetDeps, publish: Publish): Publish =>
  async (message) => {
    if (message.data.isTest) return publish(message);
    const { perHourMax } = deps;
    const at = deps.now();
    const taken = await count(deps, (budget) =>
      spend(budget, message.attributes.severity, perHourMax, at),
    );
    if (taken?.tellsCap === true) await tellCap(deps, publish, taken.budget, message);
    if (taken?.verdict === 'wait') throw new AlertWaitsError(perHourMax);
    try {
      await publish(message);
    } catch (error) {
      await count(deps, (budget) => ({ budget: refund(budget, at) }));
      throw error;
    }
  };

/** Null when nobody can count at this moment. */
async function count<T extends { readonly budget: Budget }>(
  { budget: store, log }: HourlyBudgetDeps,
  next: (budget: Budget) => T,
): Promise<T | null> {
  for (let attempts = 1; ; attempts++) {
    try {
      const stored = await store.load();
      const before = stored?.value ?? NOTHING_SENT;
      const counted = next(before);
      if (counted.budget !== before) await store.save(counted.budget, stored?.version ?? 0);
      return counted;
    } catch (error) {
      if (error instanceof StaleRecordError && attempts < ATTEMPTS_MAX) continue;
      log({ message: 'alerts not counted', error: `${error}` });
      return null;
    }
  }
}

/** A message that is not accepted is due with the next alert that has to wait. */
async function tellCap(
  deps: HourlyBudgetDeps,
  publish: Publish,
  budget: Budget,
  waiting: Message,
): Promise<void> {
  const { stack, perHourMax, now, log } = deps;
  try {
    await publish(capAlert({ stack, perHourMax, budget, waiting, now: now() }));
  } catch (error) {
    log({ message: 'alert not sent', site: stack, event: 'cap-opened', error: `${error}` });
    await count(deps, (counted) => ({
      budget: counted.since === budget.since ? untoldCap(counted) : counted,
    }));
  }
}
