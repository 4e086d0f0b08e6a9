import { NO_INCIDENT } from '../core/alerts/incident.ts';
import type { Status } from '../render/status.ts';
import type { DrillAnswer } from './drill.ts';
import type { HoldAnswer } from './holds.ts';
import type { OrderAnswer } from './orders.ts';

/** Whether an answer is one that nobody has to look at: what a shell is told by the exit code. */
export const isCalm = ({ incidents, evidence }: Status): boolean =>
  (incidents.outage ?? NO_INCIDENT).state === 'none' &&
  (incidents.blocked ?? NO_INCIDENT).state === 'none' &&
  evidence.secondary === 'healthy' &&
  !evidence.blind;

export const isDone = ({ outcome }: OrderAnswer): boolean =>
  outcome === 'flipped' || outcome === 'already' || outcome === 'would-flip';

export const isPassed = ({ outcome }: DrillAnswer): boolean =>
  outcome === 'passed' || outcome === 'under-way' || outcome === 'would-drill';

export const isChanged = ({ outcome }: HoldAnswer): boolean =>
  outcome !== 'superseded' && outcome !== 'planned';
