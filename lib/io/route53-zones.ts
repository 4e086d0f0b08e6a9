import {
  type HostedZone,
  ListHostedZonesCommand,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import type { CallPace } from './call-pace.ts';
import { paced, readPages } from './route53-call.ts';
import { plainName } from './route53-parse.ts';

/** The most that Route 53 gives at once: https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZones.html */
const ZONES_A_PAGE = 100;

/** Lists the names of the account's public zones; two zones of one name are there twice. */
export const makeListPublicZones =
  (client: Route53Client, pace: CallPace) => async (): Promise<readonly string[]> => {
    const call = { action: 'route53:ListHostedZones', on: 'the account' };
    const zones = await readPages<HostedZone, string | undefined>(
      'the account',
      undefined,
      async (from) => {
        const request = new ListHostedZonesCommand({ Marker: from, MaxItems: ZONES_A_PAGE });
        const answer = await paced(pace, call, (options) => client.send(request, options));
        return {
          items: answer.HostedZones ?? [],
          next: answer.IsTruncated === true ? (answer.NextMarker ?? null) : null,
        };
      },
    );
    return zones
      .filter(({ Config }) => Config?.PrivateZone !== true)
      .map(({ Name }) => plainName(Name));
  };
