import { NO_CONTROLLER_INCIDENTS } from '../../lib/core/alerts/controller-incidents.ts';
import type { AuditEntry } from '../../lib/core/audit.ts';
import { initialFailoverState } from '../../lib/core/failover.ts';
import {
  type ControllerState,
  type MonitorState,
  NO_SITE_INCIDENTS,
  StaleRecordError,
} from '../../lib/core/records.ts';
import { epochMs, plusMs } from '../../lib/core/time.ts';
import type { ControllerStore, MonitorStore, ReadHistory } from '../../lib/core/world.ts';
import { AUDIT_ENTRY, controllerState, DRILL, HOLD, NEWS } from '../fixtures/records.ts';
import { openSince } from '../support/incidents.ts';

const AT = epochMs(1_760_000_000_000);
const SITE = 'www.example.com';

export const MONITOR_STATE: MonitorState = {
  health: {
    '203.0.113.10': { status: 'healthy', since: AT, run: { verdict: 'unhealthy', length: 2 } },
  },
  incidents: NO_SITE_INCIDENTS,
  lastHealthyAt: AT,
  answers: { probes: 12, slow: 1, medianMs: 9.5 },
  certificate: null,
  lastWindowAt: AT,
  blind: false,
  healthyWindows: 7,
  configDigest: 'digest-1',
};

export const CONTROLLER_STATE: ControllerState = {
  ...controllerState(AT, { flips: [AT], cause: 'drill', hold: HOLD, drill: DRILL }),
  untold: [NEWS, { ...NEWS, kind: 'overridden', overridden: ['held'] }],
  disagreement: { kind: 'checkers-see-none', since: AT },
  verified: {
    at: AT,
    pass: 20,
    warn: 1,
    fail: 1,
    unknown: 0,
    failing: ['bucket.ours'],
    confirmed: ['bucket.ours'],
    told: ['bucket.ours'],
  },
  incidents: { ...NO_CONTROLLER_INCIDENTS, 'not-ready': openSince(AT) },
  acknowledged: { by: 'ada', reason: 'I am on it', at: AT, gravity: { 'not-ready': 2 } },
  seen: {
    at: AT,
    served: 'primary',
    secondary: 'healthy',
    checkers: { healthy: 15, total: 16, at: AT },
  },
};

const later = (ms: number, change: Partial<AuditEntry> = {}): AuditEntry => ({
  ...AUDIT_ENTRY,
  at: plusMs(AUDIT_ENTRY.at, ms),
  ...change,
});

type Stores = {
  readonly monitor: MonitorStore;
  readonly controller: ControllerStore;
  readonly readHistory: ReadHistory;
};

/** What all stores promise together; each test gets empty ones. */
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

    test('there is no history before something happened, nor of what was saved without entries', async () => {
      expect(await stores.readHistory(SITE, 10)).toEqual([]);
      await stores.controller.save(SITE, CONTROLLER_STATE, 0);
      await stores.monitor.save(SITE, MONITOR_STATE, 0);
      expect(await stores.readHistory(SITE, 10)).toEqual([]);
    });

    test('what was saved with a record is its history: newest first, the latest of them', async () => {
      const first = [later(0), later(0, { event: 'maintenance', words: 'we move, "quietly"' })];
      const second = [later(4_000, { event: 'failover-done', phase: 'on-secondary' })];
      const version = await stores.controller.save(SITE, CONTROLLER_STATE, 0, first);
      expect(await stores.controller.save(SITE, CONTROLLER_STATE, version, second)).toBe(
        version + 1,
      );
      const newestFirst = [...first, ...second].toReversed();
      expect(await stores.readHistory(SITE, 10)).toEqual(newestFirst);
      expect(await stores.readHistory(SITE, 2)).toEqual(newestFirst.slice(0, 2));
      expect((await stores.controller.load(SITE))?.value).toEqual(CONTROLLER_STATE);
    });

    test('entries that are equal are kept both', async () => {
      const version = await stores.controller.save(SITE, CONTROLLER_STATE, 0, [later(0)]);
      await stores.controller.save(SITE, CONTROLLER_STATE, version, [later(0), later(0)]);
      expect(await stores.readHistory(SITE, 10)).toEqual([later(0), later(0), later(0)]);
    });

    test('a stale save leaves no entry', async () => {
      const version = await stores.controller.save(SITE, CONTROLLER_STATE, 0, [later(0)]);
      for (const stale of [0, version + 1])
        await expect(
          stores.controller.save(SITE, CONTROLLER_STATE, stale, [later(9_000)]),
        ).rejects.toThrow(StaleRecordError);
      expect(await stores.readHistory(SITE, 10)).toEqual([later(0)]);
      expect((await stores.controller.load(SITE))?.version).toBe(version);
    });

    test('of saves that race exactly the entry of the winner is kept', async () => {
      const entries = Array.from({ length: 8 }, (_, index) => later(index));
      const outcomes = await Promise.allSettled(
        entries.map((entry) => stores.controller.save(SITE, CONTROLLER_STATE, 0, [entry])),
      );
      const winners = entries.filter((_, index) => outcomes[index]?.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      expect(await stores.readHistory(SITE, 10)).toEqual(winners);
    });

    test('the histories of two sites do not mix', async () => {
      const shop = later(0, { site: 'shop.example.com' });
      await stores.controller.save('shop.example.com', CONTROLLER_STATE, 0, [shop]);
      expect(await stores.readHistory(SITE, 10)).toEqual([]);
      expect(await stores.readHistory('shop.example.com', 10)).toEqual([shop]);
    });

    test('changing an entry that was read does not change what is stored', async () => {
      await stores.controller.save(SITE, CONTROLLER_STATE, 0, [later(0)]);
      Object.assign((await stores.readHistory(SITE, 1))[0] ?? {}, { by: 'somebody else' });
      expect(await stores.readHistory(SITE, 1)).toEqual([later(0)]);
    });
  });
