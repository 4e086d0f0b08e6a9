/** How bad it is that people hear of it late. */
export type Severity = 'info' | 'warning' | 'critical';

/** What can be wrong with a site, or with the monitor; an incident is of one class, whatever its error texts are. */
export type IncidentClass =
  | 'outage'
  | 'degraded'
  | 'certificate'
  | 'blocked'
  | 'drift'
  | 'not-ready'
  | 'hold-ending'
  | 'drill-overdue'
  | 'blind'
  | 'record-broken';

/** When a class of incidents is told. */
export type ClassRule = {
  readonly severity: Severity;
  /** What did not last so long is not told at all. */
  readonly openAfterMs: number;
  /** Over for so long, it is told to be over; a relapse before that goes on as the same incident. */
  readonly settleForMs: number;
  /** Whether people hear of its end: of what ends by itself at a known time they need not. */
  readonly tellsEnd: boolean;
  /** Whether people are reminded of it, and others told where nobody acknowledges. */
  readonly isRepeated: boolean;
};

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * Critical is what visitors feel, or would feel without anybody knowing. The rest waits until it has lasted: a
 * slow minute, or a check that failed once, wakes nobody.
 */
export const INCIDENT_CLASSES: Readonly<Record<IncidentClass, ClassRule>> = {
  /** The primary is unhealthy. Its end waits for policy.stableFor in place of the time here. */
  outage: {
    severity: 'critical',
    openAfterMs: 0,
    settleForMs: 0,
    tellsEnd: true,
    isRepeated: true,
  },
  /** Slow answers, or one of several addresses unhealthy: visitors get the site, but not as they should. */
  degraded: {
    severity: 'warning',
    openAfterMs: 5 * MINUTE_MS,
    settleForMs: 10 * MINUTE_MS,
    tellsEnd: true,
    isRepeated: true,
  },
  /** The certificate of the primary ends within two weeks. */
  certificate: {
    severity: 'warning',
    openAfterMs: 0,
    settleForMs: MINUTE_MS,
    tellsEnd: true,
    isRepeated: true,
  },
  /** A rule keeps visitors on an unhealthy primary. The outage that it is a part of says so in its reminders. */
  blocked: {
    severity: 'critical',
    openAfterMs: 0,
    settleForMs: MINUTE_MS,
    tellsEnd: false,
    isRepeated: false,
  },
  /** Our probes, Route 53's checkers and the name servers disagree. */
  drift: {
    severity: 'warning',
    openAfterMs: 4 * MINUTE_MS,
    settleForMs: 4 * MINUTE_MS,
    tellsEnd: true,
    isRepeated: true,
  },
  /** Something that a failover rests on fails its check. */
  'not-ready': {
    severity: 'warning',
    openAfterMs: MINUTE_MS,
    settleForMs: MINUTE_MS,
    tellsEnd: true,
    isRepeated: true,
  },
  /** A hold or a maintenance ends soon, and flips may follow. */
  'hold-ending': {
    severity: 'info',
    openAfterMs: 0,
    settleForMs: 0,
    tellsEnd: false,
    isRepeated: false,
  },
  /** No drill has passed for longer than policy.drill.every. */
  'drill-overdue': {
    severity: 'warning',
    openAfterMs: DAY_MS,
    settleForMs: 0,
    tellsEnd: false,
    isRepeated: true,
  },
  /** The monitor can see nothing. */
  blind: { severity: 'critical', openAfterMs: 0, settleForMs: 0, tellsEnd: true, isRepeated: true },
  /** A site's record cannot be read, so that nobody watches it. */
  'record-broken': {
    severity: 'critical',
    openAfterMs: 0,
    settleForMs: 0,
    tellsEnd: true,
    isRepeated: true,
  },
};
