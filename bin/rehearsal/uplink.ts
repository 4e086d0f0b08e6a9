import type { OpenProber } from '../../lib/core/world.ts';

/** The probe function's way to the world, which can be cut: then kept connections are dead, too. */
export type Uplink = {
  readonly openProber: OpenProber;
  readonly setCut: (isCut: boolean) => void;
};

export function makeUplink(ways: {
  readonly world: OpenProber;
  readonly nowhere: OpenProber;
}): Uplink {
  let isCut = false;
  return {
    setCut: (next) => {
      isCut = next;
    },
    openProber: () => {
      const [world, nowhere] = [ways.world(), ways.nowhere()];
      return {
        probe: (endpoint, options) => (isCut ? nowhere : world).probe(endpoint, options),
        close: async () => {
          await Promise.all([world.close(), nowhere.close()]);
        },
      };
    },
  };
}
