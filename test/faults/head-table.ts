import { WITHIN_MS } from './fault.ts';
import type { Case } from './table.ts';
import { closesAfterAccept, closesAfterRequest, closesInHeaders } from './targets/closes.ts';
import { drippingHeaders, hugeHeaders } from './targets/headers.ts';
import * as interim from './targets/interim-answers.ts';
import * as noHttp from './targets/no-http.ts';
import * as resets from './targets/resets.ts';
import { silence } from './targets/silence.ts';

/** Between the connection and the end of the headers. */
export const HEAD: readonly Case[] = [
  [
    'accepts and stays silent',
    silence,
    'unhealthy',
    'first-byte-timeout',
    'at its deadline',
    'connection',
  ],
  ['closes after accepting', closesAfterAccept, 'unhealthy', 'reset', 'at once', 'connection'],
  ['closes after the request', closesAfterRequest, 'unhealthy', 'reset', 'at once', 'connection'],
  ['closes in its headers', closesInHeaders, 'unhealthy', 'reset', 'at once', 'first byte'],
  [
    'resets after accepting',
    resets.resetAfterAccept,
    'unhealthy',
    'reset',
    'at once',
    'connection',
  ],
  ['resets in its headers', resets.resetInHeaders, 'unhealthy', 'reset', 'at once', 'first byte'],
  ['speaks SSH', noHttp.speaksSsh, 'unhealthy', 'protocol', 'at once', 'first byte'],
  ['speaks only HTTP/2', noHttp.speaksHttp2, 'unhealthy', 'protocol', 'at once', 'first byte'],
  [
    'sends a malformed status line',
    noHttp.malformedStatusLine,
    'unhealthy',
    'protocol',
    'at once',
    'first byte',
  ],
  [
    'sends a malformed header',
    noHttp.malformedHeader,
    'unhealthy',
    'protocol',
    'at once',
    'first byte',
  ],
  [
    'sends a malformed header after a length',
    noHttp.malformedAfterLength,
    'unhealthy',
    'protocol',
    'at once',
    'first byte',
  ],
  ['sends two lengths', noHttp.twoLengths, 'unhealthy', 'protocol', 'at once', 'first byte'],
  [
    'sends interim answers only',
    interim.interimOnly,
    'unhealthy',
    'first-byte-timeout',
    'at its deadline',
    'connection',
  ],
  [
    'says 100 Continue unasked',
    interim.unaskedContinue,
    'unhealthy',
    'protocol',
    'at once',
    'first byte',
  ],
  [
    'changes protocol unasked',
    interim.unaskedUpgrade,
    'unhealthy',
    'protocol',
    'at once',
    'first byte',
  ],
  [
    'hints before it answers',
    interim.earlyHints,
    'healthy',
    null,
    'at once',
    'first byte',
    { status: 200 },
  ],
  ['sends headers over 16 KiB', hugeHeaders, 'unhealthy', 'too-large', 'at once', 'first byte'],
  [
    'drips headers',
    drippingHeaders,
    'unhealthy',
    'first-byte-timeout',
    'at its deadline',
    'first byte',
    { detail: `no end of the headers within ${WITHIN_MS} ms` },
  ],
];
