/** Every metric that Understudy writes; the stack's alarms and the dashboard name no others. */
export const METRIC = {
  /** 1 for each window of a shard that ended; its absence is an alarm. */
  window: 'Window',
  /** 1 for a window in which nothing could be seen; absent while something can. */
  blind: 'Blind',
  /** Addresses that a window did not come to, or whose probe it had to cut short; absent when none. */
  notProbed: 'NotProbed',
  /** Milliseconds of each healthy probe. */
  probeLatency: 'ProbeLatency',
  /** Probes of a window that found the target unhealthy. */
  probesUnhealthy: 'ProbesUnhealthy',
  /** Probes of a window that took longer than the latency budget; absent without a budget. */
  probesSlow: 'ProbesSlow',
  /** Days until the first certificate of the primary expires, negative once it has; absent without TLS. */
  certificateDaysLeft: 'CertificateDaysLeft',
  /** 1 while the primary is healthy, 0 while it is not; absent while it is unknown. */
  primaryHealthy: 'PrimaryHealthy',
  /** 1 while the secondary could serve, 0 while it could not. */
  secondaryReady: 'SecondaryReady',
} as const;

export const METRIC_NAMESPACE = 'Understudy';
