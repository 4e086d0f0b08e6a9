import type { Script } from '../../core/rehearsal-script.ts';
import { type StagePace, usually } from '../pace.ts';
import { AT_ONCE_MS, bad, good, KILL, REVIVE, SEES, theWayBack, turn } from './steps.ts';

/** Neither target is healthy: two acts, one for each policy. */
export function bothDown(pace: StagePace): Script {
  const usual = usually(pace);
  return {
    name: 'both-down',
    title: 'Both targets of {} down together, twice',
    summary: 'both are down together, under either policy',
    story:
      'Both are down at once, twice. Under bothUnhealthy: stay Understudy is to touch nothing and to say so. Under bothUnhealthy: secondary it is to put the switch all the same, for a secondary that is mended first.',
    policy: { failback: 'automatic', bothUnhealthy: 'stay' },
    mails: 'lead',
    steps: [
      bad('both-down', "stay: the primary is killed, the secondary's page answers 403", {
        acts: [{ kind: 'break-page' }, KILL],
      }),
      turn('alerted', 'the incident is opened and the mail is sent', {
        sees: [SEES.mail('outage-opened')],
        aboutMs: usual.detectMs,
      }),
      bad('blocked', 'the failover is blocked, and a mail says why', {
        sees: [SEES.mail('blocked-opened')],
        aboutMs: AT_ONCE_MS,
      }),
      bad('moved-alone', 'Route 53 moves visitors by itself; Understudy puts no switch', {
        sees: [SEES.switched('primary'), SEES.served('secondary'), SEES.page('broken')],
        aboutMs: usual.endpointDeadMs - usual.detectMs,
      }),
      turn('primary-back', 'the primary is started again', { acts: [REVIVE] }),
      good('gone-back', 'no switch holds visitors: Route 53 goes back by itself', {
        sees: [SEES.served('primary'), SEES.page('primary')],
        aboutMs: usual.endpointBackMs,
      }),
      good('resolved', 'the incident is resolved and the mail is sent', {
        sees: [SEES.mail('outage-resolved')],
        aboutMs: AT_ONCE_MS,
      }),
      turn('deployed', 'bothUnhealthy: secondary is deployed', {
        acts: [{ kind: 'deploy', policy: { bothUnhealthy: 'secondary' } }],
      }),
      bad('both-down-2', 'the primary is killed again; the page still answers 403', {
        acts: [KILL],
      }),
      turn('failed-over', 'the switch is put, although the secondary is unhealthy', {
        sees: [SEES.put],
        aboutMs: usual.detectMs,
      }),
      bad('dns-changed', 'DNS leads to the secondary, which answers 403', {
        sees: [SEES.served('secondary'), SEES.page('broken')],
        aboutMs: usual.switchSeenMs,
      }),
      turn('page-mended', 'the secondary is mended first', {
        acts: [{ kind: 'mend-page' }],
        notBefore: { step: 'both-down-2', ms: pace.cooldownMs * 0.7 },
      }),
      good('page-served', "visitors get the secondary's page at once", {
        sees: [SEES.page('secondary')],
        aboutMs: AT_ONCE_MS,
      }),
      turn('back-again', 'the primary is started again', {
        acts: [REVIVE],
        notBefore: { step: 'both-down-2', ms: pace.cooldownMs },
      }),
      ...theWayBack(pace, 'resolved-2'),
    ],
    tally: {
      dnsChanges: 4,
      switchPuts: 1,
      mails: {
        'outage-opened': 2,
        'blocked-opened': 1,
        'moved-on-secondary': 1,
        'moved-on-primary': 1,
        'outage-resolved': 2,
      },
      drill: null,
    },
    spans: [
      { from: 'primary-back', to: 'gone-back', text: 'Under stay, visitors were back after {};' },
      {
        from: 'page-mended',
        to: 'page-served',
        text: 'under secondary, they had the mended page after {}.',
      },
    ],
  };
}
