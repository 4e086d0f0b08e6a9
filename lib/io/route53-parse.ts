import type {
  HealthCheckConfig,
  HealthCheckObservation,
  HostedZoneFeatures,
  ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import type { CheckerObservation, HealthCheck, RecordSet } from '../core/verify/snapshot.ts';

/** Route 53's answer in our words. */
export const toRecordSet = (set: ResourceRecordSet): RecordSet => ({
  name: plainName(set.Name),
  type: set.Type ?? '',
  ttlSeconds: set.TTL ?? null,
  values: (set.ResourceRecords ?? []).map(({ Value }) => Value ?? ''),
  alias: set.AliasTarget
    ? {
        dnsName: plainName(set.AliasTarget.DNSName),
        hostedZoneId: set.AliasTarget.HostedZoneId ?? '',
        evaluateTargetHealth: set.AliasTarget.EvaluateTargetHealth ?? false,
      }
    : null,
  routing: routingOf(set),
  failover: set.Failover ?? null,
  setIdentifier: set.SetIdentifier ?? null,
  healthCheckId: set.HealthCheckId ?? null,
});

/** While it is being turned on or off, or failed to be, it is neither: null. */
export function toAcceleratedRecovery(features: HostedZoneFeatures | undefined): boolean | null {
  const status = features?.AcceleratedRecoveryStatus;
  if (status === 'ENABLED') return true;
  return status === 'DISABLED' ? false : null;
}

/** A health check as configured; what its checkers say is another call. */
export function toHealthCheck(
  id: string,
  config: HealthCheckConfig | undefined,
): Omit<HealthCheck, 'checkers'> {
  const isCalculated = config?.Type === 'CALCULATED';
  return {
    id,
    type: config?.Type ?? '',
    ipAddress: config?.IPAddress || null,
    domainName: config?.FullyQualifiedDomainName || null,
    port: config?.Port ?? null,
    path: config?.ResourcePath || null,
    searchString: config?.SearchString || null,
    intervalSeconds: config?.RequestInterval ?? null,
    failureThreshold: config?.FailureThreshold ?? null,
    inverted: config?.Inverted ?? false,
    disabled: config?.Disabled ?? false,
    enableSni: config?.EnableSNI ?? false,
    regions: config?.Regions ?? [],
    childIds: config?.ChildHealthChecks ?? [],
    healthThreshold: isCalculated ? (config?.HealthThreshold ?? null) : null,
  };
}

/**
 * AWS documents the text as a description only. In the field it begins with `Success` or `Failure`,
 * for example `Success: HTTP Status Code 200, OK`; anything that is not a success is not one.
 */
export const toCheckerObservation = (seen: HealthCheckObservation): CheckerObservation => ({
  region: seen.Region ?? '',
  address: seen.IPAddress ?? '',
  isHealthy: seen.StatusReport?.Status?.startsWith('Success') ?? false,
  text: seen.StatusReport?.Status ?? 'no report',
});

/**
 * A name as people write it: lower case, no trailing dot, and Route 53's octal escapes undone
 * (`\052` is `*`): https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
 */
export const plainName = (name: string | undefined): string =>
  (name ?? '')
    .replace(/\\([0-7]{3})/g, (_escape, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    )
    .replace(/\.$/, '')
    .toLowerCase();

/**
 * A weight of 0 is a weight: what counts is which setting is there at all. Whatever a traffic policy
 * made belongs to the policy, and is changed there alone.
 */
function routingOf(set: ResourceRecordSet): RecordSet['routing'] {
  if (set.TrafficPolicyInstanceId !== undefined) return 'traffic-policy';
  if (set.Failover !== undefined) return 'failover';
  if (set.Weight !== undefined) return 'weighted';
  if (set.Region !== undefined) return 'latency';
  if (set.GeoLocation !== undefined) return 'geolocation';
  if (set.GeoProximityLocation !== undefined) return 'geoproximity';
  if (set.MultiValueAnswer === true) return 'multivalue';
  return set.CidrRoutingConfig === undefined ? 'simple' : 'cidr';
}
