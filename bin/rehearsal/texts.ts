import type { Served } from '../../lib/core/failover.ts';
import type { Stage } from '../../lib/local/stage-type.ts';
import { duration } from '../../lib/render/duration.ts';
import { seconds } from '../../lib/render/rehearsal.ts';

type Shortened = {
  readonly intervalMs: number;
  readonly windowMs: number;
  readonly checkerIntervalMs: number;
  readonly cooldownMs: number;
  readonly stableForMs: number;
};

/** What stands where, and what is quicker than in production. */
export const introText = ({ site, ports }: Stage, shortened: Shortened): string =>
  [
    `A bad day of ${site.name}, rehearsed on this machine: real sockets, real DNS packets, no AWS.`,
    '',
    `  primary       203.0.113.10          is  127.0.0.1:${ports.primary}`,
    `  S3 website    ${site.secondary.region}             is  127.0.0.1:${ports.website}`,
    `  name servers  4 of ${site.hostedZone.padEnd(16)} are 127.0.0.1:${ports.dns}`,
    '',
    '  shortened     a probe every ' +
      `${duration(shortened.intervalMs)} (default 5 s), a window ${duration(shortened.windowMs)} (1 min),`,
    `                16 health checkers every ${duration(shortened.checkerIntervalMs)} (10 s), cooldown ` +
      `${duration(shortened.cooldownMs)} (10 min), stable ${duration(shortened.stableForMs)} (5 min)`,
    '',
  ].join('\n');

/** The line that lives while the script plays. */
export const progressText = (elapsedMs: number, served: Served): string =>
  `${seconds(elapsedMs)}   DNS answers: ${served}`;

/** The addresses to play with, for `--keep`. */
export const playgroundText = ({ site, ports }: Stage): string =>
  [
    '',
    'Everything stays until Ctrl-C. To play with:',
    `  dig @127.0.0.1 -p ${ports.dns} ${site.name} +noall +answer`,
    `  curl -H 'Host: ${site.name}' http://127.0.0.1:${ports.primary}/     # the primary`,
    `  curl -H 'Host: ${site.name}' http://127.0.0.1:${ports.website}/     # the secondary`,
  ].join('\n');
