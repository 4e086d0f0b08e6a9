import type { Message, Publish } from '../../lib/core/world.ts';
import { outageMessage } from '../fixtures/message.ts';

const MESSAGE = outageMessage();

type PublishWorld = {
  readonly publish: Publish;
  readonly received: () => Promise<readonly Message[]>;
};

/** What every way to publish promises; each test starts with nothing received. */
export const publishContract = (name: string, makeWorld: () => Promise<PublishWorld>) =>
  describe(`publishing with ${name}`, () => {
    test('a message arrives with all that is in it', async () => {
      const world = await makeWorld();
      await world.publish(MESSAGE);
      expect(await world.received()).toEqual([MESSAGE]);
    });

    test('every message arrives, equal ones too', async () => {
      const world = await makeWorld();
      await world.publish(MESSAGE);
      await world.publish(MESSAGE);
      expect(await world.received()).toHaveLength(2);
    });
  });
