import {
  claim,
  type Incident,
  type IncidentEvent,
  NO_INCIDENT,
  told,
  unclaim,
} from '../../core/alerts/incident.ts';
import type { EpochMs } from '../../core/time.ts';
import type { Log, Message, Now, Publish } from '../../core/world.ts';

export type TellDueDeps = {
  readonly now: Now;
  readonly log: Log;
  readonly publish: Publish;
  /** To those who are told when nobody acknowledges; null: there are none. */
  readonly escalate: Publish | null;
};

type Next = (incident: Incident) => Incident;

/** One incident, and the record that it is kept in. */
export type TellTask = {
  /** Whose incident it is; for the log. */
  readonly site: string;
  readonly incident: () => Incident;
  /** What people have to be told of it at that moment. */
  readonly due: (incident: Incident, now: EpochMs) => IncidentEvent | 'forget' | null;
  readonly gravity: () => number;
  readonly message: (event: IncidentEvent) => Message;
  /**
   * Writes the record, or rejects: then nothing is sent because of it. A shard's record does not reject: that the
   * monitor is blind is better told twice than not at all.
   */
  readonly write: (next: Next) => Promise<void>;
  /** Writes what has happened already, also on top of what others wrote meanwhile. */
  readonly insist: (next: Next) => Promise<void>;
};

/**
 * Tells all that is due of one incident. A message is claimed in the record before it is sent, so that of two
 * windows that overlap one sends it, and counts as told once the service accepted it. What cannot be sent stays
 * due and never stops anything else.
 */
export async function tellDue(deps: TellDueDeps, task: TellTask): Promise<void> {
  for (;;) {
    const at = deps.now();
    const event = task.due(task.incident(), at);
    if (event === null) return;
    const before = claimOf(task.incident());
    const isOurs = await take(task, event, at);
    if (isOurs && event !== 'forget' && !(await sendClaimed(deps, task, event, before))) return;
    if (!isOurs) return;
  }
}

/** False when somebody else has it in hand, or it is not due any more. */
async function take(task: TellTask, event: IncidentEvent | 'forget', at: EpochMs) {
  let isOurs = false;
  await task.write((incident) => {
    isOurs = task.due(incident, at) === event;
    if (!isOurs) return incident;
    return event === 'forget' ? NO_INCIDENT : claim(incident, at);
  });
  return isOurs;
}

async function sendClaimed(
  deps: TellDueDeps,
  task: TellTask,
  event: IncidentEvent,
  before: EpochMs | null,
) {
  const claimed = task.incident();
  const gravity = task.gravity();
  const message = task.message(event);
  const about = { site: task.site, event: message.attributes.event };
  try {
    await publisherFor(deps, event, claimed)(message);
  } catch (error) {
    deps.log({ message: 'alert not sent', ...about, error: `${error}` });
    await task.insist((incident) =>
      isSame(incident, claimed) ? unclaim(incident, before) : incident,
    );
    return false;
  }
  deps.log({ message: 'alert sent', ...about });
  const at = deps.now();
  await task.insist((incident) =>
    isSame(incident, claimed) ? told(incident, event, gravity, at) : incident,
  );
  return true;
}

/**
 * Who was told because nobody acknowledged hears how it goes on, too: that it got worse, and that it is over. What
 * they get the others get as well (functions/aws/telling.ts).
 */
function publisherFor(
  { publish, escalate }: TellDueDeps,
  event: IncidentEvent,
  incident: Incident,
): Publish {
  if (escalate === null) return publish;
  const wasEscalated = incident.state !== 'none' && incident.told.escalatedAt !== null;
  const concernsAll = event === 'escalated' || (wasEscalated && event !== 'reminder');
  return concernsAll ? escalate : publish;
}

/** A claim of somebody who died, or null. */
const claimOf = (incident: Incident): EpochMs | null =>
  incident.state === 'none' ? null : incident.told.claimedAt;

/** The incident that the message was about, and no other that has begun since. */
const isSame = (one: Incident, other: Incident): boolean =>
  one.state !== 'none' && other.state !== 'none' && one.since === other.since;
