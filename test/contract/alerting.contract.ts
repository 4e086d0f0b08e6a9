import type { Alarm, Parameter, Topic } from '../../lib/core/verify/snapshot.ts';
import type { ReadHeartbeat, ReadParameter, ReadTopic } from '../../lib/core/world.ts';

export const CONTRACT_PARAMETER = '/understudy/slack-webhook';

/** What is there to be read; null is not there. */
export type AlertingContents = {
  readonly topic: Topic | null;
  readonly parameter: Parameter | null;
  readonly heartbeat: Alarm | null;
};

type AlertingWorld = {
  readonly readTopic: ReadTopic;
  readonly readParameter: ReadParameter;
  readonly readHeartbeat: ReadHeartbeat;
};

/** What every reader of alerting promises, of a world that holds these things alone. */
export const alertingContract = (
  name: string,
  makeWorld: (contents: AlertingContents) => Promise<AlertingWorld>,
) =>
  describe(`who would be told, by ${name}`, () => {
    test('a topic without subscriptions, a parameter in the clear, and an alarm that tells nobody', async () => {
      const world = await makeWorld({
        topic: { subscriptions: [] },
        parameter: { isSecret: false },
        heartbeat: { state: 'insufficient-data', hasActions: false },
      });
      expect(await world.readTopic()).toEqual({ subscriptions: [] });
      expect(await world.readParameter(CONTRACT_PARAMETER)).toEqual({ isSecret: false });
      expect(await world.readHeartbeat()).toEqual({
        state: 'insufficient-data',
        hasActions: false,
      });
    });

    test('what is absent is null', async () => {
      const world = await makeWorld({ topic: null, parameter: null, heartbeat: null });
      expect(await world.readTopic()).toBeNull();
      expect(await world.readParameter(CONTRACT_PARAMETER)).toBeNull();
      expect(await world.readHeartbeat()).toBeNull();
    });

    test('confirmed and unconfirmed subscriptions are told apart, in their order', async () => {
      const topic: Topic = {
        subscriptions: [
          { protocol: 'email', endpoint: 'ops@example.com', isConfirmed: true },
          { protocol: 'email', endpoint: 'new@example.com', isConfirmed: false },
          {
            protocol: 'lambda',
            endpoint: 'arn:aws:lambda:eu-west-1:123456789012:function:slack',
            isConfirmed: true,
          },
        ],
      };
      const world = await makeWorld({ topic, parameter: null, heartbeat: null });
      expect(await world.readTopic()).toEqual(topic);
    });

    test('a secret is read as one, and another name is not there', async () => {
      const world = await makeWorld({
        topic: null,
        parameter: { isSecret: true },
        heartbeat: null,
      });
      expect(await world.readParameter(CONTRACT_PARAMETER)).toEqual({ isSecret: true });
      expect(await world.readParameter('/understudy/other')).toBeNull();
    });

    test.each<Alarm['state']>(['ok', 'alarm', 'insufficient-data'])(
      'an alarm in the state %s',
      async (state) => {
        const heartbeat = { state, hasActions: true };
        const world = await makeWorld({ topic: null, parameter: null, heartbeat });
        expect(await world.readHeartbeat()).toEqual(heartbeat);
      },
    );
  });
