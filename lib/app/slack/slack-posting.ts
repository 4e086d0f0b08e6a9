import { postingDue } from '../../core/alerts/slack-channel.ts';
import { StaleRecordError } from '../../core/records.ts';
import type { ForwardDeps } from './forward-deps.ts';

type PostingDeps = Pick<ForwardDeps, 'memory' | 'now' | 'log'>;

/** A message that is ours to post, or why it is not; `version` is null where nothing can be remembered. */
export type Task =
  | { readonly state: 'due'; readonly version: number | null }
  | { readonly state: 'posted' | 'with another' };

/**
 * Takes on a message before it is posted, so that of two copies at the same moment one is. A memory that
 * does not answer stops no alert: it may come twice then.
 */
export async function takeOn(deps: PostingDeps, id: string): Promise<Task> {
  const { postings } = deps.memory;
  const now = deps.now();
  try {
    const known = await postings.load(id);
    const state = postingDue(known?.value ?? null, now);
    if (state !== 'due') return { state };
    const posting = { state: 'posting', at: now } as const;
    return { state, version: await postings.save(id, posting, known?.version ?? 0, now) };
  } catch (error) {
    if (error instanceof StaleRecordError) return { state: 'with another' };
    deps.log({ message: 'slack memory failed', id, error: `${error}` });
    return { state: 'due', version: null };
  }
}

/** Slack has it. When this cannot be written the message may come twice, which is no reason to fail. */
export async function markPosted(
  deps: PostingDeps,
  id: string,
  { version }: Extract<Task, { readonly state: 'due' }>,
): Promise<void> {
  if (version === null) return;
  const now = deps.now();
  try {
    await deps.memory.postings.save(id, { state: 'posted', at: now }, version, now);
  } catch (error) {
    deps.log({ message: 'slack memory failed', id, error: `${error}` });
  }
}
