import { type Backup, backupOf } from '../../core/adopt/backup.ts';
import type { AdoptOutcome, NamedPlan } from '../../core/adopt/outcome.ts';
import { ChangeRefusedError, ChangeUncertainError } from '../../core/record-change.ts';
import { tryLook } from '../look.ts';
import type { AdoptDeps } from './adopt-deps.ts';
import { rollBack } from './roll-back.ts';
import { readState, settle, type Work } from './settle.ts';

/**
 * Saves the way back in both places, sends the batch, and stays until the name servers agree. What the
 * signal cuts short is left as it is and told: taking back a change that is good would be one more.
 */
export async function carryOut(
  deps: AdoptDeps,
  work: Work,
  signal: AbortSignal,
): Promise<AdoptOutcome> {
  const startedAt = deps.now();
  const saved = await save(deps, work);
  if (!saved.ok) return saved.outcome;
  const { file } = saved;
  if (signal.aborted) return { kind: 'interrupted', file };
  deps.tell({ step: 'sending', file });
  const sent = await send(deps, work, file);
  if (!sent.ok) return sent.outcome;
  deps.tell({ step: 'sent' });
  const confirmation = await settle(deps, work, sent.changeId, 'expected', signal);
  switch (confirmation.kind) {
    case 'confirmed':
      return { kind: 'applied', file, tookMs: deps.now() - startedAt };
    case 'cut-short':
      return { kind: 'interrupted-after', file };
    default:
      return rollBack(deps, work, { file, why: confirmation.why });
  }
}

/** Both, before anything is changed: a file that is lost with its machine is in the table still. */
async function save(
  deps: AdoptDeps,
  { plan, by }: Work,
): Promise<
  | { readonly ok: true; readonly file: string }
  | { readonly ok: false; readonly outcome: AdoptOutcome }
> {
  const backup: Backup = backupOf(plan, { planId: plan.id, by, savedAt: deps.now() });
  const file = await tryLook(() => deps.saveFile(backup));
  if (!file.ok) return { ok: false, outcome: { kind: 'not-saved', why: file.why, file: null } };
  const item = await tryLook(() => deps.saveItem(backup));
  if (!item.ok)
    return { ok: false, outcome: { kind: 'not-saved', why: item.why, file: file.value } };
  deps.tell({ step: 'saved', file: file.value });
  return { ok: true, file: file.value };
}

type Sent =
  /** Null: the answer was lost, but the records say that it was made. */
  | { readonly ok: true; readonly changeId: string | null }
  | { readonly ok: false; readonly outcome: AdoptOutcome };

async function send(deps: AdoptDeps, { plan }: Work, file: string): Promise<Sent> {
  try {
    const comment = `understudy ${plan.kind} ${plan.sites.map(({ name }) => name).join(' ')}, plan ${plan.id}`;
    return { ok: true, changeId: await deps.changeRecords(plan.zone.id, plan.changes, comment) };
  } catch (error) {
    if (error instanceof ChangeRefusedError)
      return { ok: false, outcome: { kind: 'refused', reasons: error.reasons, file } };
    const why = error instanceof Error ? error.message : `${error}`;
    if (!(error instanceof ChangeUncertainError))
      return { ok: false, outcome: { kind: 'not-sent', why, file } };
    return afterLostAnswer(deps, plan, file, why);
  }
}

async function afterLostAnswer(
  deps: AdoptDeps,
  plan: NamedPlan,
  file: string,
  why: string,
): Promise<Sent> {
  const state = await readState(deps, plan);
  switch (state) {
    case 'after':
      return { ok: true, changeId: null };
    case 'before':
      return {
        ok: false,
        outcome: {
          kind: 'not-sent',
          why: 'Route 53 gave no answer, and the records stayed as they were',
          file,
        },
      };
    default:
      return { ok: false, outcome: { kind: 'uncertain', why, state, file } };
  }
}
