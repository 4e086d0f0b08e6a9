import { isGood, type MakeContestant, urlOf, WITHIN_MS } from './contestant.ts';

/** The global fetch; it has no fresh mode, because it may not send `Connection: close`. */
export const globalFetch: MakeContestant = async (task) => async () => {
  const answer = await fetch(urlOf(task), { signal: AbortSignal.timeout(WITHIN_MS) });
  return isGood(answer.status, await answer.text());
};
