import { HEALTHY_WINDOWS_MAX } from '../core/records.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Records of older schemas, as they would have been written today. Schema 1 did not tell who held a site
 * or for how long, kept one piece of news at most, and the sites in it had long been armed. Schema 2 did
 * not name the checks that failed, nor what the windows ran with.
 */
export function upgradeMonitor(schema: number, record: unknown): unknown {
  if (schema > 2 || !isObject(record)) return record;
  const first = schema === 1 ? { blind: false, healthyWindows: HEALTHY_WINDOWS_MAX } : {};
  return { ...first, configDigest: null, ...record };
}

export function upgradeShard(schema: number, record: unknown): unknown {
  return schema === 1 && isObject(record) ? { broken: [], ...record } : record;
}

export function upgradeController(schema: number, record: unknown): unknown {
  if (schema > 2 || !isObject(record)) return record;
  const second = schema === 1 ? upgradeFirstController(record) : record;
  if (!isObject(second.verified)) return second;
  return { ...second, verified: { failing: [], told: [], ...second.verified } };
}

function upgradeFirstController(record: Json): Json {
  if (!isObject(record.failover)) return record;
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
