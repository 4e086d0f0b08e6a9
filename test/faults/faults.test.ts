import { BODY } from './body-table.ts';
import { CONNECT, LINUX, ONE_OF_TWO_DROPS, OURS } from './connect-table.ts';
import { WITHIN_MS } from './fault.ts';
import { HEAD } from './head-table.ts';
import { PAGE, REDIRECT } from './page-table.ts';
import { type CaseRun, NOON, runCase, type Timed } from './run-case.ts';
import type { Case, Reached } from './table.ts';
import { CERTIFICATE, HANDSHAKE } from './tls-table.ts';

/** A deadline is kept within so much of what a bare timer keeps. */
const DEADLINE_SLACK_MS = 50;
/** So many cases run side by side: enough to be quick, few enough not to disturb each other. */
const SIDE_BY_SIDE = 12;

const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

describe('on the way to a connection, a target that', () => runTable(CONNECT));
describe('when we could not look, a target that', () => runTable(OURS));
describeOnLinux('by the ways of the Linux kernel, a target that', () => runTable(LINUX));
describe('over TLS, a target that', () => runTable(HANDSHAKE));
describe('by its certificate, a target that', () => runTable(CERTIFICATE));
describe('before its answer, a target that', () => runTable(HEAD));
describe('in its body, a target that', () => runTable(BODY));
describe('by its page, a target that', () => runTable(PAGE));
describe('by its redirects, a target that', () => runTable(REDIRECT));
describeOnLinux('with another address, a target that', () => runTable([ONE_OF_TWO_DROPS], 1_000));

function runTable(table: readonly Case[], withinMs = WITHIN_MS): void {
  const runs = new Map<string, CaseRun>();
  beforeAll(async () => {
    const queue = [...table];
    const worker = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift())
        runs.set(next[0], await runCase(next[1], withinMs));
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  });

  for (const row of table)
    test(row[0], () => {
      const run = runs.get(row[0]);
      if (run === undefined) throw new Error('the case did not run');
      expectFound(run.first, row, withinMs);
      expectFound(run.second, row, withinMs);
      expect(run.left).toBe(0);
    });
}

function expectFound(
  timed: Timed,
  [_name, _fault, verdict, cause, ends, reached, evidence]: Case,
  withinMs: number,
): void {
  expect(timed.result).toMatchObject({ at: NOON, verdict, cause, fresh: true, ...evidence });
  expect(timed.result.detail).not.toBe('');
  expect(reachedBy(timed)).toBe(reached);
  expectEnding(timed, ends, withinMs);
}

function reachedBy({ result: { phasesMs } }: Timed): Reached {
  if (phasesMs.firstByte !== null) return 'first byte';
  if (phasesMs.tls !== null) return 'tls';
  return phasesMs.connect === null ? 'nothing' : 'connection';
}

function expectEnding(
  { result, tookMs, timerLateMs }: Timed,
  ends: 'at once' | 'at its deadline',
  withinMs: number,
): void {
  expect(Math.abs(tookMs - result.phasesMs.total)).toBeLessThan(DEADLINE_SLACK_MS);
  if (ends === 'at once') expect(tookMs).toBeLessThan(withinMs + timerLateMs);
  else {
    // Timers are due in whole milliseconds and may be early by the rest of one.
    expect(tookMs).toBeGreaterThan(withinMs - 1);
    expect(tookMs - timerLateMs).toBeLessThan(withinMs + DEADLINE_SLACK_MS);
    expect(result.detail).toContain(`within ${withinMs} ms`);
  }
}
