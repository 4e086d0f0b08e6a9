import { text } from 'node:stream/consumers';
import { ChangeRefusedError } from '../../lib/core/record-change.ts';
import type { HealthCheck, RecordSet, Zone } from '../../lib/core/verify/snapshot.ts';
import { makeZone, type StageZone, type ZoneOptions } from '../../lib/local/zone.ts';
import { listen } from '../io/aws-loopback.ts';
import {
  changesIn,
  document,
  listedName,
  tag,
  toXmlCheck,
  toXmlObservation,
  toXmlRecord,
} from './route53-xml.ts';

type Answer = { readonly status: number; readonly body: string };
type World = {
  readonly zone: Zone;
  readonly stage: StageZone;
  readonly checks: readonly Omit<HealthCheck, 'checkers'>[];
  readonly pageSize: number;
  /** Every name that the zone ever had. */
  readonly names: Set<string>;
};

/**
 * As much of Route 53 as the adapters need, behind its wire: records in pages and in its order, and
 * batches that the stage's rules judge. It writes down each call.
 */
export async function startRoute53(
  world: Pick<World, 'zone'> & Partial<Pick<World, 'checks' | 'pageSize'>>,
  records: readonly RecordSet[],
  options: ZoneOptions,
) {
  const stage = makeZone(world.zone, records, {}, options);
  const names = new Set(stage.data().records.map(({ name }) => name));
  const whole: World = { checks: [], pageSize: 300, ...world, stage, names };
  const calls: string[] = [];
  const server = await listen(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://route53');
    calls.push(`${request.method} ${url.pathname}`);
    const { status, body } = await answerTo(whole, url, await text(request));
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  });
  return { ...server, calls };
}

async function answerTo(world: World, url: URL, body: string): Promise<Answer> {
  const [kind, id = '', rest] = url.pathname.replace('/2013-04-01/', '').split('/');
  switch (`${kind} ${rest ?? ''}`.trim()) {
    case 'hostedzonesbyname':
      return ok('ListHostedZonesByNameResponse', zonesFrom(world.zone, url.searchParams));
    case 'hostedzone':
      return ok('GetHostedZoneResponse', zoneAnswer(world.zone));
    case 'hostedzone rrset':
      if (id !== world.zone.id) return refusal(404, 'NoSuchHostedZone', `No hosted zone ${id}`);
      return body === ''
        ? ok('ListResourceRecordSetsResponse', await recordsFrom(world, url.searchParams))
        : changed(world, body);
    case 'change':
      return changeAnswer(world.stage, id);
    case 'healthcheck':
      return ok(
        'ListHealthChecksResponse',
        `<HealthChecks>${world.checks.map(toXmlCheck).join('')}</HealthChecks>${tag('IsTruncated', false)}${tag('MaxItems', 1_000)}`,
      );
    case 'healthcheck status':
      return checkersAnswer(world, id);
    default:
      return refusal(404, 'InvalidAction', url.pathname);
  }
}

/** Zones from this name on: Route 53 lists the next one where there is none of that name. */
const zonesFrom = (zone: Zone, query: URLSearchParams): string =>
  `<HostedZones>${sortKey(query.get('dnsname') ?? '') <= sortKey(zone.name) ? zoneXml(zone) : ''}</HostedZones>${tag('IsTruncated', false)}${tag('MaxItems', 100)}`;

const zoneXml = (zone: Zone): string =>
  `<HostedZone>${tag('Id', `/hostedzone/${zone.id}`)}${tag('Name', `${zone.name}.`)}${tag('CallerReference', 'reference')}<Config>${tag('PrivateZone', false)}</Config><Features>${tag('AcceleratedRecoveryStatus', zone.acceleratedRecovery === true ? 'ENABLED' : 'DISABLED')}</Features></HostedZone>`;

const zoneAnswer = (zone: Zone): string =>
  `${zoneXml(zone)}<DelegationSet><NameServers>${zone.nameServers.map((name) => tag('NameServer', name)).join('')}</NameServers></DelegationSet>`;

