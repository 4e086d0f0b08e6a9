import { ChangeResourceRecordSetsCommand, type Route53Client } from '@aws-sdk/client-route-53';
import type { RecordSet } from '../../lib/core/verify/snapshot.ts';

/** As an UPSERT: moto takes a later CREATE of what was once created for a second one, deleted or not. */
export async function putByHand(
  client: Route53Client,
  zoneId: string,
  record: RecordSet,
): Promise<void> {
  await client.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zoneId,
      ChangeBatch: {
        Changes: [
          {
            Action: 'UPSERT',
            ResourceRecordSet: {
              Name: record.name,
              Type: record.type === 'AAAA' ? 'AAAA' : 'A',
              ...(record.alias === null
                ? {
                    TTL: record.ttlSeconds ?? 60,
                    ResourceRecords: record.values.map((Value) => ({ Value })),
                  }
                : {
                    AliasTarget: {
                      DNSName: record.alias.dnsName,
                      HostedZoneId: record.alias.hostedZoneId,
                      EvaluateTargetHealth: record.alias.evaluateTargetHealth,
                    },
                  }),
            },
          },
        ],
      },
    }),
  );
}
