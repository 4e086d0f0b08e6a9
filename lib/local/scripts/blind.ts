import type { Script } from '../../core/rehearsal-script.ts';
import { type StagePace, usually } from '../pace.ts';
import { AT_ONCE_MS, bad, good, SEES, turn } from './steps.ts';

/** The monitor itself is cut off: it has to know that it knows nothing. */
export function blind(pace: StagePace): Script {
  const { recoverMs, nextWindowMs } = usually(pace);
  const unmoved = [SEES.switched('primary'), SEES.served('primary'), SEES.page('primary')];
  return {
    name: 'blind',
    title: 'A blind monitor on a good day of {}',
    summary: 'nothing answers the monitor; nobody is moved',
    story:
      "The monitor's own network fails: neither the primary nor the control pages of other owners answer it. Visitors notice nothing. Understudy is to say that it is blind, and to leave everything alone.",
    policy: { failback: 'automatic' },
    mails: 'lead',
    steps: [
      bad('cut-off', 'nothing answers the probes any more; visitors notice nothing', {
        acts: [{ kind: 'cut-off-prober' }],
      }),
      turn('blind', 'the controls do not answer either: one mail says blind', {
        sees: [SEES.mail('blind-opened')],
        aboutMs: pace.intervalMs + 3_000,
      }),
      good('unmoved', "a window later: nothing was flipped, DNS leads to the primary's page", {
        sees: unmoved,
        notBefore: { step: 'blind', ms: pace.windowMs * 1.5 },
        aboutMs: AT_ONCE_MS,
      }),
      turn('reconnected', "the monitor's network is mended", {
        acts: [{ kind: 'reconnect-prober' }],
      }),
      good('sees-again', 'the primary answers: one mail says so', {
        sees: [SEES.mail('blind-resolved')],
        aboutMs: recoverMs,
      }),
      good('still-well', 'a window later: no incident, no flip, the primary is served', {
        sees: unmoved,
        notBefore: { step: 'sees-again', ms: nextWindowMs },
        aboutMs: AT_ONCE_MS,
      }),
    ],
    tally: {
      dnsChanges: 0,
      switchPuts: 0,
      mails: { 'blind-opened': 1, 'blind-resolved': 1 },
      drill: null,
    },
    spans: [
      { from: 'cut-off', to: 'blind', text: 'The monitor said {} later that it was blind,' },
      {
        from: 'reconnected',
        to: 'sees-again',
        text: 'and {} after it was mended that it sees again.',
      },
    ],
  };
}
