import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The folder, besides our own, whose node_modules may hold axios and got. */
const PEERS_FOLDER = process.env.UNDERSTUDY_BENCH_PEERS;

/** Where a peer from the npm registry is, or null when it is not installed. */
export function findPeer(name: string): string | null {
  const folders = [import.meta.dirname, ...(PEERS_FOLDER === undefined ? [] : [PEERS_FOLDER])];
  for (const folder of folders) {
    try {
      return createRequire(join(folder, 'package.json')).resolve(name);
    } catch {
      // Not here; the next folder may have it.
    }
  }
  return null;
}

/** Loads a peer; what it exports is the caller's claim. */
export async function loadPeer<Exports>(name: string): Promise<Exports> {
  const path = findPeer(name);
  if (path === null) throw new Error(`${name} is not installed`);
  return (await import(pathToFileURL(path).href)) as Exports;
}

const NPM_HOW = (name: string) =>
  `npm install --prefix FOLDER ${name}, then UNDERSTUDY_BENCH_PEERS=FOLDER`;

/** How to install each peer; the same commands are in bench/README.md. */
export const INSTALL: Readonly<Record<string, string>> = {
  axios: NPM_HOW('axios'),
  'uptime-kuma': NPM_HOW('axios'),
  got: NPM_HOW('got'),
  gatus: 'go install github.com/TwiN/gatus/v5@latest (and its folder in the PATH)',
  blackbox_exporter: 'apt-get install prometheus-blackbox-exporter',
  'haproxy-check': 'apt-get install haproxy',
  curl: 'apt-get install curl',
};
