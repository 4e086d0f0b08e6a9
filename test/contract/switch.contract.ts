import { switchKey } from '../../lib/core/switch-key.ts';
import type { Switch } from '../../lib/core/world.ts';
import { SWITCH_NOTE } from '../fixtures/records.ts';

const SITE = SWITCH_NOTE.site;
const UNTIL = { ...SWITCH_NOTE, by: 'somebody else', until: '2026-11-22T03:06:00.000Z' };

/** A switch whose bucket is empty, and a person with the right to put any object there. */
export type SwitchAndHand = {
  readonly flip: Switch;
  readonly putByHand: (key: string, body: string) => Promise<void>;
};

/** What every switch promises; each test gets one of its own. */
export const switchContract = (name: string, make: () => Promise<SwitchAndHand>) =>
  describe(`the switch of ${name}`, () => {
    let flip: Switch;
    let putByHand: SwitchAndHand['putByHand'];
    beforeEach(async () => {
      ({ flip, putByHand } = await make());
    });
    const tagNow = async () => (await flip.read(SITE))?.tag ?? 'nothing is there';

    test('an absent switch reads as null', async () => {
      expect(await flip.read(SITE)).toBeNull();
    });

    test('a put switch holds its note, and is ours', async () => {
      await flip.put(SITE, SWITCH_NOTE);
      expect(await flip.read(SITE)).toEqual({
        note: SWITCH_NOTE,
        isOurs: true,
        tag: expect.any(String),
      });
    });

    test('a note may say until when', async () => {
      await flip.put(SITE, UNTIL);
      expect((await flip.read(SITE))?.note).toEqual(UNTIL);
    });

    test('a second put changes nothing, so the first author stays', async () => {
      await flip.put(SITE, SWITCH_NOTE);
      const tag = await tagNow();
      await flip.put(SITE, UNTIL);
      expect(await flip.read(SITE)).toEqual({ note: SWITCH_NOTE, isOurs: true, tag });
    });

    test('removing is done once and may be repeated', async () => {
      await flip.put(SITE, SWITCH_NOTE);
      const tag = await tagNow();
      expect(await flip.remove(SITE, tag)).toBe(true);
      expect(await flip.read(SITE)).toBeNull();
      expect(await flip.remove(SITE, tag)).toBe(true);
      expect(await flip.read(SITE)).toBeNull();
    });

    test('what took the place of the object that was seen is not removed', async () => {
      await flip.put(SITE, SWITCH_NOTE);
      const stale = await tagNow();
      await flip.remove(SITE, stale);
      await flip.put(SITE, UNTIL);
      expect(await flip.remove(SITE, stale)).toBe(false);
      expect((await flip.read(SITE))?.note).toEqual(UNTIL);
      expect(await flip.remove(SITE, await tagNow())).toBe(true);
      expect(await flip.read(SITE)).toBeNull();
    });

    test('a removed switch can be put again, by another author', async () => {
      await flip.put(SITE, SWITCH_NOTE);
      await flip.remove(SITE, await tagNow());
      await flip.put(SITE, UNTIL);
      expect((await flip.read(SITE))?.note.by).toBe('somebody else');
    });

    test.each([
      ['as the README says', '{"reason":"by hand"}'],
      ['with a note like ours, but unsigned', JSON.stringify(SWITCH_NOTE)],
      ['without anything in it', ''],
    ])('an object that a person put %s is a switch, and is not ours', async (_name, body) => {
      await putByHand(switchKey(SITE), body);
      expect(await flip.read(SITE)).toMatchObject({ note: { by: 'unknown' }, isOurs: false });
      await flip.put(SITE, SWITCH_NOTE);
      expect((await flip.read(SITE))?.isOurs).toBe(false);
      expect(await flip.remove(SITE, await tagNow())).toBe(true);
      expect(await flip.read(SITE)).toBeNull();
    });

    test('an object that a person put over ours is left to that person', async () => {
      await flip.put(SITE, SWITCH_NOTE);
      const ours = await tagNow();
      await putByHand(switchKey(SITE), '{"reason":"by hand"}');
      expect(await flip.remove(SITE, ours)).toBe(false);
      expect((await flip.read(SITE))?.isOurs).toBe(false);
    });

    test('each site has a switch of its own', async () => {
      await flip.put(SITE, SWITCH_NOTE);
      expect(await flip.read('example.com')).toBeNull();
    });
  });
