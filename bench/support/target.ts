import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import {
  ask,
  type Child,
  type Core,
  endChild,
  findProgram,
  startChild,
  startNode,
} from './children.ts';
import { freePort, untilAccepting } from './ports.ts';
import { temporaryFile } from './temporary.ts';

/** What the target has seen up to now; it proves who opened how many connections. */
export type Counts = { readonly connections: number; readonly requests: number };

/** A server on loopback that is cheaper than any prober, in a process of its own. */
export type Target = {
  readonly kind: 'haproxy' | 'raw';
  readonly port: number;
  readonly counts: () => Promise<Counts>;
  readonly close: () => Promise<void>;
};

/** HAProxy where it is installed, otherwise the smallest server in Node. */
export const startTarget = (connectionsMax = 2_000): Promise<Target> =>
  findProgram('haproxy') === null ? startRawTarget() : startHaproxyTarget(connectionsMax);

/** For where the counts are not enough to be worth HAProxy. */
export async function startRawTarget(): Promise<Target> {
  const child = startNode(new URL('./raw-target-child.ts', import.meta.url), ['0'], 'target');
  const { port } = await ask<{ port: number }>(child, {});
  return {
    kind: 'raw',
    port,
    counts: () => ask<Counts>(child, {}),
    close: () => endChild(child),
  };
}

async function startHaproxyTarget(connectionsMax: number): Promise<Target> {
  const port = await freePort();
  const socket = join(dirname(temporaryFile('readme', 'for a socket')), 'stats');
  const child = startHaproxy(haproxyConfig(port, socket, connectionsMax), 'target');
  await untilAccepting(port, child.complaints);
  return {
    kind: 'haproxy',
    port,
    counts: () => haproxyCounts(socket),
    close: () => endChild(child),
  };
}

/** HAProxy in the foreground; the config is written for it. */
export const startHaproxy = (config: string, core: Core): Child =>
  startChild({ file: 'haproxy', args: ['-db', '-f', temporaryFile('haproxy.cfg', config)], core });

const haproxyConfig = (port: number, socket: string, connectionsMax: number): string => `
global
  nbthread 1
  maxconn ${connectionsMax}
  stats socket ${socket} level admin
defaults
  mode http
  maxconn ${connectionsMax}
  timeout client 300s
  timeout http-keep-alive 300s
  timeout http-request 300s
frontend target
  bind 127.0.0.1:${port} backlog 16384
  http-request return status 200 content-type text/plain string ok
`;

/** Connections and requests of the frontend, from the statistics as CSV. */
async function haproxyCounts(path: string): Promise<Counts> {
  const text = await new Promise<string>((resolve, reject) => {
    let answer = '';
    connect({ path })
      .setEncoding('utf8')
      .on('data', (chunk: string) => {
        answer += chunk;
      })
      .on('end', () => resolve(answer))
      .on('error', reject)
      .end('show stat\n');
  });
  const [names = '', ...rows] = text.split('\n');
  const columns = names.replace(/^# /, '').split(',');
  const values = rows.find((row) => row.startsWith('target,FRONTEND'))?.split(',') ?? [];
  const countOf = (name: string) => Number(values[columns.indexOf(name)]);
  return { connections: countOf('stot'), requests: countOf('req_tot') };
}
