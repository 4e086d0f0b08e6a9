import { EXPECT_ANY } from '../lib/core/probing/expect.ts';
import type { Endpoint } from '../lib/core/probing/probe.ts';
import type { Prober } from '../lib/core/world.ts';
import { now } from '../lib/io/clock.ts';
import { makeOpenProber } from '../lib/io/probe/prober.ts';
import { findBlackbox, startBlackbox } from './support/blackbox.ts';
import { endChild, findProgram } from './support/children.ts';
import type { Bench, Report } from './support/comparison.ts';
import { curlMs } from './support/curl.ts';
import { type HoldingTarget, startHoldingTarget } from './support/holding-target.ts';
import { INSTALL } from './support/peers.ts';
import { median, percentile } from './support/statistics.ts';

/** Someone who probes a path and says how many milliseconds that took. */
type Teller = {
  readonly name: string;
  readonly tell: (path: string) => Promise<number>;
  readonly close: () => Promise<void>;
};

const HOLD_MS = 20;
const ROUNDS = 60;
const WARM_UP_ROUNDS = 5;
/** As in a window that has gone on for a while: code that has run is faster. */
const WARM_UP_PROBES = 2_000;
const AT_ONCE = 50;

/** What a prober adds to what the server took: a monitor's own weight on its scales. */
export const bias: Bench = {
  name: 'bias',
  what: "microseconds that a fresh probe's total is longer than the server's own time",
  run: async (report) => {
    const target = await startHoldingTarget(HOLD_MS);
    const prober = makeOpenProber({ now })();
    const peers = [...curlTeller(target, report), ...(await blackboxTeller(target, report))];
    const tellers = [ourTeller(target, prober), ...peers];
    await warmUp(target, prober);
    for (const atOnce of [1, AT_ONCE]) await tellAll(tellers, atOnce, target, report);
    await Promise.all(tellers.map(({ close }) => close()));
    await target.close();
  },
};

/** Alone, and with many under way at once. A curl each would measure the start of processes. */
async function tellAll(
  tellers: readonly Teller[],
  atOnce: number,
  target: HoldingTarget,
  report: Report,
): Promise<void> {
  const racers = tellers.filter(({ name }) => atOnce === 1 || name !== 'curl');
  const micros = new Map<string, number[]>(racers.map(({ name }) => [name, []]));
  const paths = Array.from({ length: atOnce }, (_, index) => `/${index}`);
  const rounds = Math.ceil(ROUNDS / Math.sqrt(atOnce));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++)
    for (const { name, tell } of racers) {
      const told = await Promise.all(paths.map(tell));
      const held = await target.heldMs();
      const added = told.map((ms, index) => (ms - (held[`/${index}`] ?? Number.NaN)) * 1_000);
      if (round >= 0) micros.get(name)?.push(...added);
    }
  const ours = micros.get('ours') ?? [];
  const label = atOnce === 1 ? 'alone' : `${atOnce}AtOnce`;
  for (const [peer, theirs] of micros) {
    if (peer === 'ours') continue;
    const common = { bench: 'bias', peer };
    report.compare({
      ...common,
      metric: `${label}BiasUsMedian`,
      ours: median(ours),
      theirs: median(theirs),
    });
    report.compare({
      ...common,
      metric: `${label}BiasUsP95`,
      ours: percentile(ours, 0.95),
      theirs: percentile(theirs, 0.95),
    });
  }
}

async function warmUp(target: HoldingTarget, prober: Prober): Promise<void> {
  for (let count = 0; count < WARM_UP_PROBES; count += AT_ONCE) {
    const paths = Array.from({ length: AT_ONCE }, (_, index) => `/${index}`);
    await Promise.all(paths.map((path) => prober.probe(endpointOf(target, path), { fresh: true })));
  }
}

const ourTeller = (target: HoldingTarget, prober: Prober): Teller => ({
  name: 'ours',
  close: prober.close,
  tell: async (path) => {
    const { verdict, phasesMs } = await prober.probe(endpointOf(target, path), { fresh: true });
    if (verdict !== 'healthy') throw new Error(`the target is ${verdict}`);
    return phasesMs.total;
  },
});

const endpointOf = ({ port }: HoldingTarget, path: string): Endpoint => ({
  protocol: 'http',
  address: '127.0.0.1',
  port,
  path,
  hostname: 'www.example.com',
  expect: { ...EXPECT_ANY, contains: 'ok' },
});

function curlTeller({ port }: HoldingTarget, report: Report): Teller[] {
  if (findProgram('curl') === null) {
    report.skip('curl', INSTALL.curl ?? '');
    return [];
  }
  const tell = (path: string) => curlMs(`http://127.0.0.1:${port}${path}`);
  return [{ name: 'curl', tell, close: async () => undefined }];
}

async function blackboxTeller({ port }: HoldingTarget, report: Report): Promise<Teller[]> {
  const program = findBlackbox();
  if (program === null) {
    report.skip('blackbox_exporter', INSTALL.blackbox_exporter ?? '');
    return [];
  }
  const { child, probe } = await startBlackbox(program, AT_ONCE);
  const tell = async (path: string) =>
    (await probe(Number(path.slice(1)), `http://127.0.0.1:${port}${path}`)) * 1_000;
  return [{ name: 'blackbox_exporter', tell, close: () => endChild(child) }];
}
