import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Doom } from '../../bin/rehearsal/doom.ts';
import { handlersOn } from '../../bin/rehearsal/handlers.ts';
import { invokerOf } from '../../bin/rehearsal/invocations.ts';
import { initialControllerState } from '../../lib/core/records.ts';
import { epochMs } from '../../lib/core/time.ts';
import { encodeController } from '../../lib/io/state-records.ts';
import { startStage } from '../../lib/local/stage.ts';
import type { Stage } from '../../lib/local/stage-type.ts';

const EVENT = { action: 'evaluate', site: 'www.example.com' } as const;
const ignore = () => undefined;

describe('the queue in front of the failover function', () => {
  const waits: number[] = [];
  const queue = (stopped: AbortSignal, failures: unknown[], tries: string[] = []) =>
    invokerOf(
      () => {
        tries.push('tried');
        return Promise.reject(new Error(`attempt ${tries.length}`));
      },
      {
        log: ignore,
        onAnswer: ignore,
        onFailure: (error) => failures.push(error),
        retryAfterMs: 60_000,
      },
      async (durationMs) => {
        waits.push(durationMs);
      },
      stopped,
    );

  test('tells of an event that failed at every attempt, with its latest error', async () => {
    const failures: unknown[] = [];
    const invoker = queue(new AbortController().signal, failures);
    await invoker.invokeFailover(EVENT);
    await invoker.idle();
    expect(failures).toEqual([new Error('attempt 3')]);
    // As Lambda waits: a minute after the first failure, two after the second.
    expect(waits).toEqual([60_000, 120_000]);
  });

  test('runs nothing more once the rehearsal is over', async () => {
    const failures: unknown[] = [];
    const tries: string[] = [];
    const invoker = queue(AbortSignal.abort(), failures, tries);
    await invoker.invokeFailover(EVENT);
    await invoker.idle();
    expect({ failures, tries }).toEqual({ failures: [], tries: [] });
  });
});

describe('an evaluation that waits for the name servers', () => {
  let folder: string;
  let stage: Stage;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'handlers-'));
    stage = await startStage({ files: [] });
  });
  afterEach(async () => {
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('ends when the rehearsal does', async () => {
    const stateFile = join(folder, 'state.json');
    writeFileSync(stateFile, failingOver());
    const { promise: flipped, resolve: onSwitch } = Promise.withResolvers<boolean>();
    const silentZone = { ...stage, findNameServers: async () => [] };
    const handlers = handlersOn(silentZone, {
      site: () => stage.site,
      doom: new Doom(ignore),
      retryAfterMs: 0,
      stateFile,
      log: ignore,
      onAnswer: ignore,
      onFailure: ignore,
      onSwitch,
    });
    const evaluation = handlers.failover({ action: 'evaluate' });
    expect(await Promise.race([flipped, evaluation])).toBe(true);
    await handlers.stop();
    await expect(evaluation).rejects.toThrow(/abort/i);
  });
});

/** A state file as the failover function leaves it in the middle of a failover. */
function failingOver(): string {
  const state = initialControllerState(epochMs(0));
  const failover = { ...state.failover, phase: 'failing-over' } as const;
  const value = JSON.parse(encodeController({ ...state, failover }));
  return JSON.stringify({
    monitor: {},
    audit: [],
    controller: { 'www.example.com': { version: 1, value } },
  });
}
