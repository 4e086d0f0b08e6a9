import { types } from 'node:util';
import type { OurCause, TargetCause } from '../../core/probing/probe.ts';

/** Where a probe was when it ended. */
export type ProbePhase = 'resolve' | 'connect' | 'tls' | 'first-byte' | 'headers' | 'transfer';

export type Failure =
  | { readonly verdict: 'unhealthy'; readonly cause: TargetCause; readonly detail: string }
  | { readonly verdict: 'inconclusive'; readonly cause: OurCause; readonly detail: string };

/**
 * What an error says about the target, or about ourselves. The code decides, never the text: texts
 * change between Node versions, and one incident must stay one alert.
 */
export function failureOf(error: unknown, phase: ProbePhase): Failure {
  const { code, text } = describe(error);
  const ours = OURS[code] ?? resolverFault(code, phase);
  if (ours !== undefined) return { verdict: 'inconclusive', cause: ours, detail: text };
  return { verdict: 'unhealthy', cause: targetCause(code, phase), detail: text };
}

/** The deadline passed: what the target had not done by then. Our resolver's silence is ours. */
export function deadlineFailure(phase: ProbePhase, withinMs: number): Failure {
  const detail = `no ${AWAITED[phase]} within ${withinMs} ms`;
  if (phase === 'resolve') return { verdict: 'inconclusive', cause: 'ours-resolver', detail };
  return { verdict: 'unhealthy', cause: TIMEOUT[phase], detail };
}

/** Only "there is no such name" speaks of the target; any other trouble of a resolver is its own. */
const resolverFault = (code: string, phase: ProbePhase): OurCause | undefined =>
  phase === 'resolve' && TARGETS[code] !== 'dns' ? 'ours-resolver' : undefined;

function targetCause(code: string, phase: ProbePhase): TargetCause {
  const known = TARGETS[code];
  if (known !== undefined) return known;
  // undici's word for a body that ended early, and for whatever is wrong in headers with a length.
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' && phase === 'transfer') return 'reset';
  if (/^(HPE_|UND_ERR_|HTTPParserError)/.test(code)) return 'protocol';
  // In TLS 1.3 a server may refuse us after the handshake is done for our side.
  if (code.startsWith('ERR_SSL_')) return 'tls-handshake';
  if (phase === 'resolve' || phase === 'connect')
    return code === 'ETIMEDOUT' ? 'connect-timeout' : 'unreachable';
  if (code === 'ETIMEDOUT') return TIMEOUT[phase];
  return phase === 'tls' ? 'tls-untrusted' : 'reset';
}

function describe(error: unknown): { code: string; text: string } {
  if (!types.isNativeError(error)) return { code: '', text: String(error) };
  const code = codeOf(error);
  const isOpenSsl = 'reason' in error && typeof error.reason === 'string';
  const text = isOpenSsl ? `${error.reason}` : (error.message.split('\n')[0] ?? '');
  const isNamed = code === error.name || text.includes(code);
  return { code, text: isNamed ? text : `${text} (${code})` };
}

/** The connection ended in the middle of a message; llhttp's own name for it. */
const ENDED_EARLY = 'HPE_INVALID_EOF_STATE';

/**
 * The code of an error, and a stand-in where undici gives none, or one for two things: its parser
 * names no code, and has nothing left to parse only at an early end; a broken connection shares its
 * code with an answer that undici will not have, such as an unasked `100 Continue`. The fault suite
 * pins both.
 */
function codeOf(error: Error): string {
  if (error.name === 'HTTPParserError' && 'data' in error && error.data === '') return ENDED_EARLY;
  if (!('code' in error) || typeof error.code !== 'string') return error.name;
  const isUnasked =
    error.code === 'UND_ERR_SOCKET' && /^bad (response|upgrade)$/.test(error.message);
  return isUnasked ? 'UND_ERR_UNASKED' : error.code;
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
  EAFNOSUPPORT: 'ours-no-route',
  EAI_AGAIN: 'ours-resolver',
  UND_ERR_ABORTED: 'ours-aborted',
  UND_ERR_CLOSED: 'ours-aborted',
  UND_ERR_DESTROYED: 'ours-aborted',
};

const TARGETS: Readonly<Record<string, TargetCause>> = {
  ENOTFOUND: 'dns',
  ENODATA: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_HEADERS_OVERFLOW: 'too-large',
  [ENDED_EARLY]: 'reset',
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
  headers: 'first-byte-timeout',
  transfer: 'body-timeout',
} as const;

const AWAITED: Readonly<Record<ProbePhase, string>> = {
  resolve: 'address from our resolver',
  connect: 'connection',
  tls: 'finished TLS handshake',
  'first-byte': 'answer',
  headers: 'end of the headers',
  transfer: 'complete answer',
};
