import type { Case } from './table.ts';
import { ipv6Only } from './targets/ipv6-only.ts';
import {
  bothOfTwoRefuse,
  firstOfTwoDrops,
  firstOfTwoRefuses,
  nameFails,
  nameWithoutAddresses,
  silentResolver,
  slowOnFirstOfTwo,
} from './targets/names.ts';
import { noRoute } from './targets/no-route.ts';
import { connectFails } from './targets/own-errors.ts';
import { refused } from './targets/refused.ts';
import { synDropped, synDroppedForTcp } from './targets/syn-dropped.ts';

/** On the way to a connection. The rows that say "(injected)" hand the engine the error itself. */
export const CONNECT: readonly Case[] = [
  ['refuses connections', refused, 'unhealthy', 'refused', 'at once', 'nothing'],
  ['listens on IPv6 only', ipv6Only, 'healthy', null, 'at once', 'first byte', { address: '::1' }],
  [
    'cannot be reached (injected)',
    connectFails('EHOSTUNREACH'),
    'unhealthy',
    'unreachable',
    'at once',
    'nothing',
  ],
  [
    'has a name that does not exist',
    nameFails('ENOTFOUND'),
    'unhealthy',
    'dns',
    'at once',
    'nothing',
  ],
  ['has a name without addresses', nameWithoutAddresses, 'unhealthy', 'dns', 'at once', 'nothing'],
  [
    'refuses on one of two addresses',
    firstOfTwoRefuses,
    'healthy',
    null,
    'at once',
    'first byte',
    { address: '127.0.0.1' },
  ],
  [
    'answers slowly on the first of two addresses',
    slowOnFirstOfTwo,
    'healthy',
    null,
    'at once',
    'first byte',
    { address: '203.0.113.1' },
  ],
  ['refuses on both addresses', bothOfTwoRefuse, 'unhealthy', 'refused', 'at once', 'nothing'],
];

/** Faults of our own: they must never count against the target. */
export const OURS: readonly Case[] = [
  ...(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL'] as const).map(
    (code): Case => [
      `is not to blame for ${code} (injected)`,
      connectFails(code),
      'inconclusive',
      'ours-no-sockets',
      'at once',
      'nothing',
    ],
  ),
  ...(['ENETUNREACH', 'ENETDOWN', 'EACCES', 'EPERM', 'EAFNOSUPPORT'] as const).map(
    (code): Case => [
      `is not to blame for ${code} (injected)`,
      connectFails(code),
      'inconclusive',
      'ours-no-route',
      'at once',
      'nothing',
    ],
  ),
  [
    'is not to blame for a resolver that fails',
    nameFails('EAI_AGAIN'),
    'inconclusive',
    'ours-resolver',
    'at once',
    'nothing',
  ],
  ...(['EINVAL', 'ESERVFAIL', 'ECONNREFUSED', 'ETIMEOUT'] as const).map(
    (code): Case => [
      `is not to blame for a resolver that says ${code} (injected)`,
      nameFails(code),
      'inconclusive',
      'ours-resolver',
      'at once',
      'nothing',
    ],
  ),
  [
    'is not to blame for a resolver that is silent',
    silentResolver,
    'inconclusive',
    'ours-resolver',
    'at its deadline',
    'nothing',
  ],
  [
    'is not to blame for a resolver without descriptors',
    nameFails('EMFILE'),
    'inconclusive',
    'ours-no-sockets',
    'at once',
    'nothing',
  ],
];

/** Real faults of Linux' own making; other kernels do otherwise. */
export const LINUX: readonly Case[] = [
  ['drops SYNs', synDropped, 'unhealthy', 'connect-timeout', 'at its deadline', 'nothing'],
  [
    'drops SYNs, asked over TCP',
    synDroppedForTcp,
    'unhealthy',
    'connect-timeout',
    'at its deadline',
    'nothing',
  ],
  ['has no route from here', noRoute, 'inconclusive', 'ours-no-route', 'at once', 'nothing'],
];

/** The other address is tried a quarter of a second later, so this one takes a longer deadline. */
export const ONE_OF_TWO_DROPS: Case = [
  'drops SYNs on one of two addresses',
  firstOfTwoDrops,
  'healthy',
  null,
  'at once',
  'first byte',
  { address: '127.0.0.1' },
];
