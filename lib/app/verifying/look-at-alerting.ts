import type { Alerts } from '../../core/alerts/alerts.ts';
import type { Alerting } from '../../core/verify/snapshot.ts';
import type { ReadHeartbeat, ReadParameter, ReadTopic } from '../../core/world.ts';
import { tryLook } from '../look.ts';

export type AlertingDeps = {
  readonly readTopic: ReadTopic;
  /** Null where sites.yml wants no such topic. */
  readonly readChatTopic: ReadTopic | null;
  readonly readEscalationTopic: ReadTopic | null;
  readonly readParameter: ReadParameter;
  readonly readHeartbeat: ReadHeartbeat;
};

/** Who would be told, and whether the secrets are where they should be. */
export async function lookAtAlerting(deps: AlertingDeps, alerts: Alerts): Promise<Alerting> {
  const topicLook = async (read: ReadTopic | null) =>
    read === null ? null : tryLook(() => read());
  const parameterLook = async (name: string | null) =>
    name === null ? null : tryLook(() => deps.readParameter(name));
  const [topic, heartbeat, slackParameter, deadManParameter, chatTopic, escalationTopic] =
    await Promise.all([
      tryLook(() => deps.readTopic()),
      tryLook(() => deps.readHeartbeat()),
      parameterLook(alerts.slack?.parameter ?? null),
      parameterLook(alerts.deadManParameter),
      topicLook(deps.readChatTopic),
      topicLook(deps.readEscalationTopic),
    ]);
  return { topic, heartbeat, slackParameter, deadManParameter, chatTopic, escalationTopic };
}
