import type { Script } from '../../core/rehearsal-script.ts';
import { type StagePace, usually } from '../pace.ts';
import { AT_ONCE_MS, good, SEES, turn } from './steps.ts';

/** A failover for practice on a good day. */
export function drill(pace: StagePace): Script {
  const { switchSeenMs, switchGoneMs } = usually(pace);
  return {
    name: 'drill',
    title: 'A drill of {}',
    summary: 'a failover and back on a good day, timed',
    story:
      'Nothing is wrong. An operator orders a drill: visitors are moved to the secondary and back, every moment of it is timed, and the report says how long they would wait on a bad day.',
    policy: {},
    mails: 'lead',
    steps: [
      turn('ordered', 'an operator orders a drill', {
        acts: [
          {
            kind: 'order',
            event: {
              action: 'drill',
              site: 'www.example.com',
              by: 'you',
              reason: 'a rehearsal on the laptop',
            },
          },
        ],
      }),
      turn('flipped', 'all is verified, so the switch is put', {
        sees: [SEES.put],
        aboutMs: 3 * AT_ONCE_MS,
      }),
      turn('announced', 'a mail says that this is a drill', {
        sees: [SEES.mail('drill-started')],
        aboutMs: AT_ONCE_MS,
      }),
      turn('checkers', "enough of Route 53's checkers see the switch", {
        sees: [SEES.check('switch', false)],
        aboutMs: switchSeenMs,
      }),
      turn('dns-changed', 'every name server answers with the secondary', {
        sees: [SEES.served('secondary')],
        aboutMs: AT_ONCE_MS,
      }),
      good('page-served', "DNS leads to the secondary's page", { sees: [SEES.page('secondary')] }),
      turn('restoring', 'visitors have stayed for a while: the switch is removed', {
        sees: [SEES.removed],
        aboutMs: pace.stayMs + 1_000,
      }),
      good('failed-back', 'every name server answers with the primary again', {
        sees: [SEES.served('primary'), SEES.page('primary')],
        aboutMs: switchGoneMs,
      }),
      good('reported', 'the drill is over, and its report is mailed', {
        sees: [SEES.mail('drill-passed')],
        aboutMs: 1_000,
      }),
    ],
    tally: {
      dnsChanges: 2,
      switchPuts: 1,
      mails: { 'drill-started': 1, 'drill-passed': 1 },
      drill: 'passed',
    },
    spans: [
      {
        from: 'flipped',
        to: 'page-served',
        text: "Who asked all the time got the secondary's page after {},",
      },
      { from: 'restoring', to: 'failed-back', text: 'and the primary again {} after the restore.' },
    ],
  };
}
