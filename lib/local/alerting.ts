import type { Alarm, Parameter, Topic } from '../core/verify/snapshot.ts';
import type { ReadHeartbeat, ReadParameter, ReadTopic } from '../core/world.ts';

/** Who would be told: the topic, the parameters and the heartbeat alarm, to be changed in place. */
export type AlertingPlace = {
  readonly readTopic: ReadTopic;
  readonly readParameter: ReadParameter;
  readonly readHeartbeat: ReadHeartbeat;
  /** Null takes the topic away. */
  readonly setTopic: (topic: Topic | null) => void;
  /** Null takes the parameter away. */
  readonly setParameter: (name: string, parameter: Parameter | null) => void;
  /** Null takes the alarm away. */
  readonly setHeartbeat: (alarm: Alarm | null) => void;
};

/** What there is at first; a parameter that is not named does not exist. */
export type AlertingStart = {
  readonly topic: Topic | null;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly heartbeat: Alarm | null;
};

/** A topic with one confirmed subscriber, no parameter, and an alarm that is quiet and tells somebody. */
export const ALERTING_AS_IT_SHOULD_BE: AlertingStart = {
  topic: {
    subscriptions: [{ protocol: 'email', endpoint: 'ops@example.com', isConfirmed: true }],
  },
  parameters: {},
  heartbeat: { state: 'ok', hasActions: true },
};

/** Everything is in memory; what is read is a copy, so that nobody changes it by reading. */
export function makeAlerting(start: AlertingStart = ALERTING_AS_IT_SHOULD_BE): AlertingPlace {
  let topic = structuredClone(start.topic);
  let heartbeat = structuredClone(start.heartbeat);
  const parameters = new Map<string, Parameter | null>(Object.entries(start.parameters));
  return {
    readTopic: async () => structuredClone(topic),
    readParameter: async (name) => structuredClone(parameters.get(name) ?? null),
    readHeartbeat: async () => structuredClone(heartbeat),
    setTopic: (next) => {
      topic = structuredClone(next);
    },
    setParameter: (name, parameter) => {
      parameters.set(name, structuredClone(parameter));
    },
    setHeartbeat: (next) => {
      heartbeat = structuredClone(next);
    },
  };
}
