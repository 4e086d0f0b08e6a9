import type { Script } from '../../core/rehearsal-script.ts';
import { type StagePace, usually } from '../pace.ts';
import { AT_ONCE_MS, bad, good, KILL, REVIVE, SEES, turn } from './steps.ts';

/** The failover function dies at the two worst moments. */
export function crash(pace: StagePace): Script {
  const usual = usually(pace);
  const failedBackMs = pace.stableForMs + usual.nextWindowMs + usual.switchGoneMs;
  return {
    name: 'crash',
    title: 'A dying failover function of {}',
    summary: 'the failover function dies twice; nothing is lost',
    story:
      'The failover function dies twice: in a drill, while visitors are on the secondary, and in an outage, between the saved intent and the switch. Another invocation is to find the record each time and to finish, so that nothing is lost.',
    policy: { failback: 'automatic' },
    mails: 'lead',
    steps: [
      turn('ordered', 'an operator orders a drill', {
        acts: [
          { kind: 'doom', moment: 'during-stay' },
          { kind: 'order', event: { action: 'drill', site: 'www.example.com', by: 'you' } },
        ],
      }),
      turn('drilling', "visitors get the secondary's page, for practice", {
        sees: [SEES.switched('secondary'), SEES.served('secondary'), SEES.page('secondary')],
        aboutMs: usual.switchSeenMs + 3 * AT_ONCE_MS,
      }),
      bad('died', "the drill's function dies; nobody is left to take visitors back", {
        sees: [SEES.crash('during-stay')],
        aboutMs: 2_000,
      }),
      turn('restoring', 'the window after it finds the drill in the record and ends it', {
        sees: [SEES.removed],
        aboutMs: pace.stayMs + 1_000,
      }),
      good('restored', 'every name server answers with the primary again', {
        sees: [SEES.served('primary'), SEES.page('primary')],
        aboutMs: usual.switchGoneMs,
      }),
      good('reported', 'the report of the drill is mailed all the same', {
        sees: [SEES.mail('drill-passed')],
        aboutMs: 1_000,
      }),
      bad('failure', 'the primary is killed', {
        acts: [{ kind: 'doom', moment: 'before-switch' }, KILL],
        notBefore: { step: 'reported', ms: pace.intervalMs },
      }),
      turn('alerted', 'the incident is opened and the mail is sent', {
        sees: [SEES.mail('outage-opened')],
        aboutMs: usual.detectMs,
      }),
      bad('died-again', 'the function dies: the intent is saved, the switch is not put', {
        sees: [SEES.crash('before-switch')],
        aboutMs: AT_ONCE_MS,
      }),
      turn('taken-up', 'the next invocation finds the intent: the switch is put', {
        sees: [SEES.put],
        aboutMs: usual.nextWindowMs,
      }),
      good('page-served', 'every name server answers with the secondary, DNS leads to its page', {
        sees: [SEES.served('secondary'), SEES.page('secondary')],
        aboutMs: AT_ONCE_MS,
      }),
      turn('primary-back', 'the primary is started again', {
        acts: [REVIVE],
        notBefore: { step: 'failure', ms: pace.cooldownMs * 1.2 },
      }),
      good('failed-back', 'every name server answers with the primary again', {
        sees: [SEES.switched('primary'), SEES.served('primary')],
        aboutMs: usual.recoverMs + failedBackMs,
      }),
      good('resolved', 'the incident is resolved and the mail is sent', {
        sees: [SEES.mail('outage-resolved')],
        aboutMs: usual.nextWindowMs,
      }),
    ],
    tally: {
      dnsChanges: 4,
      switchPuts: 2,
      mails: {
        'drill-started': 1,
        'drill-passed': 1,
        'outage-opened': 1,
        'moved-on-secondary': 1,
        'moved-on-primary': 1,
        'outage-resolved': 1,
      },
      drill: 'passed',
    },
    spans: [
      { from: 'died', to: 'restored', text: 'Visitors were back {} after the first death,' },
      {
        from: 'died-again',
        to: 'taken-up',
        text: 'and the failover went on {} after the second.',
      },
    ],
  };
}
