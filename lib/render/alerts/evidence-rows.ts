import type { Evidence } from '../../core/failover.ts';
import type { EpochMs } from '../../core/time.ts';
import { ago, utc } from '../duration.ts';

/** What a decision rested on, as a list. */
export const evidenceRows = (evidence: Evidence, now: EpochMs): string[] => [
  `- primary: ${evidence.primary}${sinceOf(evidence.primarySince, now)}`,
  `- secondary: ${evidence.secondary}`,
  `- the name servers answer with: ${evidence.served}`,
  ...(evidence.blind ? ['- the monitor is blind: what it says of the primary is old'] : []),
];

const sinceOf = (since: EpochMs | null, now: EpochMs): string =>
  since === null ? '' : `, since ${utc(since)} (${ago(since, now)})`;
