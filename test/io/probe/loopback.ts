import { EXPECT_ANY } from '../../../lib/core/probing/expect.ts';
import type { Endpoint } from '../../../lib/core/probing/probe.ts';
import type { Expectation } from '../../../lib/core/site.ts';
import { epochMs } from '../../../lib/core/time.ts';
import type { Prober } from '../../../lib/core/world.ts';
import { makeOpenProber } from '../../../lib/io/probe/prober.ts';
import { type Listening, type Script, type ScriptedServer, serve } from '../../support/servers.ts';

export const NOON = epochMs(43_200_000);
export const LOOPBACK = '127.0.0.1';
export const WITHIN_MS = 400;

export const endpoint = (port: number, change: Partial<Endpoint> = {}): Endpoint => ({
  protocol: 'http',
  address: LOOPBACK,
  port,
  path: '/health',
  hostname: 'www.example.com',
  expect: expecting({}),
  ...change,
});

export const expecting = (change: Partial<Expectation>): Expectation => ({
  ...EXPECT_ANY,
  withinMs: WITHIN_MS,
  ...change,
});

/** What a test opens, to be closed after it. */
export type Opened = {
  readonly server: (script: Script, listening?: Listening) => Promise<ScriptedServer>;
  readonly prober: (options?: Partial<Parameters<typeof makeOpenProber>[0]>) => Prober;
  /** Closes something of the test's own, too. */
  readonly also: (close: () => Promise<void>) => void;
};

/** Call it once at the top of a test file. */
export function opening(): Opened {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await Promise.all(closers.splice(0).map((close) => close()));
  });
  return {
    server: async (script, listening) => {
      const server = await serve(script, listening);
      closers.push(server.close);
      return server;
    },
    prober: (options = {}) => {
      const prober = makeOpenProber({ now: () => NOON, ...options })();
      closers.push(prober.close);
      return prober;
    },
    also: (close) => {
      closers.push(close);
    },
  };
}
