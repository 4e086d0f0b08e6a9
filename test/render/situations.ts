/** What the alerts and answers under test are about, beside the site of the fixtures. */

import type { News } from '../../lib/core/alerts/news.ts';
import type { DrillReport } from '../../lib/core/drill.ts';
import type { Evidence } from '../../lib/core/failover.ts';
import type { Hold } from '../../lib/core/hold.ts';
import { epochMs, plusMs } from '../../lib/core/time.ts';
import { drill } from '../core/situations.ts';

export const AT = epochMs(Date.UTC(2026, 10, 22, 18, 5, 9));

export const EVIDENCE: Evidence = {
  primary: 'unhealthy',
  primarySince: AT,
  answersUs: false,
  secondary: 'healthy',
  served: 'secondary',
  switched: 'secondary',
  isSwitchOurs: true,
  blind: false,
  healthyWindows: 100,
  outageSince: null,
};

export const HOLD: Hold = {
  kind: 'hold',
  by: 'ada',
  reason: 'a migration',
  since: AT,
  until: null,
};
export const MAINTENANCE: Hold = {
  ...HOLD,
  kind: 'maintenance',
  by: 'bob',
  reason: 'a new kernel',
  until: plusMs(AT, 3_600_000),
};

export const MOVED: News = {
  kind: 'moved',
  phase: 'on-secondary',
  reason: 'dns-confirmed',
  by: 'understudy',
  overridden: [],
  at: AT,
  claimedAt: null,
};

const {
  stayMs: _stay,
  withinMs: _within,
  switchCheckId: _check,
  badPages: _bad,
  ...planned
} = drill({ startedAt: AT });
const { expected, ...facts } = planned;
export const REPORT: DrillReport = {
  ...facts,
  endedAt: plusMs(AT, 60_000),
  outcome: 'passed',
  marks: {
    flipped: plusMs(AT, 1_000),
    checkers: plusMs(AT, 3_000),
    nameServers: plusMs(AT, 9_000),
    page: plusMs(AT, 12_400),
    restoring: plusMs(AT, 42_400),
    restored: plusMs(AT, 60_000),
  },
  rto: { expected, measuredMoveMs: 11_400 },
};
