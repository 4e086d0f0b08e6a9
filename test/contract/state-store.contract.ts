import { initialFailoverState } from '../../lib/core/failover.ts';
import { NO_INCIDENT } from '../../lib/core/incident.ts';
import {
  type ControllerState,
  type MonitorState,
  StaleRecordError,
} from '../../lib/core/records.ts';
import { epochMs } from '../../lib/core/time.ts';
import type { ControllerStore, MonitorStore } from '../../lib/core/world.ts';

const AT = epochMs(1_760_000_000_000);
const SITE = 'www.example.com';

export const MONITOR_STATE: MonitorState = {
  health: {
    '203.0.113.10': { status: 'healthy', since: AT, run: { verdict: 'unhealthy', length: 2 } },
  },
  incident: NO_INCIDENT,
  lastWindowAt: AT,
  blind: false,
};

export const CONTROLLER_STATE: ControllerState = {
  failover: { ...initialFailoverState(AT), flips: [AT], held: true },
  untold: { phase: 'on-primary', reason: 'held' },
  verified: { at: AT, pass: 20, warn: 1, fail: 0, unknown: 0 },
};

type Stores = { readonly monitor: MonitorStore; readonly controller: ControllerStore };

/** What every pair of stores promises; each test gets empty ones. */
export const stateStoreContract = (name: string, makeStores: () => Promise<Stores>) =>
  describe(`the stores of ${name}`, () => {
    let stores: Stores;
    beforeEach(async () => {
      stores = await makeStores();
    });

    test('there is no record before the first save', async () => {
      expect(await stores.monitor.load(SITE)).toBeNull();
      expect(await stores.controller.load(SITE)).toBeNull();
    });

    test('what was saved is loaded, with the version that the save returned', async () => {
      const version = await stores.monitor.save(SITE, MONITOR_STATE, 0);
      expect(version).toBeGreaterThan(0);
      expect(await stores.monitor.load(SITE)).toEqual({ value: MONITOR_STATE, version });
    });

    test('the two kinds of record of one site do not mix', async () => {
      await stores.monitor.save(SITE, MONITOR_STATE, 0);
      expect(await stores.controller.load(SITE)).toBeNull();
      const version = await stores.controller.save(SITE, CONTROLLER_STATE, 0);
      expect(await stores.controller.load(SITE)).toEqual({ value: CONTROLLER_STATE, version });
    });

    test('the records of two sites do not mix', async () => {
      await stores.monitor.save(SITE, MONITOR_STATE, 0);
      expect(await stores.monitor.load('shop.example.com')).toBeNull();
    });

    test('a save over the loaded version succeeds and moves the version', async () => {
      const first = await stores.monitor.save(SITE, MONITOR_STATE, 0);
      const second = await stores.monitor.save(SITE, { ...MONITOR_STATE, health: {} }, first);
      expect(second).not.toBe(first);
      expect(await stores.monitor.load(SITE)).toEqual({
        value: { ...MONITOR_STATE, health: {} },
        version: second,
      });
    });

    test('a save over an older version is stale and changes nothing', async () => {
      const first = await stores.monitor.save(SITE, MONITOR_STATE, 0);
      const second = await stores.monitor.save(SITE, MONITOR_STATE, first);
      const late = stores.monitor.save(SITE, { ...MONITOR_STATE, health: {} }, first);
      await expect(late).rejects.toThrow(StaleRecordError);
      expect(await stores.monitor.load(SITE)).toEqual({ value: MONITOR_STATE, version: second });
    });

    test('a first save is stale when there is a record, and a later one when there is none', async () => {
      await expect(stores.controller.save(SITE, CONTROLLER_STATE, 3)).rejects.toThrow(
        StaleRecordError,
      );
      await stores.controller.save(SITE, CONTROLLER_STATE, 0);
      await expect(stores.controller.save(SITE, CONTROLLER_STATE, 0)).rejects.toThrow(
        StaleRecordError,
      );
    });

    test('of saves that race from one version exactly one wins', async () => {
      const version = await stores.controller.save(SITE, CONTROLLER_STATE, 0);
      const racers = Array.from({ length: 8 }, (_, index) => ({
        ...CONTROLLER_STATE,
        failover: initialFailoverState(epochMs(index)),
      }));
      const outcomes = await Promise.allSettled(
        racers.map((racer) => stores.controller.save(SITE, racer, version)),
      );
      const winners = outcomes.flatMap(({ status }, index) =>
        status === 'fulfilled' ? [racers[index]] : [],
      );
      expect(winners).toHaveLength(1);
      expect((await stores.controller.load(SITE))?.value).toEqual(winners[0]);
      const losers = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(losers.every(({ reason }) => reason instanceof StaleRecordError)).toBe(true);
    });

    test('changing a loaded value does not change what is stored', async () => {
      await stores.monitor.save(SITE, MONITOR_STATE, 0);
      const loaded = await stores.monitor.load(SITE);
      Object.assign(loaded?.value ?? {}, { lastWindowAt: null });
      expect((await stores.monitor.load(SITE))?.value).toEqual(MONITOR_STATE);
    });
  });
