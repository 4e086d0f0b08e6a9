import type { Expectation, Protocol } from '../site.ts';
import type { EpochMs } from '../time.ts';

/** One place to send a request to: the connection goes to `address`, the request says `hostname`. */
export type Endpoint = {
  readonly protocol: Protocol;
  /** An IPv4 or IPv6 address, or a name that is resolved anew for every fresh connection. */
  readonly address: string;
  readonly port: number;
  readonly path: string;
  /** Sent as the Host header and as the TLS server name (SNI). */
  readonly hostname: string;
  readonly expect: Expectation;
};

/** What the target did, as a closed set: texts of errors change, causes do not. */
export type TargetCause =
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'connect-timeout'
  | 'tls-expired'
  | 'tls-not-yet-valid'
  | 'tls-wrong-name'
  | 'tls-self-signed'
  | 'tls-incomplete-chain'
  | 'tls-untrusted'
  | 'tls-handshake'
  | 'tls-timeout'
  | 'reset'
  | 'first-byte-timeout'
  | 'body-timeout'
  | 'bad-status'
  | 'bad-header'
  | 'bad-body'
  | 'too-large'
  | 'redirect-loop'
  | 'redirect-downgrade'
  | 'slow'
  | 'protocol';

/** What is certainly our own fault; it says nothing about the target. */
export type OurCause = 'ours-no-sockets' | 'ours-no-route' | 'ours-resolver' | 'ours-aborted';

export type Cause = TargetCause | OurCause;

/** Milliseconds on a monotonic clock, with decimals; null for a phase that did not take place. */
export type PhasesMs = {
  readonly resolve: number | null;
  readonly connect: number | null;
  readonly tls: number | null;
  /** From the request being written to the first byte of the answer. */
  readonly firstByte: number | null;
  /** From the first byte to the last. */
  readonly transfer: number | null;
  /**
   * From turning to the target (its name looked up, its address dialled, or the request written on a
   * kept connection) to the last byte; for a probe that its deadline ended, since the call.
   */
  readonly total: number;
};

/** What one request found, and the evidence for it. */
export type ProbeResult = {
  readonly at: EpochMs;
  /** The address that was really connected to, or the one that was meant to be. */
  readonly address: string;
  /** True when the request went out on a new connection. Only such a result can move a threshold. */
  readonly fresh: boolean;
  readonly status: number | null;
  readonly phasesMs: PhasesMs;
  /** Took longer than the latency budget: degraded, even where the verdict is healthy. */
  readonly isSlow: boolean;
  /** Of a TLS connection that this probe opened, whether the certificate was good or not. */
  readonly certificate: Certificate | null;
  /** The beginning of the body, kept with a failure; null otherwise. */
  readonly firstBytes: string | null;
} & Finding;

/** What there is to know ahead of time of the certificate that a target showed. */
export type Certificate = {
  readonly issuer: string;
  readonly validFrom: EpochMs;
  readonly validTo: EpochMs;
};

type Finding =
  | { readonly verdict: 'healthy'; readonly cause: null; readonly detail: string }
  | { readonly verdict: 'unhealthy'; readonly cause: TargetCause; readonly detail: string }
  | { readonly verdict: 'inconclusive'; readonly cause: OurCause; readonly detail: string };

export type Verdict = ProbeResult['verdict'];
