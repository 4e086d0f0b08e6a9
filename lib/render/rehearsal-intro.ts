import type { Served } from '../core/failover.ts';
import type { Site } from '../core/site.ts';
import { duration } from './duration.ts';
import { type Paint, PLAIN } from './paint.ts';
import { seconds } from './rehearsal.ts';

/** What stands where on the stage. */
export type StagePlaces = {
  readonly site: Pick<Site, 'name' | 'hostedZone' | 'secondary'>;
  readonly ports: { readonly primary: number; readonly website: number; readonly dns: number };
  readonly primaryAddress: string;
  readonly nameServers: number;
};

/** What is quicker than in production. */
export type Shortened = {
  readonly intervalMs: number;
  readonly windowMs: number;
  readonly checkerIntervalMs: number;
  readonly cooldownMs: number;
  readonly stableForMs: number;
};

/** What stands where, and what is quicker than in production. */
export function introText(
  { site, ports, primaryAddress, nameServers }: StagePlaces,
  shortened: Shortened,
  paint: Paint = PLAIN,
): string {
  const places = [
    ['primary', primaryAddress, ports.primary],
    ['secondary', `S3 website in ${site.secondary.region}`, ports.website],
    ['name servers', `${nameServers} of ${site.hostedZone}`, ports.dns],
  ] as const;
  const paces = [
    ['a probe', shortened.intervalMs, '5 s'],
    ['a window', shortened.windowMs, '1 min'],
    ['a health checker', shortened.checkerIntervalMs, '10 s'],
    ['cooldown', shortened.cooldownMs, '10 min'],
    ['stable for', shortened.stableForMs, '5 min'],
  ] as const;
  return [
    paint('strong', `A bad day of ${site.name}, rehearsed on this machine`),
    'Real sockets and real DNS packets; no AWS account.',
    '',
    ...places.map(
      ([what, where, port]) => `  ${what.padEnd(16)}  ${where.padEnd(23)}  127.0.0.1:${port}`,
    ),
    '',
    'Shortened so that it fits into a minute:',
    ...paces.map(
      ([what, ms, usual]) =>
        `  ${what.padEnd(16)}  ${duration(ms).padEnd(6)}  in place of ${usual} by default`,
    ),
  ].join('\n');
}

/** The line that lives while the script plays. */
export const progressText = (
  elapsedMs: number,
  awaiting: string,
  stepMs: number,
  served: Served,
): string =>
  `${seconds(elapsedMs)}  waiting for ${awaiting} (${seconds(stepMs)})  DNS answers: ${served}`;

/** The addresses to play with, for `--keep`. */
export const playgroundText = ({ site, ports }: StagePlaces): string =>
  [
    'Everything stays until Ctrl-C. To play with:',
    `  dig @127.0.0.1 -p ${ports.dns} ${site.name} +noall +answer`,
    `  curl -H 'Host: ${site.name}' http://127.0.0.1:${ports.primary}/   # the primary`,
    `  curl -H 'Host: ${site.name}' http://127.0.0.1:${ports.website}/   # the secondary`,
  ].join('\n');
