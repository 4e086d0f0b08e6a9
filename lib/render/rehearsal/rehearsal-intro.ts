import type { Served } from '../../core/failover.ts';
import type { Script } from '../../core/rehearsal-script.ts';
import type { Site } from '../../core/site.ts';
import { duration } from '../duration.ts';
import { type Paint, PLAIN } from '../paint.ts';
import { wrap } from '../text.ts';
import { seconds } from './rehearsal.ts';

/** What stands where on the stage. */
export type StagePlaces = {
  readonly site: Pick<Site, 'name' | 'hostedZone' | 'secondary'>;
  readonly ports: { readonly primary: number; readonly website: number; readonly dns: number };
  readonly primaryAddress: string;
  readonly nameServers: number;
};

/** How quickly everything goes. */
export type PaceFacts = {
  readonly name: 'shortened' | 'real';
  readonly intervalMs: number;
  readonly windowMs: number;
  readonly checkerIntervalMs: number;
  readonly cooldownMs: number;
  readonly stableForMs: number;
};

/** What is played, what stands where, how quickly it goes and how long it takes. */
export function introText(
  { title, story }: Pick<Script, 'title' | 'story'>,
  places: StagePlaces,
  pace: PaceFacts,
  usualMs: number,
  paint: Paint = PLAIN,
): string {
  return [
    paint('strong', `${title.replace('{}', places.site.name)}, rehearsed on this machine`),
    'Real sockets and real DNS packets; no AWS account.',
    '',
    wrap(story, WIDTH),
    '',
    ...placeLines(places),
    '',
    pace.name === 'real'
      ? "At the real pace: Route 53's checkers, and the defaults of sites.yml except for"
      : 'Shortened so that it fits into a minute:',
    ...paceLines(pace),
    '',
    `It takes about ${duration(Math.ceil(usualMs / ROUND_MS) * ROUND_MS)}.`,
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

const WIDTH = 80;
/** An estimate that names every second of several minutes would promise too much. */
const ROUND_MS = 5_000;

const placeLines = ({ site, ports, primaryAddress, nameServers }: StagePlaces): string[] =>
  (
    [
      ['primary', primaryAddress, ports.primary],
      ['secondary', `S3 website in ${site.secondary.region}`, ports.website],
      ['name servers', `${nameServers} of ${site.hostedZone}`, ports.dns],
    ] as const
  ).map(([what, where, port]) => `  ${what.padEnd(16)}  ${where.padEnd(23)}  127.0.0.1:${port}`);

/** Only what is not as in production. */
const paceLines = (pace: PaceFacts): string[] =>
  (
    [
      ['a probe', pace.intervalMs, 5_000],
      ['a window', pace.windowMs, 60_000],
      ['a health checker', pace.checkerIntervalMs, 10_000],
      ['cooldown', pace.cooldownMs, 600_000],
      ['stable for', pace.stableForMs, 300_000],
    ] as const
  )
    .filter(([, ms, usualMs]) => ms !== usualMs)
    .map(
      ([what, ms, usualMs]) =>
        `  ${what.padEnd(16)}  ${duration(ms).padEnd(6)}  in place of ${duration(usualMs)} by default`,
    );
