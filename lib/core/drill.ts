import type { EpochMs } from './time.ts';

/** A planned failover and failback that is under way. */
export type Drill = {
  readonly id: string;
  readonly site: string;
  readonly by: string;
  readonly reason: string;
  readonly startedAt: EpochMs;
  /** How long visitors stay on the secondary once its page was seen through DNS. */
  readonly stayMs: number;
  /** How long DNS may take to move, in either direction. */
  readonly withinMs: number;
  /** The health check that watches the switch; null when it is not known, and then not measured. */
  readonly switchCheckId: string | null;
  readonly marks: DrillMarks;
  /** How often in a row the new answer led to something that is not the secondary's page. */
  readonly badPages: number;
  /** Why the drill is ended before its time; null while all goes as planned. */
  readonly stopped: DrillStop | null;
  readonly expected: Rto['expected'];
};

/** When each moment was observed; null while it was not. */
export type DrillMarks = {
  /** The switch was put. */
  readonly flipped: EpochMs | null;
  /** Enough of Route 53's checkers saw the switch. */
  readonly checkers: EpochMs | null;
  /** Every name server answered with the secondary. */
  readonly nameServers: EpochMs | null;
  /** The secondary's page came through the new answer. */
  readonly page: EpochMs | null;
  /** The switch was removed. */
  readonly restoring: EpochMs | null;
  /** Every name server answered with the primary again. */
  readonly restored: EpochMs | null;
};

export const NO_MARKS: DrillMarks = {
  flipped: null,
  checkers: null,
  nameServers: null,
  page: null,
  restoring: null,
  restored: null,
};

export type DrillStop = 'dns-did-not-move' | 'secondary-failed' | 'primary-failed' | 'cancelled';

/** What a drill showed. Times are in milliseconds. */
export type DrillReport = {
  readonly site: string;
  readonly id: string;
  readonly by: string;
  readonly reason: string;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
  /** `became-failover`: the primary failed meanwhile, so visitors stay where they are. */
  readonly outcome: 'passed' | 'failed' | 'became-failover';
  readonly stopped: DrillStop | null;
  readonly marks: DrillMarks;
  readonly rto: Rto;
};

/**
 * How long visitors of a dead primary wait for the secondary: `detect` and `caches` follow from the
 * settings, `move` is what a drill measures (switch to page); null where it was not reached.
 */
export type Rto = {
  readonly expected: {
    readonly detectMs: number;
    readonly moveMs: number;
    readonly cachesMs: number;
  };
  readonly measuredMoveMs: number | null;
};

/** What is looked at for a drill beside the evidence of every decision. */
export type DrillLook = {
  /** What came through the new answer; null when it was not looked at. */
  readonly page: 'secondary' | 'other' | 'unreachable' | null;
  /** Whether enough of Route 53's checkers see the switch; null when nobody could tell. */
  readonly checkersSeeSwitch: boolean | null;
};
