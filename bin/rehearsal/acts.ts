import type { DrillReport } from '../../lib/core/drill.ts';
import { type RehearsalReport, reportOf } from '../../lib/core/rehearsal.ts';
import type { Script, ScriptStep } from '../../lib/core/rehearsal-script.ts';
import type { EpochMs } from '../../lib/core/time.ts';
import { elapsed, now, sleep } from '../../lib/io/clock.ts';
import { calmMs } from '../../lib/local/pace.ts';
import { playScript, type Seen, until } from '../../lib/local/rehearsal.ts';
import { verificationText } from '../../lib/render/rehearsal/rehearsal-aside.ts';
import { progressText } from '../../lib/render/rehearsal/rehearsal-intro.ts';
import type { Terminal } from '../terminal.ts';
import type { Chronicle } from './chronicle.ts';
import type { Rehearsal } from './curtain.ts';
import { eyesOf } from './eyes.ts';
import type { Ledger } from './ledger.ts';

const CALM_MS_MIN = 20_000;
const FLUSH_EVERY_MS = 100;

/** The stage, what is played on it, who watches, and where that is told. */
export type Show = {
  readonly script: Script;
  readonly rehearsal: Rehearsal;
  readonly ledger: Ledger;
  readonly chronicle: Chronicle;
  readonly terminal: Terminal;
};

/** What was seen of a script; the drill's own report where there was one. */
export type Ending = { readonly report: RehearsalReport; readonly drill: DrillReport | null };

/** The stage did not get well, so that its bad day would mean nothing. */
export class NotCalmError extends Error {
  override readonly name = 'NotCalmError';
}

/** A bad day means nothing unless everything was well before it, and Understudy ready to act. */
export async function awaitCalm({ rehearsal, terminal }: Show, signal: AbortSignal): Promise<void> {
  terminal.status(() => 'waiting until everything is healthy, and seen to be');
  const limits = { limitMs: CALM_MS_MIN + calmMs(rehearsal.pace), signal };
  const isCalm = await until({ elapsed, sleep }, limits, async () => {
    if ((await rehearsal.served()) !== 'primary') return null;
    const { statuses } = await rehearsal.status();
    const { armAfter } = rehearsal.stage.site.policy;
    const areWell = statuses.every(
      ({ evidence, incidents, failover }) =>
        evidence.primary === 'healthy' &&
        evidence.healthyWindows >= armAfter &&
        Object.values(incidents).every(({ state }) => state === 'none') &&
        failover.phase === 'on-primary' &&
        failover.drill === null,
    );
    return areWell ? true : null;
  });
  const { ok, verifications } = await rehearsal.verify();
  const text = verificationText(verifications.flatMap(({ findings }) => findings));
  if (isCalm === null || !ok)
    throw new NotCalmError(
      `the stage was not well before the bad day (${text.replaceAll('\n', '; ')}); try again`,
    );
  const page = await rehearsal.fetchThroughDns();
  terminal.line(`\nAll is well: the primary is served, from ${page?.address}; ${text}.\n`);
}

/** Plays the script and reports what was seen of it. */
export async function playActs(show: Show, signal: AbortSignal): Promise<Ending> {
  const { rehearsal, ledger, chronicle, script } = show;
  const startedAt = now();
  const beganAt = elapsed();
  ledger.begin(beganAt, rehearsal.latestServed());
  chronicle.begin(beganAt);
  const seenAtMs = await playScript(
    {
      elapsed,
      sleep: (durationMs, ended) => {
        chronicle.flush();
        return sleep(durationMs, ended);
      },
      perform: rehearsal.perform,
      look: eyesOf(rehearsal, ledger),
      ...followSteps(show, beganAt),
    },
    script,
    { beganAt, signal },
  );
  // What comes now is one too many.
  await sleep(rehearsal.pace.intervalMs, signal);
  signal.throwIfAborted();
  chronicle.flush();
  const drill = await drillSince(show, startedAt);
  const counts = ledger.counts(drill?.outcome ?? null);
  return { report: reportOf(script, seenAtMs, counts, rehearsal.pace.intervalMs), drill };
}

/** The report of the drill that the script ordered; a state folder may hold an older one. */
async function drillSince(
  { script, rehearsal }: Show,
  startedAt: EpochMs,
): Promise<DrillReport | null> {
  if (script.tally.drill === null) return null;
  const { statuses } = await rehearsal.status();
  const drill = statuses[0]?.failover.lastDrill ?? null;
  return drill !== null && drill.startedAt >= startedAt ? drill : null;
}

/** Says in the living line which step is waited for, since when, and what DNS answers meanwhile. */
function followSteps({ rehearsal, chronicle, terminal }: Show, beganAt: number) {
  let awaited = '';
  let awaitedSince = beganAt;
  terminal.status(() => {
    const at = elapsed();
    return progressText(at - beganAt, awaited, at - awaitedSince, rehearsal.latestServed());
  });
  return {
    onAwaited: ({ name }: ScriptStep) => {
      awaited = name;
      awaitedSince = elapsed();
    },
    onSeen: (step: ScriptStep, atMs: number, seen: Seen) => chronicle.step(step, atMs, seen),
  };
}

/** Stays until Ctrl-C, and goes on telling what happens; rejects when a function fails meanwhile. */
export async function stayUp(
  { rehearsal, chronicle, terminal }: Show,
  signal: AbortSignal,
): Promise<void> {
  terminal.status(() => `DNS answers: ${rehearsal.latestServed()}  Ctrl-C ends it`);
  while (!signal.aborted) {
    await sleep(FLUSH_EVERY_MS, AbortSignal.any([signal, rehearsal.failed]));
    chronicle.flush();
    rehearsal.failed.throwIfAborted();
  }
}
