import type { Script } from '../../core/rehearsal-script.ts';
import { type StagePace, usually } from '../pace.ts';
import { AT_ONCE_MS, bad, good, KILL, REVIVE, SEES, theWayBack, turn } from './steps.ts';

/** The primary dies and comes back. */
export function outage(pace: StagePace): Script {
  const { detectMs, switchSeenMs } = usually(pace);
  return {
    name: 'outage',
    title: 'A bad day of {}',
    summary: 'the primary dies, and later it is back',
    story:
      'The primary dies. Visitors are to get the secondary, people are to be told, and once the primary is back for good, visitors are to go back.',
    policy: { failback: 'automatic' },
    mails: 'whole',
    steps: [
      bad('failure', 'the primary is killed: connections to it are refused', { acts: [KILL] }),
      bad('detected', 'fresh connections confirm it: the primary is unhealthy', {
        sees: [SEES.detected],
        aboutMs: detectMs,
      }),
      turn('alerted', 'the incident is opened and the mail is sent', {
        sees: [SEES.mail('outage-opened')],
        aboutMs: AT_ONCE_MS,
      }),
      turn('dns-changed', 'every name server answers with the secondary', {
        // Route 53 would get there alone, later; and nobody would hold it there.
        sees: [SEES.switched('secondary'), SEES.served('secondary')],
        aboutMs: switchSeenMs,
      }),
      good('page-served', "DNS leads to the secondary's page", { sees: [SEES.page('secondary')] }),
      turn('primary-back', 'the primary is started again', {
        acts: [REVIVE],
        // Longer than the cooldown, so that the failback is not what waits for it.
        notBefore: { step: 'failure', ms: pace.cooldownMs * 1.2 },
      }),
      ...theWayBack(pace),
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
        to: 'page-served',
        text: "Visitors got the secondary's page {} after the failure,",
      },
      { from: 'primary-back', to: 'failed-back', text: 'and the primary {} after it came back.' },
    ],
  };
}
