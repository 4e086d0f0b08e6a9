import { type EpochMs, epochMs } from '../time.ts';
import type { Severity } from './incident-class.ts';

/** How many alerts were sent in the hour that began then. */
export type Budget = {
  readonly since: EpochMs;
  readonly sent: number;
  /** Of those the critical ones that were sent although the budget was spent. */
  readonly beyond: number;
  /** Whoever found the budget spent first has told people that alerts wait, or is telling them. */
  readonly isTold: boolean;
};

export const HOUR_MS = 60 * 60_000;

export const NOTHING_SENT: Budget = { since: epochMs(0), sent: 0, beyond: 0, isTold: false };

export type Spending = {
  readonly budget: Budget;
  /** `wait`: it stays due, and may be sent in another hour. */
  readonly verdict: 'send' | 'wait';
  /** The budget is spent, and people do not know yet that alerts wait. */
  readonly tellsCap: boolean;
};

/**
 * Takes one alert out of the hour's budget. Once it is spent, warnings and infos wait; critical ones still go,
 * but at most as many again, so that a fault of our own cannot write mails for ever.
 */
export function spend(budget: Budget, severity: Severity, most: number, now: EpochMs): Spending {
  const hour = hourAt(budget, now);
  if (hour.sent - hour.beyond < most)
    return { budget: { ...hour, sent: hour.sent + 1 }, verdict: 'send', tellsCap: false };
  const tellsCap = !hour.isTold;
  const told = { ...hour, isTold: true };
  if (severity !== 'critical' || hour.beyond >= most)
    return { budget: tellsCap ? told : hour, verdict: 'wait', tellsCap };
  const { sent, beyond } = hour;
  return { budget: { ...told, sent: sent + 1, beyond: beyond + 1 }, verdict: 'send', tellsCap };
}

/** What was not accepted has cost nothing. */
export function refund(budget: Budget, now: EpochMs): Budget {
  const hour = hourAt(budget, now);
  return {
    ...hour,
    sent: Math.max(0, hour.sent - 1),
    beyond: Math.max(0, hour.beyond - 1),
  };
}

/** The message that alerts wait was not accepted. */
export const untoldCap = (budget: Budget): Budget => ({ ...budget, isTold: false });

const hourAt = (budget: Budget, now: EpochMs): Budget =>
  now - budget.since < HOUR_MS ? budget : { ...NOTHING_SENT, since: now };