/** Labels from the right, as Route 53 sorts: https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html */
const sortKey = (name: string): string => name.replace(/\.$/, '').split('.').toReversed().join('.');
const recordKey = ({ name, type, setIdentifier }: RecordSet): string =>
  [sortKey(listedName(name)), type, setIdentifier ?? ''].join(' ');

async function recordsFrom(world: World, query: URLSearchParams): Promise<string> {
  const all = await world.stage.readRecords(world.zone.id, [...world.names]);
  const sorted = all.toSorted((a, b) => (recordKey(a) < recordKey(b) ? -1 : 1));
  const start = sortKey((query.get('name') ?? '').replace('*', '\\052'));
  const from = [start, query.get('type') ?? '', query.get('identifier') ?? ''].join(' ').trimEnd();
  const left = sorted.filter((record) => recordKey(record) >= from);
  const next = left[world.pageSize];
  const cut =
    next === undefined
      ? ''
      : `${tag('NextRecordName', listedName(next.name))}${tag('NextRecordType', next.type)}${tag('NextRecordIdentifier', next.setIdentifier)}`;
  return `<ResourceRecordSets>${left.slice(0, world.pageSize).map(toXmlRecord).join('')}</ResourceRecordSets>${tag('IsTruncated', next !== undefined)}${cut}${tag('MaxItems', world.pageSize)}`;
}

async function changed({ zone, stage, names }: World, body: string): Promise<Answer> {
  const changes = changesIn(body);
  try {
    const id = await stage.changeRecords(zone.id, changes, '');
    for (const { record } of changes) names.add(record.name);
    return ok('ChangeResourceRecordSetsResponse', changeXml(id, 'PENDING'));
  } catch (error) {
    return error instanceof ChangeRefusedError
      ? refusedBatch(error.reasons)
      : refusal(400, 'PriorRequestNotComplete', 'Route 53 was still processing a prior request.');
  }
}

/** Each fault by the name that Route 53 gives it; only InvalidChangeBatch holds a list. */
function refusedBatch(reasons: readonly string[]): Answer {
  const [first = ''] = reasons;
  if (first.startsWith('Invalid request')) return refusal(400, 'InvalidInput', first);
  return first.startsWith('No health check')
    ? refusal(404, 'NoSuchHealthCheck', first)
    : refusal(400, 'InvalidChangeBatch', `[${reasons.join(', ')}]`);
}

const changeAnswer = (stage: StageZone, id: string): Promise<Answer> =>
  stage.isInSync(id).then(
    (isInSync) => ok('GetChangeResponse', changeXml(id, isInSync ? 'INSYNC' : 'PENDING')),
    () => refusal(404, 'NoSuchChange', `Could not find resource with ID: ${id}`),
  );

const changeXml = (id: string, status: string): string =>
  `<ChangeInfo>${tag('Id', `/change/${id}`)}${tag('Status', status)}${tag('SubmittedAt', '2026-11-22T12:00:00.000Z')}</ChangeInfo>`;

function checkersAnswer({ checks }: World, id: string): Answer {
  const check = checks.find((each) => each.id === id);
  if (check === undefined) return refusal(404, 'NoSuchHealthCheck', `No health check ${id}`);
  const seen = check.regions.map((region) =>
    toXmlObservation({ region, address: '192.0.2.1', text: 'Success: HTTP Status Code 200, OK' }),
  );
  return ok(
    'GetHealthCheckStatusResponse',
    `<HealthCheckObservations>${seen.join('')}</HealthCheckObservations>`,
  );
}

const ok = (name: string, body: string): Answer => ({ status: 200, body: document(name, body) });
const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: document(
    'ErrorResponse',
    `<Error>${tag('Type', 'Sender')}${tag('Code', code)}${tag('Message', message)}</Error>`,
  ),
});
