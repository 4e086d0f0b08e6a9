import { NO_CONTROLLER_INCIDENTS } from '../core/alerts/controller-incidents.ts';
import { NO_INCIDENT, NOTHING_TOLD } from '../core/alerts/incident.ts';
import { HEALTHY_WINDOWS_MAX, NO_SITE_INCIDENTS } from '../core/records.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Records of older schemas, as they would have been written today. Schema 1 did not tell who held a site
 * or for how long, kept one piece of news at most, and the sites in it had long been armed. Schema 2 did
 * not name the checks that failed, nor what the windows ran with. Schema 3 knew one class of incidents of a
 * site, and of a message about it whether it was sent.
 */
export function upgradeMonitor(schema: number, record: unknown): unknown {
  if (schema > 3 || !isObject(record)) return record;
  const first = schema === 1 ? { blind: false, healthyWindows: HEALTHY_WINDOWS_MAX } : {};
  const { incident, ...rest } = { ...first, configDigest: null, ...record } as Json;
  const incidents = { ...NO_SITE_INCIDENTS, outage: upgradeIncident(incident) };
  return { lastHealthyAt: null, answers: null, certificate: null, ...rest, incidents };
}

export function upgradeShard(schema: number, record: unknown): unknown {
  if (schema > 3 || !isObject(record)) return record;
  // Schema 3 did not say since when a record was broken: it is found again, and told once more.
  return { ...record, blindness: upgradeIncident(record.blindness), broken: {} };
}

/** What people knew of an incident was whether it had been told; when, is taken to be its beginning. */
function upgradeIncident(incident: unknown): unknown {
  if (!isObject(incident) || !('openedTold' in incident)) return incident;
  const { openedTold, ...rest } = incident;
  return { ...rest, told: openedTold === true ? toldAt(incident.since) : NOTHING_TOLD };
}

/** Nothing is graver: whoever knew of it is not told that it has become worse. */
const GRAVITY = 3;

const toldAt = (since: unknown): Json => ({
  ...NOTHING_TOLD,
  openedAt: since,
  latestAt: since,
  gravity: GRAVITY,
});

export function upgradeController(schema: number, record: unknown): unknown {
  if (schema > 3 || !isObject(record)) return record;
  const second = schema === 1 ? upgradeFirstController(record) : record;
  const verified = isObject(second.verified)
    ? { failing: [], told: [], ...second.verified }
    : second.verified;
  return upgradeThirdController({ ...second, verified });
}

/** What blocks a failover was news until schema 3; as an incident it is found again by the next evaluation. */
function upgradeThirdController(record: Json): Json {
  const { untold, verified, disagreement } = record;
  return {
    ...record,
    untold: Array.isArray(untold)
      ? untold.filter((news) => !isObject(news) || news.kind !== 'blocked')
      : untold,
    verified: isObject(verified) ? { ...verified, confirmed: verified.told } : verified,
    disagreement: isObject(disagreement)
      ? { kind: disagreement.kind, since: disagreement.since }
      : disagreement,
    incidents: {
      ...NO_CONTROLLER_INCIDENTS,
      drift: upgradeDisagreement(disagreement),
      'not-ready': upgradeVerified(verified),
    },
    acknowledged: null,
    seen: null,
  };
}

function upgradeDisagreement(disagreement: unknown): unknown {
  if (!isObject(disagreement)) return NO_INCIDENT;
  const { since, isTold } = disagreement;
  return { state: 'open', since, told: isTold === true ? toldAt(since) : NOTHING_TOLD };
}

/** Since when it failed was not written down: since it was last looked at, then. */
function upgradeVerified(verified: unknown): unknown {
  if (!isObject(verified) || !Array.isArray(verified.told) || verified.told.length === 0)
    return NO_INCIDENT;
  return { state: 'open', since: verified.at, told: toldAt(verified.at) };
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
