import {
  GetHealthCheckStatusCommand,
  GetHostedZoneCommand,
  type HostedZone,
  ListHealthChecksCommand,
  type ListHealthChecksRequest,
  ListHostedZonesByNameCommand,
  type ListHostedZonesByNameRequest,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsRequest,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import type { HealthCheck, RecordSet } from '../core/verify/snapshot.ts';
import type { ListHealthChecks, ReadCheckers, ReadRecords, ReadZone } from '../core/world.ts';
import type { CallPace } from './call-pace.ts';
import { paced, readPages, zoneText } from './route53-call.ts';
import {
  plainName,
  toAcceleratedRecovery,
  toCheckerObservation,
  toHealthCheck,
  toRecordSet,
} from './route53-parse.ts';

/** The zone or the name is not what the configuration believes: no answer would be about the right thing. */
export class ZoneError extends Error {
  override readonly name = 'ZoneError';
}

/** The most that Route 53 gives at once (API_ListResourceRecordSets, API_ListHealthChecks). */
const RECORDS_A_PAGE = 300;
const HEALTH_CHECKS_A_PAGE = 1_000;

/** Finds the one public zone of that name, and its name servers. */
export const makeReadZone =
  (client: Route53Client, pace: CallPace): ReadZone =>
  async (zoneName) => {
    const name = plainName(zoneName);
    const zones = (await readZonesNamed(client, pace, name)).filter(
      ({ Config }) => Config?.PrivateZone !== true,
    );
    const id = onlyZone(name, zones).Id?.replace(/^\/hostedzone\//, '') ?? '';
    const call = { action: 'route53:GetHostedZone', on: zoneText(id) };
    const answer = await paced(pace, call, (options) =>
      client.send(new GetHostedZoneCommand({ Id: id }), options),
    );
    return {
      id,
      name,
      nameServers: (answer.DelegationSet?.NameServers ?? []).map(plainName),
      acceleratedRecovery: toAcceleratedRecovery(answer.HostedZone?.Features),
    };
  };

/**
 * Reads the records at exactly these names. The zone is listed once from its start; only when it is
 * longer than that page, each name that the page does not show whole is asked for by itself.
 */
export const makeReadRecords =
  (client: Route53Client, pace: CallPace): ReadRecords =>
  async (zoneId, recordNames) => {
    const names = new Set(recordNames.map(plainName));
    if (names.size === 0) return [];
    const readPage = makeReadPage(client, pace, zoneId);
    const { items, next } = await readPage({ MaxItems: RECORDS_A_PAGE });
    const shown = items.filter(({ name }) => names.has(name));
    if (next === null) return shown;
    const cut = plainName(next.StartRecordName);
    const whole = shown.filter(({ name }) => name !== cut);
    const missing = [...names].filter((name) => !whole.some((record) => record.name === name));
    const others = await Promise.all(missing.map((name) => readRecordsNamed(readPage, name)));
    return [...whole, ...others.flat()];
  };

/** Lists every health check of the account, as configured. */
export const makeListHealthChecks =
  (client: Route53Client, pace: CallPace): ListHealthChecks =>
  async () => {
    const call = { action: 'route53:ListHealthChecks', on: 'the account' };
    return readPages<Omit<HealthCheck, 'checkers'>, ListHealthChecksRequest>(
      'the list of health checks',
      { MaxItems: HEALTH_CHECKS_A_PAGE },
      async (from) => {
        const request = new ListHealthChecksCommand(from);
        const answer = await paced(pace, call, (options) => client.send(request, options));
        return {
          items: (answer.HealthChecks ?? []).map((check) =>
            toHealthCheck(check.Id ?? '', check.HealthCheckConfig),
          ),
          next: answer.IsTruncated === true ? { ...from, Marker: answer.NextMarker } : null,
        };
      },
    );
  };

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

type From = Partial<ListResourceRecordSetsRequest>;
type RecordPage = { readonly items: readonly RecordSet[]; readonly next: From | null };

const makeReadPage =
  (client: Route53Client, pace: CallPace, zoneId: string) =>
  async (from: From): Promise<RecordPage> => {
    const call = { action: 'route53:ListResourceRecordSets', on: zoneText(zoneId) };
    const request = new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, ...from });
    const answer = await paced(pace, call, (options) => client.send(request, options));
    const next = {
      StartRecordName: answer.NextRecordName,
      StartRecordType: answer.NextRecordType,
      StartRecordIdentifier: answer.NextRecordIdentifier,
    };
    return {
      items: (answer.ResourceRecordSets ?? []).map(toRecordSet),
      next: answer.IsTruncated === true ? next : null,
    };
  };

/** Route 53 lists from a point on, so the next name ends it. */
const readRecordsNamed = (
  readPage: (from: From) => Promise<RecordPage>,
  name: string,
): Promise<readonly RecordSet[]> =>
  readPages<RecordSet, From>(`the name ${name}`, { StartRecordName: name }, async (from) => {
    const { items, next } = await readPage(from);
    return {
      items: items.filter((record) => record.name === name),
      next: plainName(next?.StartRecordName) === name ? next : null,
    };
  });

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
