import { Route53Client } from '@aws-sdk/client-route-53';
import type { InitDeps } from '../../lib/app/init.ts';
import { ROUTE53_CLIENT_LIMITS } from '../../lib/io/aws-call.ts';
import { makeCallPace } from '../../lib/io/call-pace.ts';
import { makeReadCertificate } from '../../lib/io/certificate.ts';
import { elapsed, sleep } from '../../lib/io/clock.ts';
import { makeResolveAddresses } from '../../lib/io/dns.ts';
import { makeFetchPage } from '../../lib/io/fetch-page.ts';
import { makeReadRecords, makeReadZone } from '../../lib/io/route53.ts';
import { makeRoute53As } from '../../lib/io/route53-as-role.ts';
import { makeListPublicZones } from '../../lib/io/route53-zones.ts';
import { signIn } from '../controller/credentials.ts';

/** Where the zone is read and the primaries are asked. */
export type OpenInitWorld = (
  region: string | null,
  zoneRoleArn: string | null,
) => Promise<InitDeps>;

/** With the caller's own credentials. Route 53 is the same from every region of a partition. */
export const openInitWorld: OpenInitWorld = async (settingsRegion, zoneRoleArn) => {
  const region = settingsRegion ?? 'us-east-1';
  const { credentials } = await signIn(region);
  const access = { credentials, region };
  const client =
    zoneRoleArn === null
      ? new Route53Client({ ...ROUTE53_CLIENT_LIMITS, ...access })
      : makeRoute53As(access)(zoneRoleArn);
  const pace = makeCallPace({ monotonicMs: elapsed, sleep, chance: Math.random });
  const lookup = makeResolveAddresses();
  return {
    listPublicZones: makeListPublicZones(client, pace),
    readZone: makeReadZone(client, pace),
    readRecords: makeReadRecords(client, pace),
    readCertificate: makeReadCertificate({ lookup }),
    fetchPage: makeFetchPage({ lookup }),
  };
};
