import { createHash } from 'node:crypto';
import { makeFailoverClients } from '../../functions/aws/failover-deps.ts';
import type { AdoptDeps } from '../../lib/app/adopt/adopt-deps.ts';
import type { Backup } from '../../lib/core/adopt/backup.ts';
import { NOBODY_IS_TOLD } from '../../lib/core/alerts/alerts.ts';
import type { Site } from '../../lib/core/site.ts';
import { makeReadLatestBackup, makeSaveBackupItem } from '../../lib/io/backup-items.ts';
import { makeCallPace } from '../../lib/io/call-pace.ts';
import { makeReadCertificate } from '../../lib/io/certificate.ts';
import { elapsed, now, sleep } from '../../lib/io/clock.ts';
import { makeAskNameServer, makeFindNameServers, makeResolveAddresses } from '../../lib/io/dns.ts';
import { makeFetchPage } from '../../lib/io/fetch-page.ts';
import { makeProbeOnce } from '../../lib/io/probe/probe-once.ts';
import { makeOpenProber } from '../../lib/io/probe/prober.ts';
import { makeListHealthChecks, makeReadCheckers } from '../../lib/io/route53.ts';
import { makeReadAccountBlock } from '../../lib/io/s3-account-block.ts';
import { makeReadBucket } from '../../lib/io/s3-bucket.ts';
import { makeSwitch } from '../../lib/io/s3-switch.ts';
import { makeZoneChanges } from '../../lib/io/zone-changes.ts';
import { makeZoneClients, type ZoneOfSite } from '../../lib/io/zone-clients.ts';
import { makeZoneReads } from '../../lib/io/zone-reads.ts';
import { type Caller, callerOf } from '../controller/caller.ts';
import { signIn } from '../controller/credentials.ts';
import { distributionsOf } from '../controller/distributions.ts';
import { ControllerError } from '../controller/failures.ts';
import { namedAccount, placesOf, regionOf } from '../controller/places.ts';
import type { AdoptLine } from './arguments.ts';

/** What a change of records acts on; where the file goes and what is told, the command says. */
export type AdoptWorld = {
  readonly deps: Omit<AdoptDeps, 'saveFile' | 'tell'>;
  /** The newest way back of a site in the state table; null when there is none. */
  readonly readLatestBackup: (site: string) => Promise<Backup | null>;
  readonly caller: Caller;
};
export type OpenAdoptWorld = (
  sites: readonly Site[],
  line: Pick<AdoptLine, 'by' | 'zoneRole' | 'named'> & { readonly stack: string },
) => Promise<AdoptWorld>;

/** AWS with the caller's own credentials: no function of the stack may change a record. */
export const openAwsAdoptWorld: OpenAdoptWorld = async (sites, line) => {
  const { stack, by, zoneRole, named } = line;
  const region = regionOf(sites[0]?.secondary.region ?? '', process.env);
  const { credentials, accountId, askIdentity } = await signIn(region);
  const caller = await callerOf(askIdentity, by);
  const account = namedAccount(named, process.env) ?? caller.account ?? accountId;
  const places = placesOf({ stack, region, account, alerts: NOBODY_IS_TOLD }, named, process.env);
  const { switchBucket, switchDomain, stateTable } = places;
  if (switchBucket === null || switchDomain === null)
    throw new ControllerError(
      `the switch's bucket is not known: its name holds the account, and AWS did not tell it (${caller.doubt}); give --account or --switch-bucket`,
    );
  const clients = makeFailoverClients({ credentials, region });
  const { dynamo, route53, s3, s3In, s3control } = clients;
  const zones = makeZoneClients(changedBy(sites, zoneRole), route53, clients.route53As);
  const pace = makeCallPace({ monotonicMs: elapsed, sleep, chance: Math.random });
  const resolveAddresses = makeResolveAddresses();
  return {
    caller,
    readLatestBackup: makeReadLatestBackup(dynamo, stateTable),
    deps: {
      now,
      sleep,
      digest,
      switchDomain,
      resolveAddresses,
      distributionOf: distributionsOf({ credentials, region }, stack, process.env),
      switch: makeSwitch(s3, switchBucket),
      fetchPage: makeFetchPage({ lookup: resolveAddresses }),
      readCertificate: makeReadCertificate({ lookup: resolveAddresses }),
      probeOnce: makeProbeOnce(makeOpenProber({ now })),
      findNameServers: makeFindNameServers(),
      askNameServer: makeAskNameServer(),
      ...makeZoneReads(zones, pace),
      listHealthChecks: makeListHealthChecks(route53, pace),
      readCheckers: makeReadCheckers(route53, pace),
      readBucket: makeReadBucket(s3In, account, makeReadAccountBlock(s3control, account)),
      ...makeZoneChanges(zones, pace),
      saveItem: makeSaveBackupItem(dynamo, stateTable),
    },
  };
};

/** The role of sites.yml is one that the functions have, too, and so may read only: a person names another. */
const changedBy = (sites: readonly Site[], zoneRole: string | null): readonly ZoneOfSite[] =>
  zoneRole === null ? sites : sites.map((site) => ({ ...site, zoneRoleArn: zoneRole }));

const DIGEST_CHARS = 12;

/** Short enough to be typed, long enough that two plans never share it by accident. */
export const digest = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, DIGEST_CHARS);
