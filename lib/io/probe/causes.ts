import { types } from 'node:util';
import type { OurCause, TargetCause } from '../../core/probe.ts';

/** Where a probe was when it ended. */
export type ProbePhase = 'resolve' | 'connect' | 'tls' | 'first-byte' | 'transfer';

export type Failure =
  | { readonly verdict: 'unhealthy'; readonly cause: TargetCause; readonly detail: string }
  | { readonly verdict: 'inconclusive'; readonly cause: OurCause; readonly detail: string };

/**
 * What an error says about the target, or about ourselves. The code decides, never the text: texts
 * change between Node versions, and one incident must stay one alert.
 */
export function failureOf(error: unknown, phase: ProbePhase): Failure {
  const { code, text } = describe(error);
  const ours = OURS[code];
  if (ours !== undefined) return { verdict: 'inconclusive', cause: ours, detail: text };
  return { verdict: 'unhealthy', cause: targetCause(code, phase), detail: text };
}

/** The deadline passed: what the target had not done by then. Our resolver's silence is ours. */
export function deadlineFailure(phase: ProbePhase, withinMs: number): Failure {
  const detail = `no ${AWAITED[phase]} within ${withinMs} ms`;
  if (phase === 'resolve') return { verdict: 'inconclusive', cause: 'ours-resolver', detail };
  return { verdict: 'unhealthy', cause: TIMEOUT[phase], detail };
}

function targetCause(code: string, phase: ProbePhase): TargetCause {
  const known = TARGETS[code];
  if (known !== undefined) return known;
  if (/^(HPE_|UND_ERR_|HTTPParserError)/.test(code)) return 'protocol';
  if (phase === 'resolve') return 'dns';
  if (phase === 'connect') return 'unreachable';
  if (phase === 'tls') return code.startsWith('ERR_SSL_') ? 'tls-handshake' : 'tls-untrusted';
  return 'reset';
}

function describe(error: unknown): { code: string; text: string } {
  if (!types.isNativeError(error)) return { code: '', text: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const isOpenSsl = 'reason' in error && typeof error.reason === 'string';
  const text = isOpenSsl ? `${error.reason}` : (error.message.split('\n')[0] ?? '');
  const isNamed = code === error.name || text.includes(code);
  return { code, text: isNamed ? text : `${text} (${code})` };
}

const OURS: Readonly<Record<string, OurCause>> = {
  EMFILE: 'ours-no-sockets',
  ENFILE: 'ours-no-sockets',
  ENOBUFS: 'ours-no-sockets',
  ENOMEM: 'ours-no-sockets',
  EADDRNOTAVAIL: 'ours-no-sockets',
  ENETUNREACH: 'ours-no-route',
  ENETDOWN: 'ours-no-route',
  EACCES: 'ours-no-route',
  EPERM: 'ours-no-route',
  EAI_AGAIN: 'ours-resolver',
  ABORT_ERR: 'ours-aborted',
};

const TARGETS: Readonly<Record<string, TargetCause>> = {
  ENOTFOUND: 'dns',
  ENODATA: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ETIMEDOUT: 'connect-timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_HEADERS_OVERFLOW: 'too-large',
  HPE_HEADER_OVERFLOW: 'too-large',
  CERT_HAS_EXPIRED: 'tls-expired',
  CERT_NOT_YET_VALID: 'tls-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-wrong-name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-incomplete-chain',
  EPROTO: 'tls-handshake',
};

const TIMEOUT = {
  connect: 'connect-timeout',
  tls: 'tls-timeout',
  'first-byte': 'first-byte-timeout',
  transfer: 'body-timeout',
} as const;

const AWAITED: Readonly<Record<ProbePhase, string>> = {
  resolve: 'address from our resolver',
  connect: 'connection',
  tls: 'finished TLS handshake',
  'first-byte': 'answer',
  transfer: 'complete answer',
};
