import { type TellTask, tellDue } from '../../../lib/app/telling/tell-due.ts';
import {
  type Incident,
  type IncidentEvent,
  NO_INCIDENT,
} from '../../../lib/core/alerts/incident.ts';
import { plusMs } from '../../../lib/core/time.ts';
import { NOON } from '../../support/fake-probe-world.ts';
import { openSince, untoldSince } from '../../support/incidents.ts';
import { messageOf } from '../../support/messages.ts';

/** A record of one incident, of which the opening is due, and what happens while it is sent. */
function recordOf(start: Incident) {
  const record = { incident: start };
  const write: TellTask['write'] = async (next) => {
    record.incident = next(record.incident);
  };
  const task: TellTask = {
    site: 'www.example.com',
    incident: () => record.incident,
    due: (incident) =>
      incident.state !== 'none' &&
      incident.told.openedAt === null &&
      incident.told.claimedAt === null
        ? 'opened'
        : null,
    gravity: () => 2,
    message: () => messageOf(),
    write,
    insist: write,
  };
  return { record, task };
}
const deps = (publish: () => Promise<void>) => ({
  now: () => NOON,
  log: () => undefined,
  publish,
  escalate: null,
});

test('what was sent about one incident says nothing of another that began meanwhile', async () => {
  const { record, task } = recordOf(untoldSince(plusMs(NOON, -60_000)));
  const other = openSince(NOON, { gravity: 1 });
  await tellDue(
    deps(async () => {
      record.incident = other;
    }),
    task,
  );
  expect(record.incident).toBe(other);
});

test('a message that is refused gives up the claim of its own incident alone', async () => {
  const { record, task } = recordOf(untoldSince(plusMs(NOON, -60_000)));
  const other = openSince(NOON, { claimedAt: NOON });
  await tellDue(
    deps(async () => {
      record.incident = other;
      throw new Error('refused');
    }),
    task,
  );
  expect(record.incident).toBe(other);
});

test('what somebody else took in hand meanwhile is left to them', async () => {
  let sent = 0;
  const { record, task } = recordOf(untoldSince(NOON));
  const write: TellTask['write'] = async (next) => {
    record.incident = next(NO_INCIDENT);
  };
  await tellDue(
    deps(async () => void sent++),
    { ...task, write },
  );
  expect(sent).toBe(0);
});

test.each([
  ['an escalation', 'escalated', null, ['others']],
  ['that it is over, once others were told', 'resolved', NOON, ['others']],
  ['that it got worse, once others were told', 'worse', NOON, ['others']],
  ['a reminder, which others need not have', 'reminder', NOON, ['the same']],
  ['that it is over, where others never heard of it', 'resolved', null, ['the same']],
] as const)('who hears of %s', async (_sentence, event, escalatedAt, expected) => {
  const sent: string[] = [];
  const { task } = recordOf(openSince(NOON, { escalatedAt }));
  let due: IncidentEvent | null = event;
  const once: TellTask = {
    ...task,
    due: () => due,
    insist: async () => {
      due = null;
    },
  };
  const telling = {
    ...deps(async () => void sent.push('the same')),
    escalate: async () => void sent.push('others'),
  };
  await tellDue(telling, once);
  expect(sent).toEqual(expected);
});

test('where others are to be told and there are none, the same people are', async () => {
  const sent: string[] = [];
  const { task } = recordOf(openSince(NOON));
  let due: IncidentEvent | null = 'escalated';
  const once: TellTask = {
    ...task,
    due: () => due,
    insist: async () => {
      due = null;
    },
  };
  await tellDue(
    deps(async () => void sent.push('the same')),
    once,
  );
  expect(sent).toEqual(['the same']);
});
