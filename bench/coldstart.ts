import { statSync } from 'node:fs';
import { bundleAsDeployed, bundleEagerly, type FunctionName } from './support/bundles.ts';
import { runToEnd } from './support/children.ts';
import type { Bench, Report } from './support/comparison.ts';
import { median } from './support/statistics.ts';
import { temporaryFile } from './support/temporary.ts';

/** What each function is asked first: both look into the state table before anything else. */
const EVENTS: Readonly<Record<FunctionName, object>> = {
  probe: { shard: 0, of: 1 },
  failover: { action: 'history', site: 'www.example.com' },
};
const ROUNDS = 21;
/** Of the import: what follows up to the first call, a TLS socket above all, is the same for both. */
const RATIO_MAX = 0.6;

/** New processes that load a bundle, ours and one that loads every client whether needed or not. */
export const coldstart: Bench = {
  name: 'coldstart',
  what: 'a function loaded in a new process, as deployed, against a bundle with every client',
  run: async (report) => {
    for (const name of ['probe', 'failover'] as const) await compare(name, report);
  },
};

type Start = {
  /** Loading the bundle, its clients made. */
  readonly importMs: number;
  /** From the same moment until the handler sends its first request. */
  readonly firstCallMs: number;
  /** Resident memory once the bundle is loaded. */
  readonly restMiB: number;
  readonly target: string;
};

async function compare(name: FunctionName, report: Report): Promise<void> {
  const bundles = { ours: await bundleAsDeployed(name), eager: await bundleEagerly(name) };
  const starts: Readonly<Record<keyof typeof bundles, Start[]>> = { ours: [], eager: [] };
  // There and back, so that what else the machine does hits both alike; the first round only warms the disk.
  for (let round = 0; round <= ROUNDS; round++) {
    const sides = ['ours', 'eager'] as const;
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const start = startOnce(bundles[side], EVENTS[name]);
      if (round > 0) starts[side].push(start);
    }
  }
  report.note(`${name}: ${kiB(bundles.ours)} KiB, every client: ${kiB(bundles.eager)} KiB`);
  for (const metric of ['importMs', 'firstCallMs', 'restMiB'] as const)
    report.compare({
      bench: 'coldstart',
      metric: `${name}${metric.charAt(0).toUpperCase()}${metric.slice(1)}`,
      ours: median(starts.ours.map((start) => start[metric])),
      peer: 'every-client',
      theirs: median(starts.eager.map((start) => start[metric])),
      ...(metric === 'importMs' ? { ratioMax: RATIO_MAX } : {}),
    });
}

const kiB = (path: string): number => Math.round(statSync(path).size / 1024);

const CHILD = new URL('./support/cold-start-child.cjs', import.meta.url).pathname;
/** Nobody is at home: no profile is found, and no request goes beyond this machine. */
const HOME = temporaryFile('none', '');
const ENVIRONMENT = {
  HOME,
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  // As with AWS itself: over plain HTTP the SDK loads more of Node.
  AWS_ENDPOINT_URL: 'https://127.0.0.1:9',
  ...Object.fromEntries(
    [
      'UNDERSTUDY_STACK',
      'STATE_TABLE',
      'TOPIC_ARN',
      'FAILOVER_FUNCTION',
      'SWITCH_BUCKET',
      'SWITCH_DOMAIN',
      'HEARTBEAT_ALARM',
      'ACCOUNT_ID',
    ].map((name) => [name, 'bench']),
  ),
};

function startOnce(bundle: string, event: object): Start {
  const args = [CHILD, bundle, JSON.stringify(event)];
  const said = runToEnd({ file: process.execPath, args, core: 'contestant', env: ENVIRONMENT });
  const start: Start = JSON.parse(said);
  if (!start.target?.startsWith('DynamoDB_')) throw new Error(`the first call was ${start.target}`);
  return start;
}
