import type { Act, Report, ScriptStep, Sight } from '../../core/rehearsal-script.ts';
import type { Target } from '../../core/site.ts';
import { type StagePace, usually } from '../pace.ts';

type Details = Partial<Omit<ScriptStep, 'name' | 'text' | 'limitMs' | 'mood'>>;

/** A slow machine gets so much more, and one that is slow with everything a multiple. */
const LIMIT_MS_MIN = 20_000;
const LIMIT_TIMES_USUAL = 4;

const step = (
  mood: ScriptStep['mood'],
  name: string,
  text: string,
  { acts = [], sees = [], notBefore = null, aboutMs = 0 }: Details,
): ScriptStep => ({
  name,
  text,
  mood,
  acts,
  sees,
  notBefore,
  aboutMs,
  limitMs: LIMIT_MS_MIN + LIMIT_TIMES_USUAL * aboutMs,
});

/** Something gets worse. */
export const bad = (name: string, text: string, details: Details): ScriptStep =>
  step('bad', name, text, details);
/** Somebody acts. */
export const turn = (name: string, text: string, details: Details): ScriptStep =>
  step('strong', name, text, details);
/** Something gets better. */
export const good = (name: string, text: string, details: Details): ScriptStep =>
  step('good', name, text, details);

const reported = (report: Report): Sight => ({ kind: 'reported', report });

export const SEES = {
  detected: reported({ kind: 'detected' }),
  mail: (event: string) => reported({ kind: 'mail', event }),
  put: reported({ kind: 'switch', isPresent: true }),
  removed: reported({ kind: 'switch', isPresent: false }),
  failingVerification: reported({ kind: 'verification-fails' }),
  crash: (moment: 'before-switch' | 'during-stay') => reported({ kind: 'crash', moment }),
  served: (target: Target): Sight => ({ kind: 'served', target }),
  switched: (target: Target): Sight => ({ kind: 'switched', target }),
  page: (from: Target | 'broken'): Sight => ({ kind: 'page', from }),
  check: (check: 'endpoint' | 'switch', isHealthy: boolean): Sight => ({
    kind: 'check',
    check,
    isHealthy,
  }),
};

export const KILL: Act = { kind: 'kill-primary' };
export const REVIVE: Act = { kind: 'revive-primary' };

/** A moment's time for what happens at once. */
export const AT_ONCE_MS = 50;

/** How a day ends on which the primary is back for good: visitors go back, and people are told. */
export function theWayBack(pace: StagePace, resolved = 'resolved'): readonly ScriptStep[] {
  const { recoverMs, nextWindowMs, switchGoneMs } = usually(pace);
  return [
    good('failed-back', 'every name server answers with the primary again', {
      sees: [SEES.switched('primary'), SEES.served('primary')],
      aboutMs: recoverMs + pace.stableForMs + nextWindowMs + switchGoneMs,
    }),
    good(resolved, 'the incident is resolved and the mail is sent', {
      sees: [SEES.mail('outage-resolved')],
      aboutMs: nextWindowMs,
    }),
  ];
}
