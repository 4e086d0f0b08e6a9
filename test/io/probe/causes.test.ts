import { deadlineFailure, failureOf, type ProbePhase } from '../../../lib/io/probe/causes.ts';

const errorWith = (code: string, text: string): Error => Object.assign(new Error(text), { code });

const PHASES: readonly ProbePhase[] = [
  'resolve',
  'connect',
  'tls',
  'first-byte',
  'headers',
  'transfer',
];

test.each([
  ['ECONNREFUSED', 'connect', 'refused'],
  ['EHOSTUNREACH', 'connect', 'unreachable'],
  ['EHOSTDOWN', 'transfer', 'unreachable'],
  ['ETIMEDOUT', 'connect', 'connect-timeout'],
  ['ECONNRESET', 'tls', 'reset'],
  ['EPIPE', 'connect', 'reset'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls', 'tls-handshake'],
  ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'tls', 'tls-handshake'],
  ['EPROTO', 'tls', 'tls-handshake'],
  ['CERT_HAS_EXPIRED', 'tls', 'tls-expired'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'first-byte', 'tls-handshake'],
  ['ETIMEDOUT', 'tls', 'tls-timeout'],
  ['ETIMEDOUT', 'first-byte', 'first-byte-timeout'],
  ['ETIMEDOUT', 'transfer', 'body-timeout'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'headers', 'protocol'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'transfer', 'reset'],
  ['UND_ERR_DESTROYED', 'first-byte', 'ours-aborted'],
  ['UND_ERR_CLOSED', 'connect', 'ours-aborted'],
  ['UND_ERR_ABORTED', 'transfer', 'ours-aborted'],
  ['EMFILE', 'connect', 'ours-no-sockets'],
  ['EMFILE', 'resolve', 'ours-no-sockets'],
  ['ENETUNREACH', 'connect', 'ours-no-route'],
  ['ENOTFOUND', 'resolve', 'dns'],
  ['ENODATA', 'resolve', 'dns'],
  ['EAI_FAIL', 'resolve', 'ours-resolver'],
] as const)('%s in the phase %s is %s, whatever the text', (code, phase, cause) => {
  for (const text of ['connect failed', `${code}: something else`, ''])
    expect(failureOf(errorWith(code, text), phase).cause).toBe(cause);
});

test.each([
  ['resolve', 'ours-resolver', 'no address from our resolver within 250 ms'],
  ['connect', 'connect-timeout', 'no connection within 250 ms'],
  ['tls', 'tls-timeout', 'no finished TLS handshake within 250 ms'],
  ['first-byte', 'first-byte-timeout', 'no answer within 250 ms'],
  ['headers', 'first-byte-timeout', 'no end of the headers within 250 ms'],
  ['transfer', 'body-timeout', 'no complete answer within 250 ms'],
] as const)('a deadline in the phase %s is %s: %s', (phase, cause, detail) => {
  expect(deadlineFailure(phase, 250)).toMatchObject({ cause, detail });
});

test.each(PHASES)('an error that nobody has seen yet has a cause in the phase %s', (phase) => {
  for (const error of [errorWith('E_NEW', 'new'), new Error('no code'), 'no error', undefined]) {
    const { verdict, cause } = failureOf(error, phase);
    expect(cause.startsWith('ours-') ? 'inconclusive' : 'unhealthy').toBe(verdict);
  }
});

test('the detail names the code where the text does not', () => {
  const refused = errorWith('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:80');
  expect(failureOf(refused, 'connect').detail).toBe('connect ECONNREFUSED 127.0.0.1:80');
  expect(failureOf(errorWith('EPIPE', 'broken'), 'transfer').detail).toBe('broken (EPIPE)');
});
