import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { probeAddress } from '../../lib/app/window/address-loop.ts';
import { EXPECT_ANY } from '../../lib/core/probing/expect.ts';
import { type Health, observe, UNKNOWN_HEALTH } from '../../lib/core/probing/health.ts';
import { elapsed, now, sleep } from '../../lib/io/clock.ts';
import { makeOpenProber } from '../../lib/io/probe/prober.ts';
import { findProgram } from './children.ts';
import type { Report } from './comparison.ts';
import { startGatus } from './gatus.ts';
import { type Mortal, startMortal } from './mortal.ts';
import { INSTALL } from './peers.ts';
import { freePort } from './ports.ts';
import { policyEvery } from './simulated-watch.ts';
import { percentile } from './statistics.ts';

const TARGETS = 30;
const WARM_UP_MS = 4_000;
const KILLS_WITHIN_MS = 5_000;
const PATIENCE_MS = 8_000;
const POLICY = policyEvery(1_000);

/** On real sockets: servers that die at random moments under the eyes of both, once a second. */
export async function rehearsedDetection(report: Report): Promise<void> {
  const program = findProgram('gatus');
  if (program === null) {
    report.skip('gatus', INSTALL.gatus ?? '');
    return;
  }
  const mortals = await Promise.all(Array.from({ length: TARGETS }, startMortal));
  const gatus = await watchWithGatus(program, mortals);
  const ours = watchWithOurs(mortals);
  await delay(WARM_UP_MS);
  await Promise.all(mortals.map((mortal) => mortal.dieWithin(KILLS_WITHIN_MS)));
  await delay(PATIENCE_MS);
  await Promise.all([gatus.end(), ours.end()]);
  for (const [label, share] of [
    ['P50', 0.5],
    ['P95', 0.95],
  ] as const)
    report.compare({
      bench: 'detection',
      metric: `rehearsedEvery1s${label}Seconds`,
      ours: percentile(secondsOf(mortals, ours.foundAtMs), share),
      peer: 'gatus-every-1s',
      theirs: percentile(secondsOf(mortals, gatus.foundAtMs), share),
      ratioMax: 1,
    });
}

type Watch = {
  /** By number of the target. */
  readonly foundAtMs: ReadonlyMap<number, number>;
  readonly end: () => Promise<void>;
};

function watchWithOurs(mortals: readonly Mortal[]): Watch {
  const foundAtMs = new Map<number, number>();
  const prober = makeOpenProber({ now })();
  const over = new AbortController();
  const loops = mortals.map(({ port }, index) => {
    let health: Health = UNKNOWN_HEALTH;
    return probeAddress(
      { probe: prober.probe, now, elapsed, sleep },
      {
        endpoint: {
          protocol: 'http',
          address: '127.0.0.1',
          port,
          path: '/health',
          hostname: `site-${index}.example.com`,
          expect: EXPECT_ANY,
        },
        policy: POLICY,
        health: undefined,
        lookedUntil: null,
        signal: over.signal,
        onResult: (result) => {
          health = observe(health, result, POLICY);
          if (health.status === 'unhealthy' && !foundAtMs.has(index))
            foundAtMs.set(index, elapsed());
          return health;
        },
      },
    );
  });
  const end = async () => {
    over.abort();
    await Promise.all(loops);
    await prober.close();
  };
  return { foundAtMs, end };
}

/** gatus tells of a failure by its alert, whose body names the endpoint. */
async function watchWithGatus(program: string, mortals: readonly Mortal[]): Promise<Watch> {
  const foundAtMs = new Map<number, number>();
  const bell = createServer((request, response) => {
    const index = indexOf(request);
    if (!foundAtMs.has(index)) foundAtMs.set(index, elapsed());
    request.resume();
    response.end();
  });
  bell.listen(0, '127.0.0.1');
  await once(bell, 'listening');
  const address = bell.address();
  const bellPort = address !== null && typeof address === 'object' ? address.port : 0;
  const gatus = startGatus(program, {
    webPort: await freePort(),
    urls: mortals.map(({ port }) => `http://127.0.0.1:${port}/health`),
    interval: '1s',
    readsBody: false,
    alertUrl: `http://127.0.0.1:${bellPort}/[ENDPOINT_NAME]`,
  });
  const end = async () => {
    gatus.process.kill('SIGKILL');
    bell.closeAllConnections();
    bell.close();
  };
  return { foundAtMs, end };
}

const indexOf = ({ url = '' }: IncomingMessage): number => Number(/e(\d+)/.exec(url)?.[1]);

/** Throws when somebody found a target that was still alive, or did not find a dead one. */
function secondsOf(
  mortals: readonly Mortal[],
  foundAtMs: ReadonlyMap<number, number>,
): readonly number[] {
  return mortals.map(({ diedAtMs }, index) => {
    const ms = (foundAtMs.get(index) ?? Number.NaN) - diedAtMs();
    if (ms >= 0) return ms / 1_000;
    throw new Error(`target ${index} was found ${ms} ms after its death`);
  });
}
