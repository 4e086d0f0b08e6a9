import type { Script } from '../../core/rehearsal-script.ts';
import { type StagePace, usually } from '../pace.ts';
import { AT_ONCE_MS, bad, good, KILL, REVIVE, SEES, theWayBack, turn } from './steps.ts';

/** The secondary is broken when it is needed. */
export function secondaryBroken(pace: StagePace): Script {
  const usual = usually(pace);
  return {
    name: 'secondary-broken',
    title: 'A broken secondary on a bad day of {}',
    summary: 'the secondary is broken when the primary dies',
    story:
      "Somebody removes the policy of the secondary's bucket, so that its page answers 403. Then the primary dies. Understudy is to find it out beforehand, to refuse a failover to a broken page, to say so once, and to fail over as soon as the page is mended.",
    policy: { failback: 'automatic', bothUnhealthy: 'stay' },
    mails: 'lead',
    steps: [
      bad('page-broken', "the bucket's policy is removed: its page answers 403", {
        acts: [{ kind: 'break-page' }],
      }),
      turn('found', 'the verification finds it while nobody needs the secondary', {
        acts: [{ kind: 'order', event: { action: 'verify' } }],
        sees: [SEES.failingVerification],
        aboutMs: 2 * AT_ONCE_MS,
      }),
      bad('failure', 'nobody mends it, and the primary is killed', { acts: [KILL] }),
      turn('alerted', 'the incident is opened and the mail is sent', {
        sees: [SEES.mail('outage-opened')],
        aboutMs: usual.detectMs,
      }),
      bad('blocked', 'the failover is blocked, and a mail says why', {
        sees: [SEES.mail('blocked-opened')],
        aboutMs: AT_ONCE_MS,
      }),
      bad('left-alone', 'Route 53 moves visitors all the same, to a page that answers 403', {
        sees: [SEES.switched('primary'), SEES.served('secondary'), SEES.page('broken')],
        aboutMs: usual.endpointDeadMs - usual.detectMs,
      }),
      turn('page-mended', 'somebody reads the mail and puts the policy back', {
        acts: [{ kind: 'mend-page' }],
        // At least one more window looks, and says nothing again.
        notBefore: { step: 'blocked', ms: pace.windowMs * 1.5 },
      }),
      turn('failed-over', 'the next window finds it healthy: the switch is put', {
        sees: [SEES.put],
        aboutMs: usual.nextWindowMs,
      }),
      good('page-served', "DNS leads to the secondary's page", {
        sees: [SEES.served('secondary'), SEES.page('secondary')],
        aboutMs: AT_ONCE_MS,
      }),
      turn('primary-back', 'the primary is started again', {
        acts: [REVIVE],
        notBefore: { step: 'page-served', ms: pace.intervalMs },
      }),
      ...theWayBack(pace),
    ],
    tally: {
      dnsChanges: 2,
      switchPuts: 1,
      mails: {
        'outage-opened': 1,
        'blocked-opened': 1,
        'moved-on-secondary': 1,
        'moved-on-primary': 1,
        'outage-resolved': 1,
      },
      drill: null,
    },
    spans: [
      {
        from: 'failure',
        to: 'blocked',
        text: 'People knew {} after the failure that nobody is moved, and why,',
      },
      {
        from: 'page-mended',
        to: 'failed-over',
        text: 'and the failover came {} after the mending.',
      },
    ],
  };
}
