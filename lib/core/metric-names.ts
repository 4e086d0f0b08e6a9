/**
 * Every metric that Understudy writes; the stack's alarms and the dashboard name no others. A metric is
 * billed for each hour in which it is written, and apart for each site: what is absent on a good day
 * costs nothing on it (https://aws.amazon.com/cloudwatch/pricing/).
 */
export const METRIC = {
  /** 1 for each window of a shard that ended; its absence is an alarm. */
  window: 'Window',
  /** 1 for a window in which nothing could be seen; absent while something can. */
  blind: 'Blind',
  /** Addresses that a window did not come to, or whose probe it had to cut short; absent when none. */
  notProbed: 'NotProbed',
  /** Milliseconds of each healthy probe. */
  probeLatency: 'ProbeLatency',
  /** Probes of a window that found the target unhealthy; absent when none. */
  probesUnhealthy: 'ProbesUnhealthy',
  /** Probes of a window that took longer than the latency budget; absent when none. */
  probesSlow: 'ProbesSlow',
  /** Days until the first certificate of the primary expires, negative once it has; absent without TLS. */
  certificateDaysLeft: 'CertificateDaysLeft',
  /** 1 while the primary is healthy, 0 while it is not; absent while it is unknown. */
  primaryHealthy: 'PrimaryHealthy',
  /** 1 while a secondary could serve, 0 while it could not: by stack, and the 0 by site, too. */
  secondaryReady: 'SecondaryReady',
  /** Checks of a verification that failed; absent when none. */
  findingsFailed: 'FindingsFailed',
  /** 1 while visitors are sent to the secondary, absent while they are not: by site and by stack. */
  secondaryServed: 'SecondaryServed',
} as const;

export const METRIC_NAMESPACE = 'Understudy';
