import {
  REHEARSAL_STEPS,
  type RehearsalReport,
  type RehearsalStep,
  reportOf,
} from '../../lib/core/rehearsal.ts';
import type { Page } from '../../lib/core/verify/snapshot.ts';
import { elapsed, sleep } from '../../lib/io/clock.ts';
import { playBadDay, until } from '../../lib/local/rehearsal.ts';
import { verificationText } from '../../lib/render/rehearsal-aside.ts';
import { progressText } from '../../lib/render/rehearsal-intro.ts';
import type { Terminal } from '../terminal.ts';
import type { Chronicle } from './chronicle.ts';
import { type Rehearsal, SECONDARY_MARKER, SHORTENED } from './curtain.ts';

const STEP_MS_MAX = 20_000;
/** Longer than the cooldown, so that the failback is not what waits for it. */
const OUTAGE_MS = 6_000;
const FLUSH_EVERY_MS = 100;

/** The stage, who watches it, and where that is told. */
export type Show = {
  readonly rehearsal: Rehearsal;
  readonly chronicle: Chronicle;
  readonly terminal: Terminal;
};

/** The stage did not get well, so that its bad day would mean nothing. */
export class NotCalmError extends Error {
  override readonly name = 'NotCalmError';
}

/** A bad day means nothing unless everything was well before it. */
export async function awaitCalm({ rehearsal, terminal }: Show, signal: AbortSignal): Promise<void> {
  terminal.status(() => 'waiting until everything is healthy');
  const limits = { stepMsMax: STEP_MS_MAX, signal };
  const isCalm = await until({ elapsed, sleep }, limits, async () => {
    if ((await rehearsal.served()) !== 'primary') return false;
    const { statuses } = await rehearsal.status();
    return statuses.every(
      ({ evidence, incident, failover }) =>
        evidence.primary === 'healthy' &&
        incident.state === 'none' &&
        failover.phase === 'on-primary',
    );
  });
  const { ok, verifications } = await rehearsal.verify();
  const text = verificationText(verifications.flatMap(({ findings }) => findings));
  if (!isCalm || !ok)
    throw new NotCalmError(
      `the stage was not well before the bad day (${text.replaceAll('\n', '; ')}); try again`,
    );
  const page = await rehearsal.fetchThroughDns();
  terminal.line(`\nAll is well: the primary is served, from ${page?.address}; ${text}.\n`);
}

/** Plays the bad day and reports what was seen of it. */
export async function playActs(show: Show, signal: AbortSignal): Promise<RehearsalReport> {
  const failedAt = elapsed();
  show.chronicle.begin(failedAt);
  const onSeen = followSteps(show, failedAt);
  const { rehearsal, chronicle } = show;
  const seen = await playBadDay(
    {
      elapsed,
      sleep: (durationMs, ended) => {
        chronicle.flush();
        return sleep(durationMs, ended);
      },
      killPrimary: rehearsal.stage.primary.kill,
      revivePrimary: rehearsal.stage.primary.revive,
      served: rehearsal.served,
      fetchThroughDns: rehearsal.fetchThroughDns,
      reported: (step) => chronicle.reported(step),
      onSeen,
    },
    {
      failedAt,
      secondaryMarker: SECONDARY_MARKER,
      stepMsMax: STEP_MS_MAX,
      outageMs: OUTAGE_MS,
      signal,
    },
  );
  chronicle.flush();
  return reportOf(seen, SHORTENED.intervalMs);
}

/** Says in the living line which step is waited for, since when, and what DNS answers meanwhile. */
function followSteps({ rehearsal, chronicle, terminal }: Show, failedAt: number) {
  let seen = 0;
  let awaitedSince = failedAt;
  terminal.status(() => {
    const now = elapsed();
    const step = REHEARSAL_STEPS[seen] ?? 'the end';
    return progressText(now - failedAt, step, now - awaitedSince, rehearsal.latestServed());
  });
  return (step: RehearsalStep, atMs: number, page: Page | null) => {
    seen += 1;
    awaitedSince = elapsed();
    chronicle.step(step, atMs, page);
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
