import {
  ChangeResourceRecordSetsCommand,
  type ResourceRecordSet,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import type { Zone } from '../../lib/core/verify/snapshot.ts';
import type { CallPace } from '../../lib/io/call-pace.ts';
import { makeListHealthChecks, makeReadRecords, makeReadZone } from '../../lib/io/route53.ts';
import type { StageCheck } from '../../lib/local/health-checkers.ts';
import { STAGE_PLACES } from '../../lib/local/stage-site.ts';
import type { Adopted } from './internet.ts';

/** The emulator has no limit of calls. */
const AT_ONCE: CallPace = (attempt) => attempt();

export const readZone = (client: Route53Client, name: string): Promise<Zone> =>
  makeReadZone(client, AT_ONCE)(name);

/**
 * Puts the failover pair as adopting a site leaves it, and reads it back with the deployed health checks.
 * (`understudy adopt` is not run: a deploy is tested here.)
 */
export async function adoptSite(client: Route53Client, zone: Zone, name: string): Promise<Adopted> {
  await changePair(client, zone, name, 'CREATE');
  const records = await makeReadRecords(client, AT_ONCE)(zone.id, [name]);
  return { checks: await readHealthChecks(client), records };
}

/** Takes the pair away, so that nothing hangs on the stack. */
export const releaseSite = (client: Route53Client, zone: Zone, name: string): Promise<void> =>
  changePair(client, zone, name, 'DELETE');

async function changePair(
  client: Route53Client,
  zone: Zone,
  name: string,
  action: 'CREATE' | 'DELETE',
): Promise<void> {
  const parent = (await readHealthChecks(client)).find(({ type }) => type === 'CALCULATED');
  if (parent === undefined) throw new Error('the stack has made no parent check');
  const Changes = pairOn(parent.id).map((half) => ({
    Action: action,
    ResourceRecordSet: { Name: name, Type: 'A' as const, ...half },
  }));
  await client.send(
    new ChangeResourceRecordSetsCommand({ HostedZoneId: zone.id, ChangeBatch: { Changes } }),
  );
}

const pairOn = (parentId: string): readonly Omit<ResourceRecordSet, 'Name' | 'Type'>[] => [
  {
    SetIdentifier: 'primary',
    Failover: 'PRIMARY',
    HealthCheckId: parentId,
    TTL: 60,
    ResourceRecords: [{ Value: STAGE_PLACES.primaryAddress }],
  },
  {
    SetIdentifier: 'secondary',
    Failover: 'SECONDARY',
    AliasTarget: {
      DNSName: STAGE_PLACES.websiteName,
      HostedZoneId: STAGE_PLACES.websiteZoneId,
      EvaluateTargetHealth: true,
    },
  },
];

/** The health checks that are deployed, as they are when they have settled. */
export async function readHealthChecks(client: Route53Client): Promise<readonly StageCheck[]> {
  const list = makeListHealthChecks(client, AT_ONCE);
  return (await list()).map((check) => ({
    ...check,
    settledAs: check.inverted ? 'unhealthy' : 'healthy',
  }));
}
