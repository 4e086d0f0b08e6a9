import type { Phase, Reason } from '../../../core/failover.ts';
import { type EpochMs, plusMs } from '../../../core/time.ts';
import { flipAlert } from '../flip-alert.ts';
import { evidenceSince } from './made-up.ts';
import { before, MINUTE_MS, type Sample, SECOND_MS, type Setting, sample } from './setting.ts';

/** A failover and a failback, by Understudy's decision and by order. */
export function movedSamples({ site, now }: Setting): readonly Sample[] {
  const moved = (phase: Phase, reason: Reason, at: EpochMs, cause: 'decision' | 'order') => {
    const isBack = phase === 'on-primary' || phase === 'failing-back';
    return flipAlert({
      site,
      phase,
      reason,
      cause,
      evidence: evidenceSince(before(at, 15 * SECOND_MS), {
        primary: isBack ? 'healthy' : 'unhealthy',
        ...(isBack ? { outageSince: null } : {}),
        served: served(phase, reason),
        switched: isBack ? 'primary' : 'secondary',
      }),
      at,
      now: plusMs(at, SECOND_MS),
    });
  };
  const later = plusMs(now, 40 * MINUTE_MS);
  return [
    sample(moved('on-secondary', 'dns-confirmed', now, 'decision')),
    sample(moved('on-secondary', 'dns-unconfirmed', plusMs(now, MINUTE_MS), 'decision'), 'half'),
    sample(moved('on-secondary', 'dns-confirmed', plusMs(now, 2 * MINUTE_MS), 'order'), 'by-order'),
    sample(moved('on-primary', 'dns-confirmed', later, 'order')),
  ];
}

const served = (phase: Phase, reason: Reason) =>
  phase === 'on-primary' ? 'primary' : reason === 'dns-unconfirmed' ? 'mixed' : 'secondary';
