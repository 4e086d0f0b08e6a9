import { EXPECT_ANY } from '../../../lib/core/probing/expect.ts';
import { answering, httpAnswer } from '../../support/servers.ts';
import { type Fault, LOOPBACK, type ProberTools, scripted, WITHIN_MS } from '../fault.ts';
import { tls } from './certificates.ts';

const FOLLOW = { expect: { ...EXPECT_ANY, withinMs: WITHIN_MS, redirects: 'follow' as const } };

const redirecting = (locationOf: (path: string) => string | null) =>
  answering((request) => {
    const location = locationOf(request.split(' ')[1] ?? '');
    return location === null
      ? httpAnswer('arrived')
      : httpAnswer('', '301 Moved Permanently', `location: ${location}\r\n`);
  });

const sameForAll = redirecting(() => '/health');

/** Redirects to itself, and the redirect itself is judged. */
export const redirectJudged = scripted(sameForAll);

/** Redirects to itself. */
export const redirectToItself = scripted(sameForAll, FOLLOW);

/** Redirects there and back again. */
export const redirectInCircle = scripted(
  redirecting((path) => (path === '/health' ? '/there' : '/health')),
  FOLLOW,
);

/** Redirects to another place each time, without end. */
export const redirectWithoutEnd = scripted(
  redirecting((path) => `${path}/further`),
  FOLLOW,
);

/** Takes its time over every redirect: the deadline is for all of them together. */
export const redirectSlowly = scripted((socket) => {
  socket.once('data', (request) => {
    const path = request.toString().split(' ')[1];
    const location = `location: ${path}/further\r\n`;
    setTimeout(() => socket.write(httpAnswer('', '301 Moved Permanently', location)), 100);
  });
}, FOLLOW);

/** Redirects to what no browser can open. */
export const redirectToNothing = scripted(
  redirecting(() => 'ftp://files.example.com/'),
  FOLLOW,
);

/** Redirects once, to a page that is there. */
export const redirectOnce = scripted(
  redirecting((path) => (path === '/health' ? '/there' : null)),
  FOLLOW,
);

/** Redirects to a port where nobody listens. */
export const redirectToDeadPort = scripted(
  redirecting(() => 'http://www.example.com:1/'),
  FOLLOW,
);

/** Sends visitors from https down to http. */
export const redirectDowngrade: Fault = async () => {
  const target = await scripted(
    redirecting(() => 'http://www.example.com/'),
    FOLLOW,
    { tls: tls('site') },
  )();
  const tools: ProberTools = {
    dial: (_, port) => ({ address: LOOPBACK, port }),
  };
  return { ...target, tools };
};
