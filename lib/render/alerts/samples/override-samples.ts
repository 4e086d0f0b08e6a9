import type { News } from '../../../core/alerts/news.ts';
import { plusMs } from '../../../core/time.ts';
import { overrideAlert } from '../override-alert.ts';
import { evidenceSince, SOMEBODY } from './made-up.ts';
import { before, MINUTE_MS, type Sample, SECOND_MS, type Setting, sample } from './setting.ts';

/** Somebody knows better than the rules. */
export function overrideSamples({ site, now }: Setting): readonly Sample[] {
  const overridden = (change: Partial<News>, afterMs: number) => {
    const at = plusMs(now, afterMs);
    return overrideAlert({
      site,
      news: {
        kind: 'overridden',
        phase: 'failing-over',
        reason: 'ordered',
        by: SOMEBODY,
        overridden: ['cooling-down'],
        at,
        claimedAt: null,
        ...change,
      },
      evidence: evidenceSince(before(at, 3 * MINUTE_MS)),
      now: plusMs(at, SECOND_MS),
    });
  };
  return [
    sample(overridden({ overridden: ['cooling-down', 'secondary-not-healthy'] }, 0)),
    sample(overridden({ phase: 'failing-back', overridden: ['primary-not-healthy'] }, MINUTE_MS)),
    sample(
      overridden(
        {
          phase: 'failing-back',
          reason: 'switched-by-hand',
          by: 'a person, past Understudy',
          overridden: ['primary-not-healthy'],
        },
        2 * MINUTE_MS,
      ),
      'by-hand',
    ),
    sample(overridden({ reason: 'drill' }, 3 * MINUTE_MS)),
  ];
}
