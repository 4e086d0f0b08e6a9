import type { Site } from '../../core/site.ts';
import { namesBeside } from '../../core/verify/names-beside.ts';
import type {
  ListHealthChecks,
  ReadHeartbeat,
  ReadRecords,
  ReadTopic,
  ReadZone,
} from '../../core/world.ts';

type SharedReads = {
  readonly readZone: ReadZone;
  readonly readRecords: ReadRecords;
  readonly listHealthChecks: ListHealthChecks;
  readonly readTopic: ReadTopic;
  readonly readChatTopic: ReadTopic | null;
  readonly readEscalationTopic: ReadTopic | null;
  readonly readHeartbeat: ReadHeartbeat;
};

/**
 * The same reads for all sites of one request: a zone is listed once for all of its sites, and so are
 * the account's health checks. A zone is in one account, which sites.yml names by the zone's name. A read
 * that fails fails for all of them. Made anew for every request.
 */
export function shareReads<Deps extends SharedReads>(deps: Deps, sites: readonly Site[]): Deps {
  const zoneNames = new Map<string, string>();
  const readZone: ReadZone = perKey(async (name) => {
    const zone = await deps.readZone(name);
    zoneNames.set(zone.id, zone.name);
    return zone;
  });
  const listZone = perKey((zoneId: string) =>
    deps.readRecords(zoneId, namesIn(zoneNames.get(zoneId) ?? null, sites)),
  );
  const readRecords: ReadRecords = async (zoneId, names) => {
    const records = await listZone(zoneId);
    return records.filter(({ name }) => names.includes(name));
  };
  return {
    ...deps,
    readZone,
    readRecords,
    listHealthChecks: once(deps.listHealthChecks),
    readTopic: once(deps.readTopic),
    readChatTopic: onceIfThere(deps.readChatTopic),
    readEscalationTopic: onceIfThere(deps.readEscalationTopic),
    readHeartbeat: once(deps.readHeartbeat),
  };
}

const once = <Value>(ask: () => Promise<Value>): (() => Promise<Value>) => {
  const asked = perKey(ask);
  return () => asked('the only one');
};

const onceIfThere = (read: ReadTopic | null): ReadTopic | null =>
  read === null ? null : once(read);

/** The names that matter to the sites of one zone. */
const namesIn = (zoneName: string | null, sites: readonly Site[]): readonly string[] => [
  ...new Set(
    sites
      .filter(({ hostedZone }) => zoneName === null || hostedZone === zoneName)
      .flatMap((site) => [site.name, ...namesBeside(site)]),
  ),
];

/** Asks once for each key; whoever asks again gets the first answer, or its failure. */
function perKey<Key, Value>(ask: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const answers = new Map<Key, Promise<Value>>();
  return (key) => {
    const answer = answers.get(key) ?? ask(key);
    answers.set(key, answer);
    return answer;
  };
}
