import {
  GetHealthCheckCommand,
  GetHealthCheckStatusCommand,
  GetHostedZoneCommand,
  type HostedZone,
  ListHostedZonesByNameCommand,
  type ListHostedZonesByNameRequest,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsRequest,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import type { HealthCheck, RecordSet } from '../core/verify/snapshot.ts';
import type { ReadCheckers, ReadHealthCheck, ReadRecords, ReadZone } from '../core/world.ts';
import { type CallOptions, callAws } from './aws-call.ts';
import { type AwsCall, whenCode } from './aws-errors.ts';
import type { CallPace } from './call-pace.ts';
import { plainName, toCheckerObservation, toHealthCheck, toRecordSet } from './route53-parse.ts';

/** The zone or the name is not what the configuration believes: no answer would be about the right thing. */
export class ZoneError extends Error {
  override readonly name = 'ZoneError';
}

/** Route 53 went on and on; nothing real has so many entries at one name. */
export class TooManyPagesError extends Error {
  override readonly name = 'TooManyPagesError';
  constructor(what: string) {
    super(`${what} has more than ${PAGES_MAX} pages of entries in Route 53`);
  }
}

/** Finds the one public zone of that name, and its name servers. */
export const makeReadZone =
  (client: Route53Client, pace: CallPace): ReadZone =>
  async (zoneName) => {
    const name = plainName(zoneName);
    const zones = (await readZonesNamed(client, pace, name)).filter(
      ({ Config }) => Config?.PrivateZone !== true,
    );
    const id = onlyZone(name, zones).Id?.replace(/^\/hostedzone\//, '') ?? '';
    const answer = await paced(pace, { action: 'route53:GetHostedZone', on: zone(id) }, (options) =>
      client.send(new GetHostedZoneCommand({ Id: id }), options),
    );
    return { id, name, nameServers: (answer.DelegationSet?.NameServers ?? []).map(plainName) };
  };

/** Reads the records at exactly this name. Route 53 lists from a point on, so the next name ends it. */
export const makeReadRecords =
  (client: Route53Client, pace: CallPace): ReadRecords =>
  async (zoneId, recordName) => {
    const name = plainName(recordName);
    const call = { action: 'route53:ListResourceRecordSets', on: zone(zoneId) };
    return readPages<RecordSet, Partial<ListResourceRecordSetsRequest>>(
      `the name ${name}`,
      { StartRecordName: name },
      async (from) => {
        const request = new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, ...from });
        const answer = await paced(pace, call, (options) => client.send(request, options));
        const sets = (answer.ResourceRecordSets ?? []).map(toRecordSet);
        const goesOn = answer.IsTruncated === true && plainName(answer.NextRecordName) === name;
        return {
          items: sets.filter((set) => set.name === name),
          next: goesOn
            ? {
                StartRecordName: answer.NextRecordName,
                StartRecordType: answer.NextRecordType,
                StartRecordIdentifier: answer.NextRecordIdentifier,
              }
            : null,
        };
      },
    );
  };

/** Reads how a health check is configured. */
export const makeReadHealthCheck =
  (client: Route53Client, pace: CallPace): ReadHealthCheck =>
  async (id) =>
    paced<Omit<HealthCheck, 'checkers'> | null>(
      pace,
      { action: 'route53:GetHealthCheck', on: `health check ${id}` },
      async (options) => {
        const answer = await client.send(new GetHealthCheckCommand({ HealthCheckId: id }), options);
        return toHealthCheck(id, answer.HealthCheck?.HealthCheckConfig);
      },
    ).catch(whenCode('NoSuchHealthCheck', null));

/**
 * Asks what each checker last saw; an inverted check is not turned round here. AWS means it for
 * diagnosis, not for frequent calls, and refuses it for a CALCULATED check:
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHealthCheckStatus.html
 */
export const makeReadCheckers =
  (client: Route53Client, pace: CallPace): ReadCheckers =>
  async (id) => {
    const request = new GetHealthCheckStatusCommand({ HealthCheckId: id });
    const call = { action: 'route53:GetHealthCheckStatus', on: `health check ${id}` };
    const answer = await paced(pace, call, (options) => client.send(request, options));
    return (answer.HealthCheckObservations ?? []).map(toCheckerObservation);
  };

const PAGES_MAX = 20;

/** Waiting for a turn and every repetition count against it. */
const ROUTE53_CALL_MS_MAX = 20_000;

const paced = <T>(
  pace: CallPace,
  call: AwsCall,
  attempt: (options: CallOptions) => Promise<T>,
): Promise<T> =>
  callAws(
    call,
    (options) => pace(() => attempt(options), options.abortSignal),
    AbortSignal.timeout(ROUTE53_CALL_MS_MAX),
  );

const readZonesNamed = (
  client: Route53Client,
  pace: CallPace,
  name: string,
): Promise<readonly HostedZone[]> =>
  readPages<HostedZone, ListHostedZonesByNameRequest>(
    `the zone name ${name}`,
    { DNSName: name },
    async (from) => {
      const call = { action: 'route53:ListHostedZonesByName', on: `zones named ${name}` };
      const request = new ListHostedZonesByNameCommand(from);
      const answer = await paced(pace, call, (options) => client.send(request, options));
      const goesOn = answer.IsTruncated === true && plainName(answer.NextDNSName) === name;
      return {
        items: (answer.HostedZones ?? []).filter(({ Name }) => plainName(Name) === name),
        next: goesOn
          ? { DNSName: answer.NextDNSName, HostedZoneId: answer.NextHostedZoneId }
          : null,
      };
    },
  );

async function readPages<Item, From>(
  what: string,
  first: From,
  readPage: (
    from: From,
  ) => Promise<{ readonly items: readonly Item[]; readonly next: From | null }>,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let from: From | null = first;
  for (let pages = 0; from !== null; pages += 1) {
    if (pages === PAGES_MAX) throw new TooManyPagesError(what);
    const page = await readPage(from);
    found.push(...page.items);
    from = page.next;
  }
  return found;
}

function onlyZone(name: string, zones: readonly HostedZone[]): HostedZone {
  const [first, second] = zones;
  if (first === undefined)
    throw new ZoneError(`there is no public hosted zone named ${name} in this account`);
  if (second === undefined) return first;
  const ids = zones.map(({ Id }) => Id?.replace(/^\/hostedzone\//, '')).join(', ');
  throw new ZoneError(
    `there are ${zones.length} public hosted zones named ${name} (${ids}): delete the ones that the registrar does not delegate to`,
  );
}

const zone = (id: string): string => `zone ${id}`;
