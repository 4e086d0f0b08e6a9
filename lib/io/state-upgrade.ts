import { HEALTHY_WINDOWS_MAX } from '../core/records.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Records of schema 1, as they would have been written today. They did not tell who held a site or
 * for how long, kept one piece of news at most, and the sites in them had long been armed.
 */
export function upgradeMonitor(schema: number, record: unknown): unknown {
  if (schema !== 1 || !isObject(record)) return record;
  return { blind: false, healthyWindows: HEALTHY_WINDOWS_MAX, ...record };
}

export function upgradeShard(schema: number, record: unknown): unknown {
  return schema === 1 && isObject(record) ? { broken: [], ...record } : record;
}

export function upgradeController(schema: number, record: unknown): unknown {
  if (schema !== 1 || !isObject(record) || !isObject(record.failover)) return record;
  const { held, ...failover } = record.failover;
  const hold = { kind: 'hold', by: 'unknown', reason: 'held by an earlier version', until: null };
  return {
    disagreement: null,
    ...record,
    failover: {
      cause: 'decision',
      overridden: [],
      drill: null,
      lastDrill: null,
      ...failover,
      hold: held === true ? { ...hold, since: failover.since } : null,
    },
    untold: upgradeNews(record.untold, failover.since),
  };
}

const upgradeNews = (untold: unknown, at: unknown): readonly unknown[] => {
  if (!isObject(untold)) return [];
  const kind = untold.reason === 'dns-confirmed' ? 'moved' : 'blocked';
  return [{ kind, by: 'understudy', overridden: [], at, claimedAt: null, ...untold }];
};

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
