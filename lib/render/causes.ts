import type { Cause } from '../core/probe.ts';

/** What each cause means, in the words of somebody who would like the site to work. */
export const CAUSE_TEXT: Record<Cause, string> = {
  dns: 'name not resolved',
  refused: 'connection refused',
  unreachable: 'unreachable',
  'connect-timeout': 'no connection in time',
  'tls-expired': 'certificate expired',
  'tls-not-yet-valid': 'certificate not yet valid',
  'tls-wrong-name': 'certificate for another name',
  'tls-self-signed': 'certificate self-signed',
  'tls-incomplete-chain': 'certificate chain incomplete',
  'tls-untrusted': 'certificate not trusted',
  'tls-handshake': 'TLS handshake failed',
  'tls-timeout': 'no TLS in time',
  reset: 'connection reset',
  'first-byte-timeout': 'no answer in time',
  'body-timeout': 'answer not complete in time',
  'bad-status': 'unexpected status',
  'bad-body': 'expected text missing',
  'too-large': 'answer too large',
  protocol: 'answer not understood',
  'ours-no-sockets': 'not looked at: no sockets left here',
  'ours-no-route': 'not looked at: no route from here',
  'ours-resolver': 'not looked at: no resolver here',
  'ours-aborted': 'not looked at: the window was over',
};
