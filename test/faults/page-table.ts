import type { Case } from './table.ts';
import * as pages from './targets/pages.ts';
import * as redirects from './targets/redirects.ts';
import { status } from './targets/statuses.ts';

const STATUSES = [
  '401 Unauthorized',
  '403 Forbidden',
  '404 Not Found',
  '421 Misdirected Request',
  '429 Too Many Requests',
  '500 Internal Server Error',
  '502 Bad Gateway',
  '503 Service Unavailable',
  '504 Gateway Timeout',
];

/** A complete answer that is not the one expected. */
export const PAGE: readonly Case[] = [
  ...STATUSES.map(
    (text): Case => [
      `answers ${text}`,
      status(text),
      'unhealthy',
      'bad-status',
      'at once',
      'first byte',
      { status: Number.parseInt(text, 10), firstBytes: `<h1>${text}</h1>` },
    ],
  ),
  [
    'sends an error page as 200',
    pages.errorPage,
    'unhealthy',
    'bad-body',
    'at once',
    'first byte',
    { status: 200, firstBytes: '<h1>Error establishing a database connection</h1>' },
  ],
  ['sends an empty page', pages.emptyPage, 'unhealthy', 'bad-body', 'at once', 'first byte'],
  [
    'does not know the site by its name',
    pages.wrongVirtualHost,
    'unhealthy',
    'bad-body',
    'at once',
    'first byte',
    { firstBytes: '<h1>Welcome to nginx!</h1>' },
  ],
  ['leaves out a header', pages.missingHeader, 'unhealthy', 'bad-header', 'at once', 'first byte'],
  [
    'says in JSON that it is sick',
    pages.sickJson,
    'unhealthy',
    'bad-body',
    'at once',
    'first byte',
  ],
  [
    'is slower than it may',
    pages.slow,
    'unhealthy',
    'slow',
    'at once',
    'first byte',
    { isSlow: true },
  ],
  ['speaks HTTP/1.0', pages.http10, 'healthy', null, 'at once', 'first byte', { status: 200 }],
];

/** Redirects, judged and followed. */
export const REDIRECT: readonly Case[] = [
  [
    'redirects, which is judged',
    redirects.redirectJudged,
    'healthy',
    null,
    'at once',
    'first byte',
    { status: 301 },
  ],
  [
    'redirects once',
    redirects.redirectOnce,
    'healthy',
    null,
    'at once',
    'first byte',
    { status: 200 },
  ],
  [
    'redirects to itself',
    redirects.redirectToItself,
    'unhealthy',
    'redirect-loop',
    'at once',
    'first byte',
    { status: 301 },
  ],
  [
    'redirects in a circle',
    redirects.redirectInCircle,
    'unhealthy',
    'redirect-loop',
    'at once',
    'first byte',
    { status: 301 },
  ],
  [
    'redirects without end',
    redirects.redirectWithoutEnd,
    'unhealthy',
    'redirect-loop',
    'at once',
    'first byte',
    { status: 301 },
  ],
  [
    'redirects from https to http',
    redirects.redirectDowngrade,
    'unhealthy',
    'redirect-downgrade',
    'at once',
    'first byte',
    { status: 301 },
  ],
  [
    'redirects slowly',
    redirects.redirectSlowly,
    'unhealthy',
    'first-byte-timeout',
    'at its deadline',
    'connection',
  ],
  [
    'redirects to no web address',
    redirects.redirectToNothing,
    'unhealthy',
    'protocol',
    'at once',
    'first byte',
    { status: 301 },
  ],
  [
    'redirects to a dead port',
    redirects.redirectToDeadPort,
    'unhealthy',
    'refused',
    'at once',
    'nothing',
  ],
];
