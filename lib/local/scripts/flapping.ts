import type { Script, ScriptStep } from '../../core/rehearsal-script.ts';
import { type StagePace, usually } from '../pace.ts';
import { AT_ONCE_MS, bad, good, KILL, REVIVE, SEES, turn } from './steps.ts';

const RELAPSES = 2;

/** The primary dies and comes back again and again, each time as soon as Route 53 believes it. */
export function flapping(pace: StagePace): Script {
  const usual = usually(pace);
  const onSecondary = [SEES.switched('secondary'), SEES.served('secondary')];
  return {
    name: 'flapping',
    title: 'A flapping primary of {}',
    summary: 'it dies again and again; visitors are moved once',
    story:
      'The primary dies and comes back again and again. Route 53 alone would move visitors every time. Understudy is to move them once, hold them there with the switch, and take them back once.',
    // Longer than it stays up in between: what is shorter than the flapping would flap along.
    policy: {
      failback: 'automatic',
      stableForMs: Math.max(pace.stableForMs, 4 * pace.checkerIntervalMs),
    },
    mails: 'lead',
    steps: [
      bad('failure', 'the primary is killed', { acts: [KILL] }),
      turn('alerted', 'the incident is opened and the mail is sent', {
        sees: [SEES.mail('outage-opened')],
        aboutMs: usual.detectMs,
      }),
      turn('dns-changed', 'the switch is put, and every name server answers with the secondary', {
        sees: onSecondary,
        aboutMs: usual.switchSeenMs,
      }),
      bad('believed', "Route 53's own checkers believe it, too", {
        sees: [SEES.check('endpoint', false)],
        aboutMs: usual.endpointDeadMs - usual.detectMs - usual.switchSeenMs,
      }),
      ...Array.from({ length: RELAPSES }, (_, index) => relapse(pace, index + 1)).flat(),
      turn('primary-back', 'the primary comes back, this time for good', { acts: [REVIVE] }),
      good('failed-back', 'it stays healthy: every name server answers with the primary again', {
        sees: [SEES.switched('primary'), SEES.served('primary')],
        aboutMs:
          usual.recoverMs + 4 * pace.checkerIntervalMs + usual.nextWindowMs + usual.switchGoneMs,
      }),
      good('resolved', 'the incident is resolved and the mail is sent', {
        sees: [SEES.mail('outage-resolved')],
        aboutMs: usual.nextWindowMs,
      }),
    ],
    tally: {
      dnsChanges: 2,
      switchPuts: 1,
      mails: {
        'outage-opened': 1,
        'moved-on-secondary': 1,
        'moved-on-primary': 1,
        'outage-resolved': 1,
      },
      drill: null,
    },
    spans: [
      {
        from: 'failure',
        to: 'primary-back',
        text: `The primary died ${RELAPSES + 1} times in {},`,
      },
      { from: 'failure', to: 'dns-changed', text: 'and visitors were moved once, after {},' },
      { from: 'primary-back', to: 'failed-back', text: 'and back once, {} after its last return.' },
    ],
  };

  function relapse({ checkerIntervalMs }: StagePace, number: number): readonly ScriptStep[] {
    return [
      turn(`back-${number}`, 'the primary comes back', { acts: [REVIVE] }),
      good(`held-${number}`, 'Route 53 alone would go back now; DNS still says secondary', {
        sees: [SEES.check('endpoint', true), ...onSecondary],
        aboutMs: usual.endpointBackMs,
      }),
      bad(`dead-${number}`, 'the primary dies again', { acts: [KILL] }),
      bad(`again-${number}`, "Route 53's checkers believe it again", {
        sees: [SEES.check('endpoint', false), ...onSecondary],
        aboutMs: checkerIntervalMs * 2.9 + AT_ONCE_MS,
      }),
    ];
  }
}
