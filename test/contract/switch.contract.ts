import type { Switch, SwitchNote } from '../../lib/core/world.ts';

const SITE = 'www.example.com';
const NOTE: SwitchNote = {
  site: SITE,
  by: 'the failover function',
  at: '2026-11-22T03:00:00.000Z',
  reason: 'primary-unhealthy',
};

/** What every switch promises; each test gets one whose bucket is empty. */
export const switchContract = (name: string, makeSwitch: () => Promise<Switch>) =>
  describe(`the switch of ${name}`, () => {
    let flip: Switch;
    beforeEach(async () => {
      flip = await makeSwitch();
    });

    test('an absent switch reads as null', async () => {
      expect(await flip.read(SITE)).toBeNull();
    });

    test('a put switch holds its note', async () => {
      await flip.put(SITE, NOTE);
      expect(await flip.read(SITE)).toEqual(NOTE);
    });

    test('a second put changes nothing, so the first author stays', async () => {
      await flip.put(SITE, NOTE);
      await flip.put(SITE, { ...NOTE, by: 'somebody else' });
      expect(await flip.read(SITE)).toEqual(NOTE);
    });

    test('removing is done once and may be repeated', async () => {
      await flip.put(SITE, NOTE);
      await flip.remove(SITE);
      await flip.remove(SITE);
      expect(await flip.read(SITE)).toBeNull();
    });

    test('a removed switch can be put again, by another author', async () => {
      await flip.put(SITE, NOTE);
      await flip.remove(SITE);
      await flip.put(SITE, { ...NOTE, by: 'somebody else' });
      expect((await flip.read(SITE))?.by).toBe('somebody else');
    });

    test('each site has a switch of its own', async () => {
      await flip.put(SITE, NOTE);
      expect(await flip.read('example.com')).toBeNull();
    });
  });
